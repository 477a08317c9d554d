#include "analysis/column_text.hpp"
#include "analysis/columns.hpp"

namespace splitscape {
namespace {

using column::append;
using column::run_columns;
using column::text;

std::vector<Column<RegretRow>> make_regret_columns() {
  using Row = RegretRow;
  auto columns = run_columns<Row>();
  append<Row>(
      columns,
      {{"group", "group of devices", "", [](const Row& r) { return r.group; }},
       {"answers", "after so many answers of requests measured", "t",
        [](const Row& r) { return text(r.point.answers); }},
       {"regret", "what the best fixed arm would have earned more so far, in units of confidence, unloaded",
        "sum over the first t answers of (reward of the best arm - reward)",
        [](const Row& r) { return text(r.point.regret); }},
       {"best_arm", "fixed arm that earns most over all answers of the run", "",
        [](const Row& r) { return r.regret.best_arm; }}});
  return columns;
}

}  // namespace

const std::vector<Column<RegretRow>>& regret_columns() {
  static const auto columns = make_regret_columns();
  return columns;
}

}  // namespace splitscape
