#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <optional>
#include <set>
#include <tuple>

#include "analysis/csv.hpp"
#include "models/cost_table.hpp"
#include "models/single_tensor_cuts.hpp"
#include "scenarios/app/adaptation_text.hpp"
#include "scenarios/app/best_partition.hpp"
#include "scenarios/app/commands.hpp"
#include "scenarios/app/print_table.hpp"
#include "scenarios/runs/load_all.hpp"
#include "sim/expectation.hpp"
#include "sim/group.hpp"
#include "sim/policy_catalogue.hpp"
#include "sim/search/encoded_ways.hpp"

namespace splitscape {
namespace {

/// A partition that saves less than this is as good as a cut of the table.
constexpr double rounding = 1e-9;

/// A way to cut the network of a deployment along its path.
struct Option {
  CutPositions cuts{};
  Encodings encodings{};
  Expectation expected{};
  std::optional<Bytes> missing{};  ///< memory that some place lacks
  std::vector<std::string> chosen_by{};
};

/// Every way to choose a position a hop, none before that of an earlier hop.
std::vector<CutPositions> ways_to_cut(std::size_t hops, const std::vector<std::size_t>& positions) {
  std::vector<CutPositions> all;
  CutPositions cuts;
  const std::function<void(std::size_t)> extend = [&](std::size_t from) {
    if (cuts.size() == hops) {
      all.push_back(cuts);
      return;
    }
    for (std::size_t i = from; i < positions.size(); ++i) {
      cuts.push_back(static_cast<std::uint16_t>(positions[i]));
      extend(i);
      cuts.pop_back();
    }
  };
  extend(0);
  return all;
}

/// Those that one tensor crosses, and the end of the network, or all.
std::vector<std::size_t> positions_of(const NetworkGraph& network, bool all) {
  std::vector<std::size_t> positions;
  for (const Cut& cut : network.cuts()) {
    if (all || cut.tensors <= 1) positions.push_back(cut.position);
  }
  return positions;
}

/// One route of one group.
class Explanation {
 public:
  /// @param all_cuts those that several tensors cross, too
  Explanation(const Scenario& scenario, std::uint32_t group, std::uint8_t route, bool all_cuts)
      : scenario_(scenario),
        group_(scenario, group),
        deployment_(group_.deployment),
        route_number_(route),
        route_(group_.routes[route].route),
        costs_(group_.routes[route].costs) {
    for (const GroupRoute& known : group_.routes) {
      queues_.emplace_back(known.offer.announces_queue ? known.offer.copies : 0);
    }
    if (group_.offers_choice()) {
      for (std::size_t i = 0; i < group_.routes.size(); ++i) {
        const GroupRoute& known = group_.routes[i];
        routes_.push_back({.costs = known.costs,
                           .links = known.first_estimates,
                           .server_loads = known.announced_loads,
                           .queues = queues_[i]});
      }
    }
    knows_energy_ = group_.power.of_requests;
    for (const SingleTensorCut& cut : single_tensor_cuts(costs_.network())) {
      if (cut.natural_bottleneck && cut.position) bottlenecks_.insert(*cut.position);
    }
    const auto positions = positions_of(costs_.network(), all_cuts);
    for (const CutPositions& cuts : ways_to_cut(route_.hops(), positions)) {
      for (const Encodings& encodings : ways_to_encode(costs_, cuts)) add_option(cuts, encodings);
    }
    ask_policies();
    left_out_ = costs_.layers() + 1 - positions.size();
  }

