#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "analysis/columns.hpp"
#include "analysis/trace_log.hpp"
#include "models/policy_choice.hpp"
#include "models/scenario.hpp"

namespace splitscape {

/// One run: a scenario under one policy.
struct RunSpec {
  const Scenario& scenario;
  PolicyChoice policy{};
  std::optional<std::uint64_t> run{};  ///< the replication; absent: the scenario's

  RunIdentity identity() const {
    return {scenario.name, policy.shown(), scenario.seed, run.value_or(scenario.run)};
  }
};

/// Which tables a run leaves beside those that every run leaves.
struct WantedTables {
  bool requests = false;  ///< requests.csv
  bool learned = false;   ///< learned.csv
  bool headers = false;   ///< each table begins with the names of its columns: it is no part of a larger one
  bool batches = false;   ///< batches.csv, which compares two runs and is no result of its own
  std::optional<TracedRequests> trace{};  ///< events of a trace (analysis/trace_log.hpp): no table
};

/// A table of results with the names of its columns.
struct TableHeader {
  std::string table{};  ///< its file without .csv
  std::vector<std::string> columns{};
};

/// The tables that runs leave.
/// @param hops of the longest path of all runs that share the tables
std::vector<TableHeader> run_tables(const WantedTables& wanted, std::size_t hops);

/// Hops of the longest path of a scenario.
std::size_t most_hops(const Scenario& scenario);

/// Where the lines of a table go.
using TablePath = std::function<std::string(const std::string& table)>;

/// Simulates a run in this process, which must not have simulated any, and writes its lines of each table.
/// @param progress share of the run that is done, for whoever watches
/// @throws std::runtime_error where a file cannot be written; as simulate() does
void run_into_tables(const RunSpec& spec, const WantedTables& wanted, std::size_t hops, const TablePath& path,
                     std::atomic<double>& progress);

}  // namespace splitscape
