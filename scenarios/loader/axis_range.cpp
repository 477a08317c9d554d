#include "scenarios/loader/axis_range.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <regex>

#include "scenarios/loader/quantity.hpp"

namespace splitscape {
namespace {

/// A number with what is written behind it.
struct Amount {
  double number = 0;
  std::string unit{};  ///< without the space
  bool space = false;
};

Amount amount_of(const Value& value) {
  static const std::regex pattern(
      R"(([-+]?[0-9]{1,30}(?:\.[0-9]{1,30})?(?:[eE][-+]?[0-9]{1,2})?)( *)([^0-9 ].*)?)");
  std::smatch match;
  if (value.kind() != Value::Kind::text || !std::regex_match(value.text(), match, pattern))
    refuse(value, "a number, or a quantity such as '10 Mbps'");
  return {std::strtod(match[1].str().c_str(), nullptr), match[3], match[2].length() > 0};
}

const Unit* unit_in(const UnitFamily& family, const std::string& symbol) {
  const auto found = std::find_if(family.units.begin(), family.units.end(),
                                  [&symbol](const Unit& unit) { return unit.symbol == symbol; });
  return found == family.units.end() ? nullptr : &*found;
}

/// An amount in the unit of another.
double in_unit_of(const Amount& reference, const Value& value) {
  const Amount amount = amount_of(value);
  if (amount.unit == reference.unit) return amount.number;
  for (const UnitFamily* family : unit_families()) {
    const Unit* own = unit_in(*family, amount.unit);
    const Unit* wanted = unit_in(*family, reference.unit);
    if (own != nullptr && wanted != nullptr) return amount.number * (own->factor / wanted->factor);
  }
  const auto told = [](const std::string& unit) {
    return unit.empty() ? std::string("has no unit") : fmt::format("is in '{}'", unit);
  };
  throw InputError(value.position(),
                   fmt::format("this {}, and 'from' {}", told(amount.unit), told(reference.unit)));
}

std::vector<double> stepped(const AxisRange& range, const Value& step_value, double step) {
  if (step == 0 || !((range.to - range.from) / step > 0)) {
    throw InputError(step_value.position(),
                     fmt::format("steps of {} never come from {} to {}", step_value.text(),
                                 text_of(range, range.from), text_of(range, range.to)));
  }
  // A last step that misses the end by the rounding of decimal fractions has reached it.
  const double steps = std::floor((range.to - range.from) / step * (1 + 1e-12) + 1e-9);
  if (steps >= static_cast<double>(most_runs)) {
    throw InputError(step_value.position(), fmt::format("this makes more than {} values", most_runs),
                     ErrorKind::meaning);
  }
  std::vector<double> numbers;
  for (double i = 0; i <= steps; ++i) numbers.push_back(range.from + i * step);
  return numbers;
}

std::vector<double> spread(const AxisRange& range, std::uint64_t points) {
  std::vector<double> numbers;
  for (std::uint64_t i = 0; i < points; ++i) {
    const double share = static_cast<double>(i) / static_cast<double>(points - 1);
    const bool inside = i > 0 && i + 1 < points;
    const double between = range.logarithmic ? range.from * std::pow(range.to / range.from, share)
                                             : range.from + share * (range.to - range.from);
    numbers.push_back(inside ? between : i == 0 ? range.from : range.to);
  }
  return numbers;
}

}  // namespace

AxisRange ends_of(const WrittenRange& written) {
  const Amount from = amount_of(written.from);
  AxisRange range;
  range.from = from.number;
  range.to = in_unit_of(from, written.to);
  range.unit = (from.space && !from.unit.empty() ? " " : "") + from.unit;
  range.logarithmic = written.logarithmic;
  range.whole = written.whole;
  if (range.from == range.to)
    throw InputError(written.to.position(), "a range ends elsewhere than it begins");
  for (const auto& [number, value] :
       {std::pair(range.from, &written.from), std::pair(range.to, &written.to)}) {
    if (range.logarithmic && !(number > 0)) {
      throw InputError(
          value->position(),
          fmt::format("a range with 'scale: log' has ends greater than zero, not '{}'", value->text()));
    }
  }
  return range;
}

std::vector<Value> values_of(const WrittenRange& written) {
  const AxisRange range = ends_of(written);
  std::vector<double> numbers;
  if (written.step) {
    numbers = stepped(range, *written.step, in_unit_of(amount_of(written.from), *written.step));
  } else if (written.points) {
    numbers = spread(range, *written.points);
  }
  std::vector<Value> values;
  for (const double number : numbers) {
    const std::string text = text_of(range, number);
    // Whole numbers that a fine range meets twice are meant once.
    if (values.empty() || !range.whole || values.back().text() != text)
      values.push_back(Value::make_text(written.from.position(), text, false));
  }
  return values;
}

std::string text_of(const AxisRange& range, double number) {
  // 15 digits: 0.1 + 0.2 is 0.3 again.
  return fmt::format("{:.15g}{}", range.whole ? std::round(number) : number, range.unit);
}

}  // namespace splitscape
