#include "sim/parameters.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace splitscape {
namespace {

[[noreturn]] void wrong_kind(std::string_view name) {
  throw std::invalid_argument(fmt::format("parameter '{}' is of the wrong kind", name));
}

}  // namespace

const ParameterValue* Parameters::find(std::string_view name) const {
  const auto& all = choice_.parameters;
  const auto found =
      std::find_if(all.begin(), all.end(), [name](const auto& entry) { return entry.first == name; });
  return found == all.end() ? nullptr : &found->second;
}

double Parameters::number(std::string_view name, double fallback) const {
  const ParameterValue* value = find(name);
  if (value == nullptr) return fallback;
  if (const auto* number = std::get_if<double>(value)) return *number;
  wrong_kind(name);
}

std::string Parameters::text(std::string_view name, const std::string& fallback) const {
  const ParameterValue* value = find(name);
  if (value == nullptr) return fallback;
  if (const auto* text = std::get_if<std::string>(value)) return *text;
  wrong_kind(name);
}

std::vector<double> Parameters::numbers(std::string_view name) const {
  const ParameterValue* value = find(name);
  if (value == nullptr) return {};
  if (const auto* number = std::get_if<double>(value)) return {*number};
  if (const auto* list = std::get_if<std::vector<double>>(value)) return *list;
  wrong_kind(name);
}

std::vector<std::string> Parameters::texts(std::string_view name) const {
  const ParameterValue* value = find(name);
  if (value == nullptr) return {};
  if (const auto* text = std::get_if<std::string>(value)) return {*text};
  if (const auto* list = std::get_if<std::vector<std::string>>(value)) return *list;
  wrong_kind(name);
}

}  // namespace splitscape
