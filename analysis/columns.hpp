#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/group_names.hpp"
#include "analysis/run_regret.hpp"
#include "analysis/run_summary.hpp"
#include "sim/report.hpp"
#include "sim/request.hpp"

namespace splitscape {

/// A column of a result file: the one table that writes the files and that the documentation is printed from.
/// A value that is not known or does not apply is an empty field.
template <class Row>
struct Column {
  std::string name;  ///< the unit at its end
  std::string meaning;
  std::string expression;  ///< of the instants and counts of docs/metrics.md
  std::function<std::string(const Row&)> value;
};

/// Which run a line belongs to.
struct RunIdentity {
  std::string scenario{};
  std::string policy{};
  std::uint64_t seed = 1;
  std::uint64_t run = 0;
};

struct SummaryRow {
  const RunIdentity& run;
  const GroupSummary& group;
};

struct RegretRow {
  const RunIdentity& run;
  const std::string& group;
  const GroupRegret& regret;
  const RegretPoint& point;
};

struct DeviceRow {
  const RunIdentity& run;
  const RunReport& report;
  const DeviceReport& device;
};

struct LinkRow {
  const RunIdentity& run;
  const RunReport& report;
  const LinkReport& link;
};

struct ServerRow {
  const RunIdentity& run;
  const RunReport& report;
  const ServerReport& server;
};

/// A number that a device has learned.
struct LearnedRow {
  const RunIdentity& run;
  const RunReport& report;
  const DeviceReport& device;
  std::size_t index;
};

struct RequestRow {
  const RunIdentity& run;
  const GroupNames& names;
  const RequestRecord& record;
};

const std::vector<Column<SummaryRow>>& summary_columns();
const std::vector<Column<RegretRow>>& regret_columns();
const std::vector<Column<DeviceRow>>& device_columns();
const std::vector<Column<LinkRow>>& link_columns();
const std::vector<Column<ServerRow>>& server_columns();
const std::vector<Column<LearnedRow>>& learned_columns();
/// @param hops of the longest path: each hop has its instants
std::vector<Column<RequestRow>> request_columns(std::size_t hops);

}  // namespace splitscape
