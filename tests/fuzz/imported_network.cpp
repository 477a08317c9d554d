#include "tests/fuzz/imported_network.hpp"

#include <cstdio>
#include <cstdlib>

#include "models/import/network_of_graph.hpp"
#include "models/network.hpp"
#include "tests/fuzz/profile_round_trip.hpp"

namespace splitscape::fuzz {

void broken(const char* what) {
  (void)std::fprintf(stderr, "broken: %s\n", what);
  std::abort();
}

void follow(const OperationGraph& graph) {
  const NetworkProfile profile = network_of(graph);
  if (const auto found = defects(profile); !found.empty()) broken(found.front().c_str());
  // Writing and reading takes longer than everything else; short networks say as much about it as long ones.
  constexpr std::size_t short_enough = 16;
  if (profile.layers.size() <= short_enough) check_round_trip(profile);
}

}  // namespace splitscape::fuzz
