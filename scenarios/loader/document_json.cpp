#include "scenarios/loader/document_json.hpp"

#include <nlohmann/json.hpp>

namespace splitscape {
namespace {

nlohmann::ordered_json json_of(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::nothing:
      return nullptr;
    case Value::Kind::text:
      if (value.quoted()) return value.text();
      if (value.text().empty() || value.text() == "~" || value.text() == "null") return nullptr;
      if (is_plain_bool(value.text())) return value.text() == "true";
      if (is_plain_integer(value.text()) && value.text().size() < 18) return std::stoll(value.text());
      if (const auto number = finite_number(value)) return *number;
      if (is_plain_number(value.text())) return nullptr;  // .nan and .inf, which JSON cannot say
      return value.text();
    case Value::Kind::list: {
      auto list = nlohmann::ordered_json::array();
      for (const auto& item : value.items()) list.push_back(json_of(item));
      return list;
    }
    case Value::Kind::table: {
      auto table = nlohmann::ordered_json::object();
      for (const auto& entry : value.entries()) table[entry.key] = json_of(entry.value);
      return table;
    }
  }
  return nullptr;
}

}  // namespace

std::string to_json(const Value& document) {
  return json_of(document).dump();
}

}  // namespace splitscape