  /// The table for people: milliseconds and kilobytes, the fastest ways first where there are many.
  void print(Layout layout, std::size_t most_rows) {
    print_title(layout);
    if (route_.hops() > 1) {
      std::stable_sort(options_.begin(), options_.end(), [](const Option& a, const Option& b) {
        return a.expected.total() < b.expected.total();
      });
    }
    const std::size_t shown = route_.hops() > 1 ? std::min(most_rows, options_.size()) : options_.size();
    const bool starred = route_.hops() > 0 && !bottlenecks_.empty();
    std::vector<std::vector<std::string>> rows;
    for (std::size_t i = 0; i < options_.size(); ++i) {
      if (i < shown || !options_[i].chosen_by.empty()) rows.push_back(row(options_[i]));
    }
    print_table(titles(), rows, layout);
    if (shown < options_.size()) {
      fmt::print("{} of {} ways to cut, the fastest first (--rows)\n", rows.size(), options_.size());
    }
    if (layout == Layout::markdown) fmt::print("\n");
    if (starred)
      fmt::print("*: a natural bottleneck, smaller than the input and than what crosses alone before\n");
    if (route_.hops() == 0) return;
    if (left_out_ > 0)
      fmt::print("{} cuts that several tensors cross are left out unless a policy takes them (--all-cuts)\n",
                 left_out_);
    print_best("latency", Objective::latency, "ms", 1e3);
    if (knows_energy_) print_best("device energy", Objective::device_energy, "J", 1);
  }

  /// All ways to cut in SI units, for scripts. @param hops of the longest path of the scenario
  void add_to(std::vector<std::vector<std::string>>& rows, std::size_t hops) const {
    for (const Option& option : options_) {
      std::vector<std::string> cells{deployment_.name, route_.name, plain_name(option),
                                     csv_number(option.expected.compute.front().value)};
      for (std::size_t hop = 0; hop < hops; ++hop) {
        const bool there = hop < route_.hops();
        cells.push_back(there ? csv_number(crossing(option, hop).value) : "");
        cells.push_back(there ? fmt::format("{}", costs_.network().cuts()[option.cuts[hop]].tensors) : "");
        cells.push_back(there ? (bottlenecks_.contains(option.cuts[hop]) ? "1" : "0") : "");
        cells.push_back(there ? csv_number(option.expected.transfer[hop].value) : "");
        cells.push_back(there ? csv_number(option.expected.compute[hop + 1].value) : "");
      }
      cells.push_back(csv_number(option.expected.answer.value));
      cells.push_back(csv_number(option.expected.total().value));
      cells.push_back(knows_energy_ ? csv_number(option.expected.device.value) : "");
      cells.push_back(option.missing ? csv_number(option.missing->value) : "0");
      cells.push_back(fmt::format("{}", fmt::join(option.chosen_by, ";")));
      rows.push_back(std::move(cells));
    }
  }

  static std::vector<std::string> csv_header(std::size_t hops) {
    std::vector<std::string> names{"group", "route", "cut", "device_s"};
    for (std::size_t hop = 1; hop <= hops; ++hop) {
      names.push_back(fmt::format("hop{}_crossing_bytes", hop));
      names.push_back(fmt::format("hop{}_tensors", hop));
      names.push_back(fmt::format("hop{}_natural_bottleneck", hop));
      names.push_back(fmt::format("hop{}_transfer_s", hop));
      names.push_back(fmt::format("server{}_s", hop));
    }
    names.insert(names.end(),
                 {"answer_s", "total_s", "device_energy_j", "missing_memory_bytes", "chosen_by"});
    return names;
  }

 private:
  /// What a device knows when nothing has happened yet, of this route.
  Observation idle() const { return seen_along(group_.routes[route_number_]); }

  Observation seen_along(const GroupRoute& route) const {
    return {.now = {},
            .costs = route.costs,
            .links = route.first_estimates,
            .server_loads = route.announced_loads,
            .radio = group_.power.powers.radio,
            .waiting = 0,
            .battery = deployment_.battery,
            .deadline = deployment_.workload.deadline,
            .answer = deployment_.answer,
            .routes = routes_};
  }

  Option& add_option(const CutPositions& cuts, const Encodings& encodings) {
    options_.push_back(
        {cuts, encodings, expect(idle(), cuts, encodings), missing_memory(costs_, cuts, encodings)});
    return options_.back();
  }

  Bytes crossing(const Option& option, std::size_t hop) const {
    return costs_.crossing(option.cuts[hop], option.encodings.empty() ? 0 : option.encodings[hop]);
  }

