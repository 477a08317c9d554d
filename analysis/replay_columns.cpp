#include "analysis/replay_columns.hpp"

#include <fmt/format.h>

#include "analysis/column_text.hpp"

namespace splitscape {
namespace {

using column::append;
using column::text;

std::vector<Column<ReplaySummary>> estimate(const std::string& name, const std::string& meaning,
                                            const std::string& expression, Estimate ReplaySummary::*member) {
  return {{name, meaning, expression, [member](const ReplaySummary& r) { return text((r.*member).mean); }},
          {name + "_ci95", "half the width of the 95 % confidence interval of " + name,
           "Student's t over the orders; empty for fewer than two",
           [member](const ReplaySummary& r) { return text((r.*member).half_width); }}};
}

template <class Number>
std::string by_exit(const std::vector<Number>& numbers) {
  std::string list;
  for (std::size_t k = 0; k < numbers.size(); ++k) {
    if (numbers[k] != 0) list += fmt::format("{}{}:{}", list.empty() ? "" : ";", k + 1, numbers[k]);
  }
  return list;
}

std::vector<Column<ReplaySummary>> make_replay_columns() {
  using Row = ReplaySummary;
  std::vector<Column<Row>> columns{
      {"policy", "label of the policy", "", [](const Row& r) { return r.policy; }},
      {"samples", "samples of each order, those set apart left out", "N",
       [](const Row& r) { return text(r.samples); }},
      {"orders", "random orders of them", "", [](const Row& r) { return text(r.orders); }}};
  append(columns, estimate("accuracy", "share of right answers; empty where one cannot be judged",
                           "right / N", &Row::accuracy));
  append(columns, estimate("cost", "mean cost of what was computed and sent", "sum(cost) / N", &Row::cost));
  append(columns, estimate("offload_rate", "share of samples that were offloaded", "offloaded / N",
                           &Row::offload_rate));
  append(columns, estimate("reward", "mean reward, without confidences - the mean of the costs it counts",
                           "sum(confidence - counted cost) / N", &Row::reward));
  append(columns,
         estimate("regret",
                  "what the best fixed arm earned more over all samples; empty where that is not known",
                  "sum(reward of the best arm - reward)", &Row::regret));
  append<Row>(columns, {{"best_arm", "fixed arm that earned most over all samples", "",
                         [](const Row& r) { return r.best_arm; }},
                        {"exit_shares", "share of answers of each exit, the end of the network last",
                         "1:share;2:share;...", [](const Row& r) { return by_exit(r.exit_shares); }}});
  return columns;
}

}  // namespace

const std::vector<Column<ReplaySummary>>& replay_columns() {
  static const auto columns = make_replay_columns();
  return columns;
}

const std::vector<Column<ReplayOrderRow>>& replay_order_columns() {
  using Row = ReplayOrderRow;
  static const std::vector<Column<Row>> columns{
      {"policy", "label of the policy", "", [](const Row& r) { return r.policy; }},
      {"seed", "of the order, and of what the policy draws", "",
       [](const Row& r) { return text(std::uint64_t{r.order.seed}); }},
      {"accuracy", "share of right answers; empty where one cannot be judged", "right / N",
       [](const Row& r) { return text(r.order.accuracy); }},
      {"cost", "mean cost of what was computed and sent", "sum(cost) / N",
       [](const Row& r) { return text(r.order.cost); }},
      {"offload_rate", "share of samples that were offloaded", "offloaded / N",
       [](const Row& r) { return text(r.order.offload_rate); }},
      {"reward", "mean reward", "sum(confidence - counted cost) / N",
       [](const Row& r) { return text(r.order.reward); }},
      {"regret", "after all samples; empty where it is not known", "sum(reward of the best arm - reward)",
       [](const Row& r) { return r.order.regret.empty() ? "" : text(r.order.regret.back()); }},
      {"exit_counts", "answers of each exit, the end of the network last", "1:count;2:count;...",
       [](const Row& r) { return by_exit(r.order.exits); }}};
  return columns;
}

const std::vector<Column<ReplayRegretRow>>& replay_regret_columns() {
  using Row = ReplayRegretRow;
  static const std::vector<Column<Row>> columns{
      {"policy", "label of the policy", "", [](const Row& r) { return r.summary.policy; }},
      {"samples", "after so many samples", "t", [](const Row& r) { return text(r.samples); }},
      {"regret", "mean over the orders of what the best fixed arm has earned more so far",
       "sum over the first t of (reward of the best arm - reward)",
       [](const Row& r) { return text(r.regret.mean); }},
      {"regret_ci95", "half the width of its 95 % confidence interval",
       "Student's t over the orders; empty for fewer than two",
       [](const Row& r) { return text(r.regret.half_width); }}};
  return columns;
}

}  // namespace splitscape
