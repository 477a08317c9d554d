#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <map>

#include "analysis/csv.hpp"
#include "analysis/ending_name.hpp"
#include "analysis/request_spans.hpp"
#include "models/nearest_name.hpp"
#include "scenarios/app/busiest_place.hpp"
#include "scenarios/app/judging_options.hpp"
#include "scenarios/app/measured_points.hpp"
#include "scenarios/app/print_table.hpp"
#include "scenarios/app/recorded_scenario.hpp"
#include "scenarios/app/request_reading.hpp"
#include "scenarios/runs/user_error.hpp"
#include "scenarios/sweep/sweep_record.hpp"

namespace splitscape {
namespace {

using Row = std::vector<std::string>;

// ---- which request

std::uint64_t number_of_request(const std::string& text) {
  std::uint64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  if (read.ec != std::errc() || read.ptr != end) {
    throw UserError(fmt::format("REQUEST {}: expected the number of a request, from 0", text));
  }
  return number;
}

/// The one that is asked for, or the only one.
std::string choose(std::vector<std::string> names, const std::optional<std::string>& asked,
                   const char* option, const char* what) {
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  if (asked) {
    if (std::find(names.begin(), names.end(), *asked) != names.end()) return *asked;
    throw UserError(
        fmt::format("{}: no {} is called '{}'{}", option, what, *asked, suggestion(*asked, names)));
  }
  if (names.size() == 1) return names.front();
  throw UserError(
      fmt::format("{}: the directory has several; say which: {}", option, fmt::join(names, ", ")));
}

/// A run of the directory: a scenario under a policy.
struct ChosenRun {
  std::string scenario{};
  std::string policy{};

  bool holds(const ReadRequest& request) const {
    return request.run.scenario == scenario && request.run.policy == policy;
  }
};

ChosenRun chosen_run(const MeasuredRuns& runs, const WhyOptions& options) {
  std::vector<std::string> scenarios;
  for (const MeasuredPoint& point : runs.points()) scenarios.push_back(point.scenario);
  ChosenRun chosen{.scenario = choose(scenarios, options.scenario, "--scenario", "scenario")};
  std::vector<std::string> policies;
  for (const MeasuredPoint& point : runs.points()) {
    if (point.scenario == chosen.scenario) policies.push_back(point.policy);
  }
  chosen.policy = choose(policies, options.policy, "--policy", "policy");
  return chosen;
}

std::string requests_path(const WhyOptions& options) {
  if (is_sweep(options.directory)) {
    throw UserError(fmt::format("--in {}: this is a sweep; name one of its runs, {}/runs/ID",
                                options.directory, options.directory));
  }
  std::string path = options.directory + "/requests.csv";
  if (!std::filesystem::exists(path)) {
    throw UserError(
        fmt::format("--in {}: there is no requests.csv; run again with --requests", options.directory));
  }
  return path;
}

ReadRequest find_request(const std::string& path, const ChosenRun& run, std::uint64_t number) {
  std::optional<ReadRequest> found;
  std::optional<std::uint64_t> last;
  read_requests(path, [&](const ReadRequest& request) {
    if (!run.holds(request)) return true;
    last = std::max(last.value_or(0), request.record.id);
    if (request.record.id == number) found = request;
    return !found;
  });
  if (found) return *found;
  if (!last) throw UserError(fmt::format("{}: policy '{}' has no requests", path, run.policy));
  throw UserError(fmt::format("{}: there is no request {}: those of policy '{}' are 0 to {}", path, number,
                              run.policy, *last));
}

// ---- its parts, and those of its group

/// A part of the time or of the joules, apart from whose it is.
struct Part {
  Phase phase = Phase::device_wait;
  std::size_t hop = 0;