  void ask_policies() {
    for (const PolicyChoice& choice : scenario_.policies) {
      const auto policy = make_policy(choice, group_.setting(0));
      if (find_policy(choice.name)->knows_truth) policy->reveal({group_.true_links({}), 0});
      const Decision decision = policy->decide(seen_along(group_.routes.front()));
      if (decision.route != route_number_) continue;
      const auto found = std::find_if(options_.begin(), options_.end(), [&decision](const Option& option) {
        return option.cuts == decision.cuts && option.encodings == plain(decision.encodings);
      });
      (found != options_.end() ? *found : add_option(decision.cuts, plain(decision.encodings)))
          .chosen_by.push_back(choice.shown());
    }
    std::stable_sort(options_.begin(), options_.end(), [](const Option& a, const Option& b) {
      return std::tie(a.cuts, a.encodings) < std::tie(b.cuts, b.encodings);
    });
  }

  double value(const Expectation& expected, Objective objective) const {
    return objective == Objective::latency ? expected.total().value : expected.device.value;
  }

  /// The best of the table that fits; null where nothing does.
  const Option* best_option(Objective objective) const {
    const Option* best = nullptr;
    for (const Option& option : options_) {
      if (option.missing) continue;
      if (best == nullptr || value(option.expected, objective) < value(best->expected, objective))
        best = &option;
    }
    return best;
  }

  /// The best of all partitions, against the best of the table.
  void print_best(const char* name_of_objective, Objective objective, const char* unit, double factor) const {
    const Option* option = best_option(objective);
    const double of_table =
        option == nullptr ? std::numeric_limits<double>::infinity() : value(option->expected, objective);
    const BestPartition best = best_partition(idle(), objective);
    const double least = value(best.expected, objective);
    const std::string found = fmt::format("{} {}", short_number(least * factor), unit);
    const bool less = least < of_table * (1 - rounding);
    if (option != nullptr && (!less || best.missing)) {
      fmt::print("least {}: {} {}, the cut after {}{}\n", name_of_objective, short_number(of_table * factor),
                 unit, plain_name(*option),
                 less ? fmt::format("; a partition with {} needs {:.1f} MB more memory", found,
                                    best.missing->value / 1e6)
                      : "");
      return;
    }
    if (best.missing) return;  // nothing of the table fits either
    fmt::print("least {} of all partitions: {}{}\n", name_of_objective, found,
               option == nullptr
                   ? ""
                   : fmt::format(", {} % less than the cut after {}",
                                 short_number((1 - least / of_table) * 100), plain_name(*option)));
    for (const auto& line : partition_lines(costs_.network(), best.partition, place_names(), hop_names()))
      fmt::print("  {}\n", line);
  }

  std::vector<std::string> place_names() const {
    std::vector<std::string> names{"device"};
    for (std::size_t hop = 0; hop < route_.hops(); ++hop) names.push_back(route_.server(hop));
    return names;
  }

  std::vector<std::string> hop_names() const {
    std::vector<std::string> names;
    for (std::size_t hop = 0; hop < route_.hops(); ++hop) names.push_back(route_.link(hop));
    return names;
  }

  void print_title(Layout layout) const {
    std::string path = "device";
    for (std::size_t hop = 0; hop < route_.hops(); ++hop) {
      const Server& server = server_of(scenario_, route_.server(hop));
      path += fmt::format(" - {} - {} ({})", route_.link(hop), server.name, server.hardware.name);
    }
    fmt::print("{}{}{}: {} x {} with {}, {}\n", layout == Layout::markdown ? "### " : "", deployment_.name,
               route_.name.empty() ? "" : fmt::format(" by path {}", route_.name), deployment_.count,
               deployment_.hardware.name, deployment_.network, path);
    const std::string adaptation = adaptation_text(network_of(scenario_, deployment_.network));
    if (!adaptation.empty()) fmt::print("  {}\n", adaptation);
    for (std::size_t place = 0; place < costs_.places(); ++place) {
      const Hardware& hardware = costs_.hardware(place);
      if (costs_.measured(place)) {
        fmt::print("  times on {}: measured\n", hardware.name);
      } else {
        fmt::print("  times on {}: estimated from its rate (splitscape hardware tells how well)\n",
                   hardware.name);
      }
    }
    if (!knows_energy_)
      fmt::print(
          "  device energy: unknown, since the computing power of '{}' or what its radio draws is not "
          "given\n",
          deployment_.hardware.name);
    if (layout == Layout::markdown) fmt::print("\n");
  }

