#include "scenarios/runs/run_tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "analysis/arrival_batches.hpp"
#include "analysis/csv.hpp"
#include "analysis/request_log.hpp"
#include "analysis/run_regret.hpp"
#include "analysis/run_summary.hpp"
#include "sim/simulate.hpp"

namespace splitscape {
namespace {

constexpr const char* requests_name = "requests";
constexpr const char* trace_name = "trace";

/// Hands what happens to the summary, to the tables that are wanted, and to the parent's progress bar.
class Recorder final : public RunListener {
 public:
  Recorder(RunSummary& summary, RunRegret& regret, std::vector<RunListener*> others,
           std::atomic<double>& progress)
      : summary_(summary), regret_(regret), others_(std::move(others)), progress_(progress) {}

  void take(const RequestRecord& record) override {
    summary_.take(record);
    regret_.take(record);
    for (RunListener* other : others_) other->take(record);
  }
  void progressed(double share) override { progress_.store(share, std::memory_order_relaxed); }

 private:
  RunSummary& summary_;
  RunRegret& regret_;
  std::vector<RunListener*> others_;  ///< where they are wanted
  std::atomic<double>& progress_;
};

/// Where a table goes, and whether it begins with the names of its columns.
struct TableFile {
  std::string path{};
  bool headed = false;
};

template <class Row>
CsvWriter begun(const TableFile& table, const std::vector<Column<Row>>& columns) {
  CsvWriter file(table.path);
  if (table.headed) file.line(header(columns));
  return file;
}

template <class Row, class Rows, class MakeRow>
void write_part(const TableFile& table, const std::vector<Column<Row>>& columns, const Rows& rows,
                const MakeRow& make_row) {
  CsvWriter file = begun(table, columns);
  for (const auto& row : rows) file.row(columns, make_row(row));
  file.close();
}

void write_learned(const TableFile& table, const RunIdentity& run, const RunReport& report) {
  CsvWriter file = begun(table, learned_columns());
  for (const DeviceReport& device : report.devices) {
    for (std::size_t i = 0; i < device.learned.size(); ++i) {
      file.row(learned_columns(), LearnedRow{run, report, device, i});
    }
  }
  file.close();
}

void write_regrets(const TableFile& table, const RunIdentity& run, const std::vector<GroupSummary>& groups,
                   const std::vector<GroupRegret>& regrets) {
  CsvWriter file = begun(table, regret_columns());
  for (std::size_t i = 0; i < groups.size(); ++i) {
    for (const RegretPoint& point : regrets[i].curve)
      file.row(regret_columns(), RegretRow{run, groups[i].group, regrets[i], point});
  }
  file.close();
}

std::vector<std::string> batch_header() {
  std::vector<std::string> names{"scenario", "policy", "seed", "run", "group", "first", "size"};
  names.insert(names.end(), batched_columns.begin(), batched_columns.end());
  return names;
}

void write_batches(const std::string& path, const RunIdentity& run, const RunReport& report,
                   const ArrivalBatches& batches) {
  CsvWriter file(path);
  const auto all = batches.finish(report);
  for (std::size_t group = 0; group < all.size(); ++group) {
    for (const BatchOfArrivals& batch : all[group]) {
      std::vector<std::string> fields{run.scenario,
                                      run.policy,
                                      fmt::format("{}", run.seed),
                                      fmt::format("{}", run.run),
                                      report.groups[group].name,
                                      fmt::format("{}", batch.first),
                                      fmt::format("{}", batch.size)};
      for (const auto& mean : batch.means) fields.push_back(mean ? csv_number(*mean) : "");
      file.line(fields);
    }
  }
  file.close();
}

}  // namespace

std::vector<TableHeader> run_tables(const WantedTables& wanted, std::size_t hops) {
  std::vector<TableHeader> tables{{"summary", header(summary_columns())},
                                  {"regret", header(regret_columns())},
                                  {"devices", header(device_columns())},
                                  {"links", header(link_columns())},
                                  {"servers", header(server_columns())}};
  if (wanted.learned) tables.push_back({"learned", header(learned_columns())});
  if (wanted.requests) tables.push_back({requests_name, header(request_columns(hops))});
  if (wanted.batches) tables.push_back({"batches", batch_header()});
  return tables;
}

std::size_t most_hops(const Scenario& scenario) {
  std::size_t hops = 0;
  for (const auto& deployment : scenario.devices) hops = std::max(hops, deployment.most_hops());
  return hops;
}

void run_into_tables(const RunSpec& spec, const WantedTables& wanted, std::size_t hops, const TablePath& path,
                     std::atomic<double>& progress) {
  const RunIdentity run = spec.identity();
  std::optional<Scenario> replication;
  if (spec.run) {
    replication = spec.scenario;
    replication->run = *spec.run;
  }
  const Scenario& scenario = replication ? *replication : spec.scenario;
  const auto table = [&](const std::string& name) { return TableFile{path(name), wanted.headers}; };
  std::vector<RunListener*> others;
  std::optional<RequestLog> log;
  if (wanted.requests)
    others.push_back(&log.emplace(path(requests_name), run, scenario, hops, wanted.headers));
  std::optional<ArrivalBatches> batches;
  if (wanted.batches) others.push_back(&batches.emplace(scenario));
  std::optional<TraceLog> trace;
  if (wanted.trace) others.push_back(&trace.emplace(path(trace_name), run, scenario, *wanted.trace));
  RunSummary summary(scenario);
  RunRegret regret(scenario);
  Recorder recorder(summary, regret, std::move(others), progress);
  const RunReport report = simulate(scenario, spec.policy, recorder, {.keep_learned = wanted.learned});
  if (log) log->close();
  if (trace) trace->close();
  auto groups = summary.finish(report);
  const auto regrets = regret.finish();
  for (std::size_t i = 0; i < groups.size(); ++i) {
    if (!regrets[i].curve.empty()) groups[i].regret = regrets[i].curve.back().regret;
  }
  write_part(table("summary"), summary_columns(), groups, [&](const GroupSummary& group) {
    return SummaryRow{run, group};
  });
  write_regrets(table("regret"), run, groups, regrets);
  write_part(table("devices"), device_columns(), report.devices, [&](const DeviceReport& device) {
    return DeviceRow{run, report, device};
  });
  write_part(table("links"), link_columns(), report.links, [&](const LinkReport& link) {
    return LinkRow{run, report, link};
  });
  write_part(table("servers"), server_columns(), report.servers, [&](const ServerReport& server) {
    return ServerRow{run, report, server};
  });
  if (wanted.learned) write_learned(table("learned"), run, report);
  if (batches) write_batches(path("batches"), run, report, *batches);
}

}  // namespace splitscape
