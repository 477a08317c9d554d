#pragma once

#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace splitscape {

/// The value of a policy's parameter, already in SI units.
using ParameterValue = std::variant<double, std::string, std::vector<double>, std::vector<std::string>>;

/// The policy of a run as the scenario asks for it: its name in the catalogue and what was set.
struct PolicyChoice {
  std::string name;
  std::string label{};  ///< what results call it; empty: the name
  std::vector<std::pair<std::string, ParameterValue>> parameters{};

  const std::string& shown() const { return label.empty() ? name : label; }

  friend bool operator==(const PolicyChoice&, const PolicyChoice&) = default;
};

}  // namespace splitscape
