#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "models/layer.hpp"
#include "scenarios/loader/section.hpp"

namespace splitscape {

/// Storage of a trained value where a profile says nothing else.
inline constexpr double bytes_of_a_float = 4;

Section<MeasuredCost> measurement_section();
/// Times, or times and energies, by name of hardware.
Format<std::map<std::string, MeasuredCost>> measured_format();

Section<Junction> junction_section();
/// One junction, or a list.
Format<std::vector<Junction>> junctions_format();

/// The keys of a cost, in a section of something that has one.
template <class Owner>
void add_cost_keys(Section<Owner>& section) {
  section
      .optional(
          "macs", [](Owner& o, Macs macs) { o.cost.macs = macs; }, quantity_format<Macs>(Bound::not_negative),
          "unknown: it must be measured", "multiply-accumulates of one sample")
      .optional(
          "parameters", [](Owner& o, std::uint64_t count) { o.cost.parameters = static_cast<double>(count); },
          count_format(0), "0", "trained values, biases included")
      .optional(
          "weights", [](Owner& o, Bytes size) { o.cost.weights = size; },
          quantity_format<Bytes>(Bound::not_negative), "4 B a parameter", "storage of the parameters")
      .optional(
          "junctions", [](Owner& o, std::vector<Junction> all) { o.cost.junctions = std::move(all); },
          junctions_format(), "none: nothing can be pruned", "the weights in it that sparsity can prune")
      .optional(
          "measured", [](Owner& o, const std::map<std::string, MeasuredCost>& m) { o.cost.measured = m; },
          measured_format(), "estimated from the hardware's rate",
          "time where somebody measured it; wins over the estimate");
}

template <class Owner>
void fill_in_weights(Owner& owner, const Value& value) {
  if (value.find("weights") == nullptr) owner.cost.weights = {bytes_of_a_float * owner.cost.parameters};
}

}  // namespace splitscape
