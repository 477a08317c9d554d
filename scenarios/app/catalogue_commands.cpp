#include <fmt/format.h>
#include <fmt/ranges.h>

#include <set>

#include "models/network.hpp"
#include "scenarios/app/commands.hpp"
#include "scenarios/app/print_table.hpp"
#include "scenarios/loader/hardware_sections.hpp"
#include "scenarios/loader/network_sections.hpp"
#include "scenarios/loader/zoo.hpp"
#include "sim/policy_catalogue.hpp"

namespace splitscape {
namespace {

/// A line a figure: what it is of, its value with unit, its status and source.
class FigureRows {
 public:
  template <class Quantity>
  void add(const std::string& entry, const std::string& figure, const Figure<Quantity>& value, double factor,
           const char* unit) {
    rows_.push_back({entry, figure, fmt::format("{} {}", short_number(value.value.value / factor), unit),
                     std::string(name_of(value.status)), value.source});
  }
  template <class Quantity>
  void add(const std::string& entry, const std::string& figure, const std::optional<Figure<Quantity>>& value,
           double factor, const char* unit) {
    if (value) add(entry, figure, *value, factor, unit);
  }
  /// A slope or a power that is left at zero says nothing.
  template <class Quantity>
  void add_if_given(const std::string& entry, const std::string& figure, const Figure<Quantity>& value,
                    double factor, const char* unit) {
    if (value.value.value != 0 || !value.source.empty()) add(entry, figure, value, factor, unit);
  }

  void add(const std::string& entry, WeightFormat format, const SpeedupCurve& curve) {
    std::string value = curve.kind == SpeedupCurve::Kind::ideal ? "1 / density" : "1";
    if (curve.kind == SpeedupCurve::Kind::measured) {
      std::vector<std::string> points;
      for (const auto& point : curve.points)
        points.push_back(
            fmt::format("{} at {} %", short_number(point.speedup), short_number(point.density * 100)));
      value = fmt::format("{}", fmt::join(points, ", "));
    }
    rows_.push_back({entry, fmt::format("speed-up of {}", name_of(format)), value,
                     std::string(name_of(curve.status)), curve.source});
  }

  const std::vector<std::vector<std::string>>& rows() const { return rows_; }

 private:
  std::vector<std::vector<std::string>> rows_{};
};

constexpr double mega = 1e6;
constexpr double giga = 1e9;

std::string default_of(const ParameterEntry& parameter) {
  return parameter.default_text ? std::string(*parameter.default_text) : "must be given";
}

}  // namespace

int policies_command(Layout layout) {
  std::vector<std::vector<std::string>> rows;
  std::vector<std::vector<std::string>> parameters;
  for (const auto& policy : policy_catalogue()) {
    rows.push_back({std::string(policy.name), std::string(policy.summary), std::string(policy.source)});
    for (const auto& parameter : policy.parameters) {
      parameters.push_back({std::string(policy.name), std::string(parameter.name), default_of(parameter),
                            std::string(parameter.meaning)});
    }
  }
  print_table({"policy", "what it does", "source"}, rows, layout);
  if (layout == Layout::csv) return 0;
  fmt::print("\n");
  print_table({"policy", "parameter", "default", "meaning"}, parameters, layout);
  return 0;
}

int hardware_command(Layout layout) {
  const Zoo zoo = Zoo::of_this_program();
  Reading reading(zoo, "");
  FigureRows figures;
  std::vector<std::vector<std::string>> titles;
  for (const auto& name : zoo.names("hardware")) {
    const Hardware hardware = zoo_hardware(name, reading);
    titles.push_back({name, hardware.title, hardware.validity});
    figures.add(name, "rate", hardware.rate, giga, "GMAC/s");
    figures.add_if_given(name, "overhead", hardware.overhead, 1e-6, "us a layer");
    figures.add(name, "idle power", hardware.power.idle, 1, "W");
    figures.add(name, "computing power", hardware.power.compute, 1, "W");
    figures.add(name, "transmit power", hardware.power.transmit, 1, "W");
    figures.add(name, "receive power", hardware.power.receive, 1, "W");
    figures.add(name, "memory", hardware.memory, mega, "MB");
    figures.add(name, "flash", hardware.flash, mega, "MB");
    figures.add(name, "memory rate", hardware.memory_rate, giga * bits_per_byte, "GB/s");
    for (const auto& [format, curve] : hardware.speedups) figures.add(name, format, curve);
  }
  for (const auto& name : zoo.names("radios")) {
    const RadioModel radio = zoo_radio(name, reading);
    titles.push_back({"radio " + name, radio.title, ""});
    const std::string entry = "radio " + name;
    figures.add_if_given(entry, "idle power", radio.idle, 1, "W");
    figures.add_if_given(entry, "transmit power", radio.transmit, 1, "W");
    figures.add_if_given(entry, "receive power", radio.receive, 1, "W");
    figures.add_if_given(entry, "transmit slope", radio.transmit_slope, 1e-9, "mW/Mbps");
    figures.add_if_given(entry, "receive slope", radio.receive_slope, 1e-9, "mW/Mbps");
  }
  if (layout != Layout::csv) {
    print_table({"hardware or radio", "what it is", "domain of validity of the rate"}, titles, layout);
    fmt::print("\n");
  }
  print_table({"hardware or radio", "figure", "value", "status", "source"}, figures.rows(), layout);
  return 0;
}

int networks_command(Layout layout) {
  const Zoo zoo = Zoo::of_this_program();
  Reading reading(zoo, "");
  std::vector<std::vector<std::string>> rows;
  std::vector<std::vector<std::string>> sources;
  for (const auto& name : zoo.names("networks")) {
    const NetworkUse use = zoo_network(name, reading);
    const NetworkGraph network(use.profile);
    std::set<std::string> measured;
    for (const auto& layer : network.layers()) {
      for (const auto& [hardware, cost] : layer.cost.measured) measured.insert(hardware);
    }
    rows.push_back({name, use.profile.title, fmt::format("{}", network.layers().size()),
                    fmt::format("{}", network.exit_count()), short_number(network.total_macs().value / mega),
                    short_number(network.total_parameters() / mega),
                    short_number(network.total_weights().value / mega),
                    short_number(use.profile.input.value / 1e3), fmt::format("{}", fmt::join(measured, ", ")),
                    use.samples ? "yes" : "no"});
    for (const auto& source : use.profile.sources)
      sources.push_back({name, source.figures, std::string(name_of(source.status)), source.source});
  }
  print_table({"network", "what it is", "layers", "exits", "MMAC", "M parameters", "weights MB", "input kB",
               "measured on", "samples"},
              rows, layout);
  if (layout == Layout::csv) return 0;
  fmt::print("\n");
  print_table({"network", "figures", "status", "source"}, sources, layout);
  return 0;
}

}  // namespace splitscape
