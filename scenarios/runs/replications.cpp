#include "scenarios/runs/replications.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>

#include "scenarios/runs/scratch_directory.hpp"

namespace splitscape {

Replications::Replications(const std::vector<LoadedScenario>& scenarios, const BatchOptions& options,
                           const BlockedSignals& signals, std::string directory)
    : scenarios_(scenarios), options_(options), signals_(signals), directory_(std::move(directory)) {}

void Replications::run_until(std::size_t count) {
  if (count <= count_) return;
  std::vector<RunSpec> runs;
  std::size_t hops = 0;
  for (std::size_t replication = count_; replication < count; ++replication) {
    for (const LoadedScenario& loaded : scenarios_) {
      hops = std::max(hops, most_hops(loaded.scenario));
      for (const auto& policy : loaded.scenario.policies)
        runs.push_back({loaded.scenario, policy, loaded.scenario.run + replication});
    }
  }
  const ScratchDirectory part(directory_);
  run_batch(runs, options_, signals_, part.path());
  for (const TableHeader& table : run_tables(options_.tables, hops)) append(table.table, part.path());
  count_ = count;
}

void Replications::append(const std::string& table, const std::string& part) const {
  const std::string path = fmt::format("{}/{}.csv", directory_, table);
  std::ifstream lines(fmt::format("{}/{}.csv", part, table), std::ios::binary);
  if (std::string header; count_ > 0) std::getline(lines, header);
  std::ofstream whole(path, std::ios::binary | std::ios::app);
  if (lines.peek() != std::ifstream::traits_type::eof()) whole << lines.rdbuf();
  whole.close();
  if (!whole) throw std::runtime_error(fmt::format("cannot write '{}': {}", path, std::strerror(errno)));
}

}  // namespace splitscape
