#include "scenarios/loader/format.hpp"

#include <cmath>
#include <cstdlib>
#include <regex>

#include "models/nearest_name.hpp"

namespace splitscape {
namespace {

std::string found(const Value& value) {
  if (value.kind() == Value::Kind::text) return fmt::format("'{}'", value.text());
  return std::string(value.kind_name());
}

bool is_word(const Value& value) {
  return value.kind() == Value::Kind::text &&
         (value.quoted() || (!is_plain_number(value.text()) && !is_plain_bool(value.text())));
}

}  // namespace

std::string json_string(std::string_view text) {
  std::string json = "\"";
  for (const char letter : text) {
    if (letter == '"' || letter == '\\') json += '\\';
    json += letter;
  }
  return json + '"';
}

void refuse(const Value& value, const std::string& expected) {
  throw InputError(value.position(), fmt::format("expected {}, found {}", expected, found(value)));
}

void refuse_word(const Value& value, const std::vector<std::string>& words) {
  throw InputError(value.position(),
                   fmt::format("'{}' is not known here{}", value.text(), suggestion(value.text(), words)));
}

Format<std::string> text_format(const std::string& type) {
  return {type, R"({"type":"string","minLength":1})", [type](const Value& value, Reading&) {
            if (value.kind() == Value::Kind::text && !is_word(value))
              refuse(value, fmt::format("{} (quote a number that is meant as text)", type));
            if (value.kind() != Value::Kind::text || value.text().empty()) refuse(value, type);
            return value.text();
          }};
}

Format<std::uint64_t> count_format(std::uint64_t least, std::uint64_t most) {
  std::string type = least == 0 ? "whole number" : fmt::format("whole number from {}", least);
  if (most < unbounded_count) type = fmt::format("whole number from {} to {}", least, most);
  return {type, fmt::format(R"({{"type":"integer","minimum":{},"maximum":{}}})", least, most),
          [=](const Value& value, Reading&) -> std::uint64_t {
            const auto read = finite_number(value);
            if (!read || *read < static_cast<double>(least) || *read > static_cast<double>(most) ||
                std::floor(*read) != *read) {
              refuse(value, "a " + type);
            }
            return static_cast<std::uint64_t>(*read);
          }};
}

Format<double> number_format(double least, double most) {
  const std::string type = least == 0 ? "number, not negative" : fmt::format("number from {}", least);
  return {type, fmt::format(R"({{"type":"number","minimum":{},"maximum":{}}})", least, most),
          [=](const Value& value, Reading&) {
            const auto read = finite_number(value);
            if (!read || *read < least || *read > most) refuse(value, "a " + type);
            return *read;
          }};
}

Format<double> share_format() {
  static const std::string percentage = R"(^(100(\.0{1,30})?|[0-9]{1,2}(\.[0-9]{1,30})?) *%$)";
  return {"share, as 0.2 or 20%",
          fmt::format(
              R"({{"anyOf":[{{"type":"number","minimum":0,"maximum":1}},{{"type":"string","pattern":{}}}]}})",
              json_string(percentage)),
          [](const Value& value, Reading&) {
            static const std::regex pattern(percentage);
            if (value.kind() == Value::Kind::text && std::regex_match(value.text(), pattern)) {
              return std::strtod(value.text().c_str(), nullptr) / 100.0;
            }
            const auto number = finite_number(value);
            if (!number || *number < 0.0 || *number > 1.0) {
              refuse(value, "a share between 0 and 1, or a percentage such as '20%'");
            }
            return *number;
          }};
}

Format<bool> yes_no_format() {
  return {"true | false", R"({"type":"boolean"})", [](const Value& value, Reading&) {
            if (value.kind() != Value::Kind::text || value.quoted() || !is_plain_bool(value.text()))
              refuse(value, "true or false");
            return value.text() == "true";
          }};
}

Format<Status> status_format() {
  std::vector<std::pair<std::string, Status>> statuses;
  for (const Status status : {Status::verified, Status::derived, Status::secondary})
    statuses.emplace_back(name_of(status), status);
  return choice_format<Status>(std::move(statuses));
}

}  // namespace splitscape
