#include <doctest/doctest.h>

#include "models/adaptation.hpp"
#include "scenarios/loader/network_sections.hpp"

using namespace splitscape;

TEST_CASE("every dense network of the zoo can be made sparse, and costs less then") {
  const Zoo zoo = Zoo::of_this_program();
  Reading reading(zoo, "");
  for (const std::string& name : zoo.names("networks")) {
    CAPTURE(name);
    const NetworkUse network = zoo_network(name, reading);
    if (network.adaptation.sparsity) continue;  // it was trained sparse
    const NetworkProfile& dense = network.profile;
    // A pattern prunes the first and the last layer as well: some networks have no others.
    SparsityChoice choice;
    choice.rules = {{.layers = "*", .density = .25}};
    const NetworkProfile sparse = adapted(dense, {.sparsity = choice});
    CHECK(defects(sparse).empty());
    const NetworkGraph before(dense);
    const NetworkGraph after(sparse);
    CHECK(after.total_macs() < before.total_macs());
    CHECK(after.total_weights() < before.total_weights());
    CHECK(after.total_parameters() < before.total_parameters());
    CHECK(after.cuts().size() == before.cuts().size());
    for (std::size_t i = 0; i < before.layers().size(); ++i) {
      const ComputeCost& cost = after.layers()[i].cost;
      const Macs gone = cost.pruning ? cost.pruning->pruned : Macs{};
      CHECK((*cost.macs + gone).value == doctest::Approx(before.layers()[i].cost.macs->value).epsilon(1e-12));
    }
  }
}