  auto operator<=>(const Part&) const = default;
};

using Durations = std::map<Part, double>;

Durations durations_of(const RequestRecord& record) {
  Durations durations;
  for (const RequestSpan& span : latency_spans(record)) {
    durations[{span.phase, span.hop}] += span.length().value;
  }
  return durations;
}

/// The values of one part over the answered requests of a group; a request without the part has a zero.
class Distribution {
 public:
  void add(double value) { values_.push_back(value); }

  /// @param count of requests
  double mean(std::size_t count) const {
    double sum = 0;
    for (const double value : values_) sum += value;
    return count == 0 ? 0 : sum / static_cast<double>(count);
  }
  /// The smallest that half of them do not exceed (docs/metrics.md).
  double median(std::size_t count) const {
    const std::size_t rank = (count + 1) / 2;
    const std::size_t zeros = count - values_.size();
    if (count == 0 || rank <= zeros) return 0;
    std::vector<double> values = values_;
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(rank - zeros - 1);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
  }

 private:
  std::vector<double> values_{};
};

constexpr std::size_t energy_parts = 4;
using Energies = std::array<double, energy_parts>;

Energies energies_of(const RequestRecord& record) {
  const RequestEnergy& energy = record.energy;
  return {energy.head.value, energy.exits.value, energy.transmit.value, energy.receive.value};
}

/// The measured and answered requests of a group in one run.
struct GroupParts {
  std::size_t count = 0;
  std::map<Part, Distribution> times{};
  Distribution latency{};
  std::array<Distribution, energy_parts> energies{};
  Distribution energy{};
};

GroupParts parts_of_group(const std::string& path, const ChosenRun& run, const std::string& group) {
  GroupParts parts;
  read_requests(path, [&](const ReadRequest& request) {
    const RequestRecord& record = request.record;
    if (!run.holds(request) || request.group != group || !record.measured || !answered(record.ending)) {
      return true;
    }
    ++parts.count;
    for (const auto& [part, length] : durations_of(record)) parts.times[part].add(length);
    parts.latency.add(record.latency().value);
    const Energies energies = energies_of(record);
    for (std::size_t i = 0; i < energy_parts; ++i) parts.energies[i].add(energies[i]);
    parts.energy.add(record.energy.total().value);
    return true;
  });
  return parts;
}

// ---- words

std::string words_of(const Part& part, const RecordedGroup& group) {
  switch (part.phase) {
    case Phase::device_wait:
      return "wait for the device";
    case Phase::head:
      return "head, with its exits";
    case Phase::send_wait:
      return part.hop == 1 ? "wait for the radio" : "wait at " + group.server(part.hop - 1) + " to be sent";
    case Phase::air:
      return "air of " + group.link(part.hop);
    case Phase::link_latency:
      return "latency of " + group.link(part.hop);
    case Phase::server_wait:
      return "wait at " + group.server(part.hop);
    case Phase::service:
      return "service at " + group.server(part.hop);
    case Phase::later_changes:
      return "later changes of place";
    case Phase::way_back:
      break;
  }
  return "way back of the answer";
}

std::string milliseconds(double seconds) {
  return short_number(1e3 * seconds) + " ms";
}

std::string outcome_of(const ReadRequest& request) {
  const RequestRecord& record = request.record;
  if (answered(record.ending)) {
    const std::string by = record.ending == Ending::exited ? fmt::format("by exit {}", record.exit)
                                                           : std::string("at the end of the network");
    std::string text = fmt::format("answered {}, on {}, after {}", by,
                                   request.place == "device" ? "the device" : request.place,
                                   milliseconds(record.latency().value));
    if (!request.correct.empty()) text += request.correct == "1" ? ", right" : ", wrong";
    if (!std::isnan(record.confidence))
      text += fmt::format(", confidence {}", short_number(record.confidence));
    return text;
  }
  switch (record.ending) {
    case Ending::dropped:
      return "dropped: a full queue turned it away";
    case Ending::lost:
      return "lost: its device ran out of energy";
    default:
      return "unfinished: the run stopped before its answer";
  }
}

/// What each part would have to be spared for the deadline to be met.
std::string spared_by(const Durations& durations, double excess, const RecordedGroup& group) {
  std::vector<std::pair<double, std::string>> enough;
  for (const auto& [part, length] : durations) {
    if (length >= excess && length > 0) enough.emplace_back(length, words_of(part, group));
  }
  if (enough.empty()) return "no part alone is as long as that";
  std::sort(enough.rbegin(), enough.rend());
  Row words;
  for (const auto& [length, name] : enough)
    words.push_back(fmt::format("{} ({})", name, milliseconds(length)));
  return fmt::format("it would have been met without the {}", fmt::join(words, ", or without the "));
}

std::string deadline_words(const ReadRequest& request, const RecordedGroup& group) {
  if (!request.deadline_missed) return "no deadline";
  if (!group.deadline) return *request.deadline_missed ? "deadline missed" : "deadline met";
  const double deadline = group.deadline->value;
  if (!answered(request.record.ending)) {
    return fmt::format("deadline of {} missed: there was no answer", milliseconds(deadline));
  }
  const double latency = request.record.latency().value;
  if (!*request.deadline_missed) {
    return fmt::format("deadline of {} met, with {} to spare", milliseconds(deadline),
                       milliseconds(deadline - latency));
  }
  return fmt::format("deadline of {} missed by {}: {}", milliseconds(deadline),
                     milliseconds(latency - deadline),
                     spared_by(durations_of(request.record), latency - deadline, group));
}

// ---- tables

/// Digits behind the point with which a sum shows six digits.
int decimals_for(double total) {
  return total > 0 ? std::clamp(5 - static_cast<int>(std::floor(std::log10(total))), 0, 9) : 3;
}

struct Line {
  std::string part{};
  double value = 0;
  double mean = 0;
  double median = 0;
};

std::vector<Line> time_lines(const ReadRequest& request, const GroupParts& all, const RecordedGroup& group) {
  const Durations own = durations_of(request.record);
  std::vector<Part> parts;
  for (const auto& [part, length] : own) parts.push_back(part);
  for (const auto& [part, values] : all.times) {
    if (!own.contains(part)) parts.push_back(part);
  }
  // In the order of the way: the device, then each hop, then the way back.
  const auto place_on_the_way = [](const Part& part) {
    const bool last = part.phase == Phase::later_changes || part.phase == Phase::way_back;
    return std::pair(last ? static_cast<std::size_t>(-1) : part.hop, part.phase);
  };
  std::sort(parts.begin(), parts.end(),
            [&](const Part& a, const Part& b) { return place_on_the_way(a) < place_on_the_way(b); });
  std::vector<Line> lines;
  Line total{.part = "total"};
  for (const Part& part : parts) {
    const double value = own.contains(part) ? own.at(part) : 0;
    const auto known = all.times.find(part);
    lines.push_back({words_of(part, group), value,
                     known == all.times.end() ? 0 : known->second.mean(all.count),
                     known == all.times.end() ? 0 : known->second.median(all.count)});
    total.value += value;
  }
  total.mean = all.latency.mean(all.count);
  total.median = all.latency.median(all.count);
  lines.push_back(total);
  return lines;
}

std::vector<Line> energy_lines(const ReadRequest& request, const GroupParts& all) {
  if (!request.knows_energy) return {};
  constexpr const char* names[energy_parts] = {"computing layers", "computing exits", "sending", "receiving"};
  const Energies own = energies_of(request.record);
  std::vector<Line> lines;
  for (std::size_t i = 0; i < energy_parts; ++i) {
    lines.push_back({names[i], own[i], all.energies[i].mean(all.count), all.energies[i].median(all.count)});
  }
  lines.push_back({"total", request.record.energy.total().value, all.energy.mean(all.count),
                   all.energy.median(all.count)});
  return lines;
}

std::string share_of(const Line& line, const Line& total) {
  return total.value > 0 ? fmt::format("{:.1f}", 100 * line.value / total.value) : "-";
}

void print_lines(const std::vector<Line>& lines, const std::string& title, const std::string& unit,
                 double factor, Layout layout) {
  const int decimals = decimals_for(factor * lines.back().value);
  const auto number = [&](double value) { return fmt::format("{:.{}f}", factor * value, decimals); };
  std::vector<Row> rows;
  for (const Line& line : lines) {
    rows.push_back({line.part, number(line.value), share_of(line, lines.back()), number(line.mean),
                    number(line.median)});
  }
  fmt::print("\n");
  print_table({title, unit, "share %", "group mean", "group median"}, rows, layout);
}

void print_csv(const std::vector<Line>& times, const std::vector<Line>& energies) {
  std::vector<Row> rows;
  for (const auto* lines : {&times, &energies}) {
    for (const Line& line : *lines) {
      const double total = lines->back().value;
      rows.push_back({lines == &times ? "seconds" : "joules", line.part, csv_number(line.value),
                      total > 0 ? csv_number(line.value / total) : "", csv_number(line.mean),
                      csv_number(line.median)});
    }
  }
  print_table({"unit", "part", "value", "share", "group_mean", "group_median"}, rows, Layout::csv);
}

/// The verdict on the group, with what speaks for it.
void print_verdict(const MeasuredRuns& runs, const ChosenRun& run, const std::string& directory,
                   const ReadRequest& request, const RecordedGroup& group) {
  for (std::size_t row = 0; row < runs.rows(); ++row) {
    if (runs.text(row, "scenario") != run.scenario || runs.text(row, "policy") != run.policy ||
        runs.text(row, "group") != request.group) {
      continue;
    }
    const auto places = places_by_use(directory, run.scenario, run.policy, request.group, group);
    Row used;
    for (const UsedPlace& place : places) {
      if (used.size() < 3) used.push_back(fmt::format("{} {:.1f} %", place.name, 100 * place.utilisation));
    }
    fmt::print("\nrun: {}; {} requests measured, {} dropped, {} lost; most used: {}\n",
               runs.text(row, "verdict"), runs.text(row, "requests"), runs.text(row, "dropped"),
               runs.text(row, "lost"), fmt::join(used, ", "));
  }
}

}  // namespace

int why_command(const WhyOptions& options) {
  const std::uint64_t number = number_of_request(options.request);
  const std::string path = requests_path(options);
  const MeasuredRuns runs(options.directory);
  const ChosenRun run = chosen_run(runs, options);
  const ReadRequest request = find_request(path, run, number);
  const GroupParts all = parts_of_group(path, run, request.group);
  const RecordedGroup group = recorded_group(options.directory, run.scenario, request.group, request.route);
  const auto times = time_lines(request, all, group);
  const auto energies = energy_lines(request, all);
  if (options.layout == Layout::csv) {
    print_csv(times, energies);
    return 0;
  }
  fmt::print("request {} of {} {}, under {} (scenario {}, seed {}, run {})\n", number, request.group,
             request.record.device, run.policy, run.scenario, request.run.seed, request.run.run);
  fmt::print("arrived at {} s{}{}; {}\n", short_number(request.record.arrival.value),
             request.record.measured ? "" : " (in the warm-up)",
             request.cut.empty() ? "" : fmt::format("; cut after {}", request.cut), outcome_of(request));
  fmt::print("{}\n", deadline_words(request, group));
  print_lines(times, answered(request.record.ending) ? "time" : "time until it was last seen", "ms", 1e3,
              options.layout);
  if (energies.empty()) {
    fmt::print("\nenergy: unknown, as a power of the hardware is (splitscape hardware)\n");
  } else {
    print_lines(energies, "energy of the device", "J", 1, options.layout);
  }
  fmt::print("\ngroup: the {} measured requests of {} that were answered\n", all.count, request.group);
  print_verdict(runs, run, options.directory, request, group);
  return 0;
}

}  // namespace splitscape
