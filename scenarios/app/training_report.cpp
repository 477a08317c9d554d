#include "scenarios/app/training_report.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>

#include "scenarios/app/print_table.hpp"

namespace splitscape {
namespace {

std::string percent(double share) {
  return fmt::format("{:.2f}", 100 * share);
}

/// "exit 1 %", and for the last of several "end %".
std::string title_of(std::size_t exit, std::size_t exits) {
  return exit == exits ? "end %" : fmt::format("exit {} %", exit);
}

void print_cells(const std::vector<std::string>& cells) {
  constexpr int width = 10;
  std::string line;
  for (const auto& cell : cells) line += fmt::format("{:>{}}", cell, width);
  line.erase(line.find_last_not_of(' ') + 1);
  fmt::print("{}\n", line);
}

}  // namespace

TrainingReport::TrainingReport(std::size_t exits, std::uint32_t epochs, double share_before)
    : exits_(exits), epochs_(epochs), show_progress_(isatty(STDERR_FILENO) != 0), bar_(share_before) {}

void TrainingReport::epoch(const EpochRecord& record) {
  bar_.clear();
  if (!has_header_) {
    std::vector<std::string> above{"", ""};
    std::vector<std::string> header{"epoch", "loss"};
    for (const char* what : {"trained", "held out"}) {
      if (*what == 'h' && record.held_out.empty()) continue;
      for (std::size_t exit = 1; exit <= exits_; ++exit) {
        above.emplace_back(exit == 1 ? what : "");
        header.push_back(title_of(exit, exits_));
      }
    }
    header.emplace_back("seconds");
    print_cells(above);
    print_cells(header);
    has_header_ = true;
  }
  std::vector<std::string> cells{fmt::format("{}", record.epoch), fmt::format("{:.5f}", record.loss)};
  for (const double accuracy : record.accuracy) cells.push_back(percent(accuracy));
  for (const double accuracy : record.held_out) cells.push_back(percent(accuracy));
  cells.push_back(fmt::format("{:.2f}", record.seconds));
  print_cells(cells);
  std::fflush(stdout);  // whoever watches a file sees it, too
}

void TrainingReport::progress(double share, std::uint32_t epochs_done) {
  if (!show_progress_) return;
  const auto now = std::chrono::steady_clock::now();
  if (now - last_shown_ < std::chrono::milliseconds(100)) return;
  last_shown_ = now;
  bar_.show(share, fmt::format("{} of {} epochs", epochs_done, epochs_));
}

void print_exits(const std::vector<TrainedExitScore>& scores, const std::vector<ExitCost>& costs) {
  std::vector<std::vector<std::string>> rows;
  for (std::size_t k = 0; k < scores.size(); ++k) {
    const TrainedExitScore& score = scores[k];
    rows.push_back({k + 1 == scores.size() ? "end" : fmt::format("{}", k + 1), score.after,
                    percent(score.accuracy), fmt::format("{:.3f}", score.temperature),
                    percent(score.ece_before), percent(score.ece_after),
                    fmt::format("{:.0f}", costs[k].weights), percent(costs[k].density()),
                    fmt::format("{:.0f}", costs[k].macs)});
  }
  print_table({"exit", "after", "accuracy %", "temperature", "ECE % before", "ECE % after", "weights",
               "density %", "MACs"},
              rows, Layout::text);
}

}  // namespace splitscape
