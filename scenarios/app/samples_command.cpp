#include <fmt/format.h>
#include <fmt/ranges.h>

#include <filesystem>

#include "analysis/csv.hpp"
#include "analysis/exit_curves.hpp"
#include "scenarios/app/commands.hpp"
#include "scenarios/app/exit_picture.hpp"
#include "scenarios/app/named_network.hpp"
#include "scenarios/app/print_table.hpp"
#include "scenarios/app/sample_table.hpp"
#include "scenarios/loader/document.hpp"
#include "scenarios/loader/sample_file.hpp"
#include "scenarios/runs/result_file.hpp"
#include "scenarios/runs/user_error.hpp"

namespace splitscape {
namespace {

using Line = std::vector<std::string>;

/// Samples, and what it costs to reach their exits.
struct Subject {
  SampleTrace samples;
  std::optional<std::vector<Macs>> macs{};  ///< absent where no network is known, or its work is not
  Macs whole{};                             ///< of the network without exits
};

// ---- reading

void add_costs(Subject& subject, NetworkProfile profile) {
  const NetworkGraph network(std::move(profile));
  subject.macs = macs_to_exits(network);
  subject.whole = network.total_macs();
}

Subject samples_of_network(const SamplesOptions& options, const Zoo& zoo) {
  if (!options.network.empty() || options.columns.any()) {
    throw UserError(fmt::format(
        "{} is a network, with columns and costs of its own: --network and the options for columns are for "
        "tables",
        options.file));
  }
  NetworkUse network = network_with_samples(options.file, zoo).network;
  Subject subject{.samples = std::move(*network.samples)};
  add_costs(subject, std::move(network.profile));
  return subject;
}

Subject samples_of_table(const SamplesOptions& options, const Zoo& zoo) {
  const CsvTable table(read_text_file(options.file), options.file, true);
  const SampleFileLayout layout = layout_of(options.columns, table);
  require_outcomes(layout, options.file);
  if (options.network.empty()) return {.samples = read_samples(table, layout, exits_in(table, layout))};
  NetworkProfile profile = named_network(options.network, zoo).profile;
  Subject subject{.samples = read_samples(table, layout, profile.exits.size() + 1)};
  add_costs(subject, std::move(profile));
  return subject;
}

// ---- printing

std::string percent(const std::optional<double>& share) {
  return share ? fmt::format("{:.2f}", 100 * *share) : "-";
}

std::string csv_text(const std::optional<double>& number) {
  return number ? csv_number(*number) : "";
}

std::vector<ExitPoint> points_of(const Subject& subject) {
  std::vector<ExitPoint> points;
  const auto add = [&](ExitRule rule) {
    for (const double threshold : usual_thresholds(rule))
      points.push_back(exit_point(subject.samples, rule, threshold, subject.macs));
  };
  if (subject.samples.has_confidences()) add(ExitRule::confidence);
  if (subject.samples.has_entropies()) add(ExitRule::entropy);
  return points;
}

std::string name_of(ExitRule rule) {
  return rule == ExitRule::confidence ? "confidence" : "entropy";
}

/// Share of the network without exits; absent where that is free or not known.
std::optional<double> share_of_whole(const Subject& subject, const std::optional<Macs>& macs) {
  if (!macs || !(subject.whole > Macs{})) return std::nullopt;
  return *macs / subject.whole;
}

/// For scripts: a line a point, SI units, shares of 1 with all digits.
std::string csv_of(const Subject& subject) {
  std::string text = "rule,threshold";
  for (std::size_t exit = 1; exit <= subject.samples.exits(); ++exit) text += fmt::format(",share_{}", exit);
  text += ",accuracy,mean_exit,mean_macs,macs_share\n";
  for (const ExitPoint& point : points_of(subject)) {
    Line line{name_of(point.rule), csv_number(point.threshold)};
    for (const double share : point.shares) line.push_back(csv_number(share));
    line.push_back(csv_text(point.accuracy));
    line.push_back(csv_number(point.mean_exit));
    line.push_back(point.macs ? csv_number(point.macs->value) : "");
    line.push_back(csv_text(share_of_whole(subject, point.macs)));
    text += fmt::format("{}\n", fmt::join(line, ","));
  }
  return text;
}

/// Millions of multiply-accumulates, and what share of the network without exits that is.
void add_macs(Line& line, const Subject& subject, const std::optional<Macs>& macs) {
  constexpr double mega = 1e6;
  line.push_back(macs ? short_number(macs->value / mega) : "-");
  line.push_back(percent(share_of_whole(subject, macs)));
}

void print_exits(const Subject& subject, Layout layout) {
  const auto qualities = exit_qualities(subject.samples);
  std::vector<Line> rows;
  for (std::size_t k = 0; k < qualities.size(); ++k) {
    const ExitQuality& quality = qualities[k];
    Line line{fmt::format("{}", k + 1), percent(quality.accuracy), percent(quality.confidence),
              percent(quality.calibration_error), quality.entropy ? short_number(*quality.entropy) : "-"};
    if (subject.macs) add_macs(line, subject, (*subject.macs)[k]);
    rows.push_back(std::move(line));
  }
  Line header{"exit", "accuracy %", "confidence %", "ECE %", "entropy"};
  if (subject.macs) header.insert(header.end(), {"MMAC", "MAC %"});
  print_table(header, rows, layout);
  if (const auto best = accuracy_of_best_exits(subject.samples))
    fmt::print("\nany exit right: {} %\n", percent(best));
}

void print_curves(const Subject& subject, Layout layout) {
  std::vector<Line> rows;
  for (const ExitPoint& point : points_of(subject)) {
    Line line{name_of(point.rule), fmt::format("{}", point.threshold)};
    for (const double share : point.shares) line.push_back(percent(share));
    line.push_back(percent(point.accuracy));
    if (subject.macs) {
      add_macs(line, subject, point.macs);
    } else {
      line.push_back(fmt::format("{:.3f}", point.mean_exit));
    }
    rows.push_back(std::move(line));
  }
  if (rows.empty()) return;
  Line header{"leaves by", "threshold"};
  for (std::size_t exit = 1; exit <= subject.samples.exits(); ++exit)
    header.push_back(fmt::format("exit {} %", exit));
  header.emplace_back("accuracy %");
  if (subject.macs) {
    header.insert(header.end(), {"MMAC", "MAC %"});
  } else {
    header.emplace_back("mean exit");
  }
  fmt::print("\n");
  print_table(header, rows, layout);
}

void print(const Subject& subject, const SamplesOptions& options) {
  if (options.layout == Layout::csv) {
    fmt::print("{}", csv_of(subject));
    return;
  }
  const auto counted = [](std::size_t count, const char* what) {
    return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
  };
  fmt::print("{}: {}, {}\n\n", options.file, counted(subject.samples.rows(), "sample"),
             counted(subject.samples.exits(), "exit"));
  print_exits(subject, options.layout);
  print_curves(subject, options.layout);
}

void draw(const Subject& subject, const SamplesOptions& options, const std::string& format) {
  const Picture picture =
      drawn_exit_curves(csv_of(subject), std::filesystem::path(options.file).filename().string(), format);
  write_result_file(options.out, picture.content, options.force);
  fmt::print(stderr, "{}", picture.messages);
  // Not among the lines of a CSV table.
  if (options.layout == Layout::csv) {
    fmt::print(stderr, "drawn: {}\n", options.out);
  } else {
    fmt::print("\ndrawn: {}\n", options.out);
  }
}

}  // namespace

int samples_command(const SamplesOptions& options) {
  std::string format;
  if (!options.out.empty()) {
    format = picture_format(options.out, picture_formats());
    check_result_file(options.out, options.force);
  }
  const Zoo zoo = Zoo::of_this_program();
  const Subject subject =
      is_network(options.file, zoo) ? samples_of_network(options, zoo) : samples_of_table(options, zoo);
  const bool has_curves = subject.samples.has_confidences() || subject.samples.has_entropies();
  if (!has_curves && (!options.out.empty() || options.layout == Layout::csv)) {
    throw UserError(fmt::format(
        "{} has neither confidences nor entropies: nothing says which samples leave early", options.file));
  }
  print(subject, options);
  if (!options.out.empty()) draw(subject, options, format);
  return 0;
}

}  // namespace splitscape
