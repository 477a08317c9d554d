#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <optional>

#include "analysis/csv.hpp"
#include "models/cost_table.hpp"
#include "scenarios/app/adaptation_text.hpp"
#include "scenarios/app/commands.hpp"
#include "scenarios/app/load_all.hpp"
#include "scenarios/app/print_table.hpp"
#include "sim/expectation.hpp"
#include "sim/group.hpp"
#include "sim/policy_catalogue.hpp"

namespace splitscape {
namespace {

/// A way to cut the network of a deployment along its path.
struct Option {
  CutPositions cuts{};
  Expectation expected{};
  std::optional<Bytes> missing{};  ///< memory that some place lacks
  std::vector<std::string> chosen_by{};
};

std::vector<CutPositions> all_cuts(std::size_t hops, std::size_t layers) {
  std::vector<CutPositions> all;
  CutPositions cuts;
  const std::function<void(std::size_t)> extend = [&](std::size_t from) {
    if (cuts.size() == hops) {
      all.push_back(cuts);
      return;
    }
    for (std::size_t position = from; position <= layers; ++position) {
      cuts.push_back(static_cast<std::uint16_t>(position));
      extend(position);
      cuts.pop_back();
    }
  };
  extend(0);
  return all;
}

std::optional<Bytes> missing_memory(const CostTable& costs, const CutPositions& cuts) {
  std::size_t first = 0;
  for (std::size_t place = 0; place < costs.places(); ++place) {
    const std::size_t last = place < cuts.size() ? cuts[place] : costs.layers();
    if (const auto missing = costs.shortfall(place, first, last)) return missing;
    first = last;
  }
  return std::nullopt;
}

class Explanation {
 public:
  Explanation(const Scenario& scenario, const Deployment& deployment)
      : scenario_(scenario), deployment_(deployment), costs_(cost_table(scenario, deployment)) {
    for (std::size_t hop = 0; hop < deployment.hops(); ++hop) {
      const Link& link = link_of(scenario, deployment.link(hop));
      const Server& server = server_of(scenario, deployment.server(hop));
      links_.push_back({link.up.first(), link.down.first(), link.latency});
      loads_.push_back(server.announces_load ? server.load : 1.0);
    }
    const PowerKnowledge power = power_knowledge(scenario, deployment, costs_);
    radio_ = power.powers.radio;
    knows_energy_ = power.of_requests;
    for (const CutPositions& cuts : all_cuts(deployment.hops(), costs_.layers())) {
      options_.push_back({cuts, expect(idle(), cuts), missing_memory(costs_, cuts)});
    }
    ask_policies();
  }

  /// The table for people: milliseconds and kilobytes, the fastest ways first where there are many.
  void print(Layout layout, std::size_t most_rows) {
    print_title(layout);
    if (deployment_.hops() > 1) {
      std::stable_sort(options_.begin(), options_.end(), [](const Option& a, const Option& b) {
        return a.expected.total() < b.expected.total();
      });
    }
    const std::size_t shown = deployment_.hops() > 1 ? std::min(most_rows, options_.size()) : options_.size();
    std::vector<std::vector<std::string>> rows;
    for (std::size_t i = 0; i < options_.size(); ++i) {
      if (i < shown || !options_[i].chosen_by.empty()) rows.push_back(row(options_[i]));
    }
    print_table(titles(), rows, layout);
    if (shown < options_.size()) {
      fmt::print("{} of {} ways to cut, the fastest first (--rows)\n", rows.size(), options_.size());
    }
  }