  std::vector<std::string> titles() const {
    std::vector<std::string> titles{"group", "cut after", "device ms"};
    for (std::size_t hop = 0; hop < route_.hops(); ++hop) {
      titles.push_back(fmt::format("crosses {} kB", route_.link(hop)));
      titles.push_back(fmt::format("{} ms", route_.link(hop)));
      titles.push_back(fmt::format("{} ms", route_.server(hop)));
    }
    titles.insert(titles.end(), {"answer ms", "total ms", "device J", "chosen by"});
    return titles;
  }

  /// The cuts by the layers before them, natural bottlenecks with a star.
  std::string name(const Option& option, const char* star) const {
    const auto& cuts = costs_.network().cuts();
    if (option.cuts.empty()) return cuts.back().name;
    std::string names;
    for (std::size_t hop = 0; hop < option.cuts.size(); ++hop) {
      const std::size_t cut = option.cuts[hop];
      const std::size_t encoding = option.encodings.empty() ? 0 : option.encodings[hop];
      names += (names.empty() ? "" : "|") + cuts[cut].name + (bottlenecks_.contains(cut) ? star : "");
      if (encoding > 0) names += "+" + costs_.network().bottleneck_at(cut, encoding)->name;
    }
    return names;
  }
  std::string plain_name(const Option& option) const { return name(option, ""); }

  std::vector<std::string> row(const Option& option) const {
    const auto ms = [](Seconds time) { return short_number(time.value * 1e3); };
    std::vector<std::string> cells{deployment_.name, name(option, "*"), ms(option.expected.compute.front())};
    for (std::size_t hop = 0; hop < route_.hops(); ++hop) {
      cells.push_back(short_number(crossing(option, hop).value / 1e3));
      cells.push_back(ms(option.expected.transfer[hop]));
      cells.push_back(ms(option.expected.compute[hop + 1]));
    }
    cells.push_back(ms(option.expected.answer));
    cells.push_back(option.missing ? fmt::format("needs {:.1f} MB more", option.missing->value / 1e6)
                                   : ms(option.expected.total()));
    cells.push_back(knows_energy_ ? short_number(option.expected.device.value) : "-");
    cells.push_back(fmt::format("{}", fmt::join(option.chosen_by, ", ")));
    return cells;
  }

  const Scenario& scenario_;
  Group group_;
  const Deployment& deployment_;
  std::uint8_t route_number_;
  const Route& route_;
  const CostTable& costs_;
  std::vector<std::vector<std::size_t>> queues_{};  ///< by route: nothing waits anywhere
  std::vector<RouteView> routes_{};
  bool knows_energy_ = false;
  std::set<std::size_t> bottlenecks_{};  ///< positions
  std::vector<Option> options_{};
  std::size_t left_out_ = 0;  ///< positions
};

}  // namespace

int explain_command(const ExplainOptions& options) {
  const Zoo zoo = Zoo::of_this_program();
  const auto scenarios = load_all({options.file}, {.assignments = options.assignments}, zoo);
  std::size_t hops = 0;
  for (const auto& loaded : scenarios) {
    for (const auto& deployment : loaded.scenario.devices) hops = std::max(hops, deployment.most_hops());
  }
  std::vector<std::vector<std::string>> rows;
  bool first = true;
  for (const auto& loaded : scenarios) {
    // Scripts get every position.
    const bool all_cuts = options.all_cuts || options.layout == Layout::csv;
    for (std::uint32_t group = 0; group < loaded.scenario.devices.size(); ++group) {
      const std::size_t routes = loaded.scenario.devices[group].all_routes().size();
      for (std::size_t route = 0; route < routes; ++route) {
        Explanation explanation(loaded.scenario, group, static_cast<std::uint8_t>(route), all_cuts);
        if (options.layout == Layout::csv) {
          explanation.add_to(rows, hops);
        } else {
          if (!first) fmt::print("\n");
          explanation.print(options.layout, options.rows);
          first = false;
        }
      }
    }
  }
  if (options.layout == Layout::csv) print_table(Explanation::csv_header(hops), rows, options.layout);
  return 0;
}

}  // namespace splitscape
