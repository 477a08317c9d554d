#include <fmt/format.h>

#include <algorithm>

#include "analysis/csv.hpp"
#include "analysis/sparsity_sweep.hpp"
#include "models/nearest_name.hpp"
#include "scenarios/app/commands.hpp"
#include "scenarios/app/named_network.hpp"
#include "scenarios/app/print_table.hpp"
#include "scenarios/loader/hardware_sections.hpp"
#include "scenarios/runs/user_error.hpp"

namespace splitscape {
namespace {

Hardware hardware_named(const std::string& name, const Zoo& zoo, Reading& reading) {
  const auto known = zoo.names("hardware");
  if (std::find(known.begin(), known.end(), name) == known.end()) {
    throw UserError(fmt::format("the zoo has no hardware '{}'{}", name, suggestion(name, known)));
  }
  return zoo_hardware(name, reading);
}

std::size_t head_of(const NetworkGraph& network, const std::string& layer) {
  if (layer.empty()) return network.layers().size();
  std::vector<std::string> names;
  for (const Cut& cut : network.cuts()) {
    if (cut.name == layer) return cut.position;
    names.push_back(cut.name);
  }
  throw UserError(fmt::format("network '{}' has no layer '{}' to cut after{}", network.profile().name, layer,
                              suggestion(layer, names)));
}

WeightFormat format_named(const std::string& name) {
  std::vector<std::string> names;
  for (const auto format : {WeightFormat::predefined, WeightFormat::csr, WeightFormat::bitmap,
                            WeightFormat::n_m, WeightFormat::block}) {
    if (name_of(format) == name) return format;
    names.emplace_back(name_of(format));
  }
  throw UserError(fmt::format("there is no format '{}' of pruned weights{}", name, suggestion(name, names)));
}

/// A point as a line, in the units of the layout.
class Lines {
 public:
  Lines(const SparsityOptions& options, const SparsityStudy& study) : options_(options), study_(study) {}

  void add(std::string_view format, const SparsityPoint& point) {
    if (options_.layout == Layout::csv) {
      rows_.push_back({study_.network.name, study_.hardware.name, options_.head, std::string(format),
                       csv_number(point.asked), csv_number(point.density), csv_number(point.parameters),
                       csv_number(point.storage.value), csv_number(point.macs.value),
                       csv_number(point.time.value), csv_number(point.ideal_time.value),
                       point.energy ? csv_number(point.energy->value) : "",
                       point.ideal_energy ? csv_number(point.ideal_energy->value) : ""});
      return;
    }
    const auto millijoules = [](const std::optional<Joules>& energy) {
      return energy ? short_number(energy->value * 1e3) : std::string("-");
    };
    rows_.push_back({std::string(format), short_number(point.density * 100),
                     fmt::format("{:.0f}", point.parameters), short_number(point.storage.value / 1e3),
                     short_number(point.macs.value / 1e6), short_number(point.time.value * 1e3),
                     short_number(point.ideal_time.value * 1e3), millijoules(point.energy),
                     millijoules(point.ideal_energy)});
  }

  void print() const {
    if (options_.layout == Layout::csv) {
      print_table({"network", "hardware", "head", "format", "asked_density", "density", "parameters",
                   "storage_bytes", "macs", "time_s", "ideal_time_s", "energy_j", "ideal_energy_j"},
                  rows_, options_.layout);
    } else {
      print_table(
          {"format", "density %", "parameters", "storage kB", "MMAC", "ms", "ideal ms", "mJ", "ideal mJ"},
          rows_, options_.layout);
    }
  }

 private:
  const SparsityOptions& options_;
  const SparsityStudy& study_;
  std::vector<std::vector<std::string>> rows_{};
};

/// What is known of the runtime of a hardware for a format, in words.
std::string runtime_of(const Hardware& hardware, WeightFormat format) {
  const auto found = hardware.speedups.find(format);
  if (found == hardware.speedups.end() || found->second.kind == SpeedupCurve::Kind::none) {
    return "no published speed-up, so none is assumed";
  }
  if (found->second.kind == SpeedupCurve::Kind::ideal) return "ideal";
  return "measured: " + found->second.source;
}

std::string below(const std::optional<double>& density) {
  return density ? fmt::format("from {:.4g} % down", *density * 100) : "at no density";
}

void print_break_even(const SparsityStudy& study) {
  const WeightFormat format = study.choice.format;
  const BreakEven even = break_even(study);
  fmt::print("{}: less storage than dense {}; less time {} ({}); with an ideal runtime {}\n", name_of(format),
             below(even.storage), below(even.time), runtime_of(study.hardware, format),
             below(even.ideal_time));
}

/// A sweep of densities begins with the dense network.
NetworkProfile dense_network(const std::string& name, const Zoo& zoo) {
  NetworkUse network = named_network(name, zoo);
  if (network.adaptation.sparsity) {
    throw UserError(
        fmt::format("{}: the network is sparse already, as its profile says ('sparsity'); the command "
                    "prunes dense ones. 'splitscape profile {}' prints what is left of it",
                    name, name));
  }
  return std::move(network.profile);
}

}  // namespace

int sparsity_command(const SparsityOptions& options) {
  const Zoo zoo = Zoo::of_this_program();
  Reading reading(zoo, "");
  SparsityStudy study;
  study.network = dense_network(options.network, zoo);
  study.hardware = hardware_named(options.hardware, zoo, reading);
  const NetworkGraph graph(study.network);
  study.head = head_of(graph, options.head);
  study.weight_bits = options.weight_bits;
  study.layers = options.prune;
  try {
    Lines lines(options, study);
    lines.add("dense", dense_point(study));
    for (const std::string& name : options.formats) {
      study.choice.format = format_named(name);
      for (const double density : options.densities) lines.add(name, point_at(study, density / 100));
    }
    lines.print();
    if (options.layout == Layout::csv) return 0;
    fmt::print("\n");
    for (const std::string& name : options.formats) {
      study.choice.format = format_named(name);
      print_break_even(study);
    }
  } catch (const std::invalid_argument& error) {
    throw UserError(error.what());
  }
  return 0;
}

}  // namespace splitscape