  /// All ways to cut in SI units, for scripts. @param hops of the longest path of the scenario
  void add_to(std::vector<std::vector<std::string>>& rows, std::size_t hops) const {
    for (const Option& option : options_) {
      std::vector<std::string> cells{deployment_.name, name(option),
                                     csv_number(option.expected.compute.front().value)};
      for (std::size_t hop = 0; hop < hops; ++hop) {
        const bool there = hop < deployment_.hops();
        cells.push_back(there ? csv_number(costs_.crossing(option.cuts[hop]).value) : "");
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
    std::vector<std::string> names{"group", "cut", "device_s"};
    for (std::size_t hop = 1; hop <= hops; ++hop) {
      names.push_back(fmt::format("hop{}_crossing_bytes", hop));
      names.push_back(fmt::format("hop{}_transfer_s", hop));
      names.push_back(fmt::format("server{}_s", hop));
    }
    names.insert(names.end(),
                 {"answer_s", "total_s", "device_energy_j", "missing_memory_bytes", "chosen_by"});
    return names;
  }

 private:
  /// What a device knows when nothing has happened yet.
  Observation idle() const {
    return {.now = {},
            .costs = costs_,
            .links = links_,
            .server_loads = loads_,
            .radio = radio_,
            .waiting = 0,
            .battery = deployment_.battery,
            .deadline = deployment_.workload.deadline,
            .answer = deployment_.answer};
  }

  void ask_policies() {
    const auto& samples = network_of(scenario_, deployment_.network).samples;
    for (const PolicyChoice& choice : scenario_.policies) {
      const auto policy =
          make_policy(choice, {.costs = costs_, .has_confidences = samples && samples->has_confidences()});
      const Decision decision = policy->decide(idle());
      for (Option& option : options_) {
        if (option.cuts == decision.cuts) option.chosen_by.push_back(choice.shown());
      }
    }
  }

  void print_title(Layout layout) const {
    std::string path = "device";
    for (std::size_t hop = 0; hop < deployment_.hops(); ++hop) {
      const Server& server = server_of(scenario_, deployment_.server(hop));
      path += fmt::format(" - {} - {} ({})", deployment_.link(hop), server.name, server.hardware.name);
    }
    fmt::print("{}{}: {} x {} with {}, {}\n", layout == Layout::markdown ? "### " : "", deployment_.name,
               deployment_.count, deployment_.hardware.name, deployment_.network, path);
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
    for (std::size_t hop = 0; hop < deployment_.hops(); ++hop) {
      titles.push_back(fmt::format("crosses {} kB", deployment_.link(hop)));
      titles.push_back(fmt::format("{} ms", deployment_.link(hop)));
      titles.push_back(fmt::format("{} ms", deployment_.server(hop)));
    }
    titles.insert(titles.end(), {"answer ms", "total ms", "device J", "chosen by"});
    return titles;
  }

  std::string name(const Option& option) const {
    const auto& cuts = costs_.network().cuts();
    if (option.cuts.empty()) return cuts.back().name;
    std::string names;
    for (const auto cut : option.cuts) names += (names.empty() ? "" : "|") + cuts[cut].name;
    return names;
  }

  std::vector<std::string> row(const Option& option) const {
    const auto ms = [](Seconds time) { return short_number(time.value * 1e3); };
    std::vector<std::string> cells{deployment_.name, name(option), ms(option.expected.compute.front())};
    for (std::size_t hop = 0; hop < deployment_.hops(); ++hop) {
      cells.push_back(short_number(costs_.crossing(option.cuts[hop]).value / 1e3));
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
  const Deployment& deployment_;
  CostTable costs_;
  std::vector<LinkEstimate> links_{};
  std::vector<double> loads_{};
  RadioCost radio_{};
  bool knows_energy_ = false;
  std::vector<Option> options_{};
};

}  // namespace

int explain_command(const std::string& file, const std::vector<std::string>& assignments, Layout layout,
                    std::size_t most_rows) {
  const Zoo zoo = Zoo::of_this_program();
  const auto scenarios = load_all({file}, {.assignments = assignments}, zoo);
  std::size_t hops = 0;
  for (const auto& loaded : scenarios) {
    for (const auto& deployment : loaded.scenario.devices) hops = std::max(hops, deployment.hops());
  }
  std::vector<std::vector<std::string>> rows;
  bool first = true;
  for (const auto& loaded : scenarios) {
    for (const auto& deployment : loaded.scenario.devices) {
      Explanation explanation(loaded.scenario, deployment);
      if (layout == Layout::csv) {
        explanation.add_to(rows, hops);
      } else {
        if (!first) fmt::print("\n");
        explanation.print(layout, most_rows);
        first = false;
      }
    }
  }
  if (layout == Layout::csv) print_table(Explanation::csv_header(hops), rows, layout);
  return 0;
}

}  // namespace splitscape
