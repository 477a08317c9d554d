#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/policy_choice.hpp"

namespace splitscape {

/// What a policy's parameter is made of, and how a scenario writes it.
enum class ParameterKind {
  share,    ///< a number between 0 and 1, or a percentage
  shares,   ///< one such number, or a list
  factor,   ///< a number >= 1
  amount,   ///< a number >= 0
  amounts,  ///< one such number, or a list
  seconds,  ///< a time >= 0 with its unit
  count,    ///< a whole number
  choice,   ///< one of the words of `choices`
  learned,  ///< a file learned.csv of an earlier run; the value is what one device had learned
  layers,   ///< a layer by name (or "input"), or a list of them
};

/// A parameter as the policy catalogue lists it: the one table that the loader reads by, that checks by, and
/// that the documentation is printed from.
struct ParameterEntry {
  std::string_view name;
  ParameterKind kind;
  std::optional<std::string_view> default_text;  ///< as a scenario would write it; absent: must be given
  std::string_view meaning;
  std::vector<std::string_view> choices{};  ///< of ParameterKind::choice
};

/// The parameters of a policy as chosen, by name.
class Parameters {
 public:
  explicit Parameters(const PolicyChoice& choice) : choice_(choice) {}

  bool has(std::string_view name) const { return find(name) != nullptr; }
  /// The value, or the fallback where the scenario does not give it.
  /// @throws std::invalid_argument where it is of another kind
  double number(std::string_view name, double fallback) const;
  std::string text(std::string_view name, const std::string& fallback) const;
  std::vector<double> numbers(std::string_view name) const;
  std::vector<std::string> texts(std::string_view name) const;

 private:
  const ParameterValue* find(std::string_view name) const;

  const PolicyChoice& choice_;
};

}  // namespace splitscape
