#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "models/figure.hpp"
#include "models/units.hpp"
#include "scenarios/loader/document.hpp"
#include "scenarios/loader/quantity.hpp"
#include "scenarios/loader/reading.hpp"

namespace splitscape {

/// How one kind of value is written in a file: in words, as a JSON Schema, and as a function that reads it.
/// All three come from the same place, so that the documentation, the editors and the loader agree.
template <class T>
struct Format {
  std::string type{};    ///< in words, for the documentation
  std::string schema{};  ///< JSON text
  std::function<T(const Value&, Reading&)> read{};
};

/// JSON text of a string.
std::string json_string(std::string_view text);

/// @throws InputError "expected TYPE, found ..."
[[noreturn]] void refuse(const Value& value, const std::string& expected);
/// @throws InputError that proposes the nearest of the words
[[noreturn]] void refuse_word(const Value& value, const std::vector<std::string>& words);

/// A word or a sentence; a number must be quoted.
Format<std::string> text_format(const std::string& type = "text");
/// Larger than any count: exact in the doubles of JSON.
inline constexpr std::uint64_t unbounded_count = 1000000000000000ULL;
/// A whole number from `least` to `most`.
Format<std::uint64_t> count_format(std::uint64_t least, std::uint64_t most = unbounded_count);
/// A number within bounds.
Format<double> number_format(double least, double most = 1e300);
/// A number between 0 and 1, or a percentage.
Format<double> share_format();
Format<bool> yes_no_format();

enum class Bound { positive, not_negative };

/// A quantity with its unit.
template <class Quantity>
Format<Quantity> quantity_format(Bound bound) {
  const UnitFamily& family = units_of<Quantity>();
  return {fmt::format("{}, as '{}'", family.name, family.example),
          fmt::format(R"({{"type":"string","pattern":{}}})",
                      json_string(quantity_pattern(family, bound == Bound::positive))),
          [&family, bound](const Value& value, Reading&) -> Quantity {
            if (value.kind() != Value::Kind::text)
              refuse(value, fmt::format("{} such as '{}'", with_article(family.name), family.example));
            const ReadQuantity read = read_quantity(value.text(), family);
            if (!read.error.empty()) throw InputError(value.position(), read.error);
            if (bound == Bound::positive && !(read.value > 0)) {
              throw InputError(value.position(),
                               fmt::format("{} greater than zero is needed here", with_article(family.name)));
            }
            return {read.value};
          }};
}

/// One of a few words, each standing for a value.
template <class T>
Format<T> choice_format(std::vector<std::pair<std::string, T>> choices) {
  std::vector<std::string> words;
  std::string schema;
  std::string type;
  for (const auto& choice : choices) {
    words.push_back(choice.first);
    schema += (schema.empty() ? "" : ",") + json_string(choice.first);
    type += (type.empty() ? "" : " | ") + choice.first;
  }
  return {type, fmt::format(R"({{"enum":[{}]}})", schema),
          [choices = std::move(choices), words, type](const Value& value, Reading&) -> T {
            if (value.kind() != Value::Kind::text) refuse(value, "one of " + type);
            for (const auto& choice : choices) {
              if (choice.first == value.text()) return choice.second;
            }
            refuse_word(value, words);
          }};
}

/// How well a figure of a catalogue is supported.
Format<Status> status_format();
inline constexpr const char* status_meaning =
    "verified: read in the source; derived: computed from it; secondary: quoted elsewhere";

template <class T>
Format<std::vector<T>> list_format(Format<T> item) {
  return {"list of " + item.type, fmt::format(R"({{"type":"array","items":{}}})", item.schema),
          [item](const Value& value, Reading& reading) {
            if (value.kind() != Value::Kind::list) refuse(value, "a list of " + item.type);
            std::vector<T> list;
            for (const auto& entry : value.items()) list.push_back(item.read(entry, reading));
            return list;
          }};
}

/// One value, or a list of them.
template <class T>
Format<std::vector<T>> one_or_list_format(Format<T> item) {
  const auto list = list_format(item);
  return {fmt::format("{}, or a list", item.type),
          fmt::format(R"({{"anyOf":[{},{}]}})", item.schema, list.schema),
          [item, list](const Value& value, Reading& reading) {
            if (value.kind() == Value::Kind::list) return list.read(value, reading);
            return std::vector<T>{item.read(value, reading)};
          }};
}

/// Reads a value and turns it into another type.
template <class To, class From, class Convert>
Format<To> converted(Format<From> format, Convert convert) {
  return {format.type, format.schema,
          [read = format.read, convert](const Value& value, Reading& reading) -> To {
            return convert(read(value, reading));
          }};
}

}  // namespace splitscape
