#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "analysis/columns.hpp"
#include "analysis/replay_summary.hpp"

namespace splitscape {

struct ReplayOrderRow {
  const std::string& policy;
  const ReplayOrder& order;
};

struct ReplayRegretRow {
  const ReplaySummary& summary;
  std::size_t samples = 0;
  const Estimate& regret;
};

/// Of replay.csv, orders.csv and regret.csv of a replay.
const std::vector<Column<ReplaySummary>>& replay_columns();
const std::vector<Column<ReplayOrderRow>>& replay_order_columns();
const std::vector<Column<ReplayRegretRow>>& replay_regret_columns();

}  // namespace splitscape
