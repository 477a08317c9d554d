#include "scenarios/loader/document_path.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "scenarios/loader/yaml_document.hpp"

namespace splitscape {
namespace {

/// The part of a path up to its first point.
std::string_view first_part(std::string_view path) {
  return path.substr(0, path.find('.'));
}

/// What follows a part of a path.
std::string_view after(std::string_view path, std::string_view part) {
  path.remove_prefix(std::min(path.size(), part.size() + 1));
  return path;
}

/// The longest key of a table that a path begins with; the path's first part where there is none.
std::string_view next_key(const Value& table, std::string_view path) {
  std::string_view longest = first_part(path);
  for (const auto& entry : table.entries()) {
    const bool begins = path.substr(0, entry.key.size()) == entry.key &&
                        (path.size() == entry.key.size() || path[entry.key.size()] == '.');
    if (begins && entry.key.size() > longest.size()) longest = path.substr(0, entry.key.size());
  }
  return longest;
}

/// The place of a list that a word names, counted from 0; absent where it names none.
std::optional<std::size_t> place_in(const Value& list, std::string_view word) {
  const bool digits =
      !word.empty() && word.size() < 7 &&
      std::all_of(word.begin(), word.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
  if (!digits || std::stoul(std::string(word)) >= list.items().size()) return std::nullopt;
  return std::stoul(std::string(word));
}

}  // namespace

Position locate(const Value& document, std::string_view path) {
  Position position = document.position();
  const Value* value = &document;
  while (!path.empty()) {
    if (value->kind() == Value::Kind::table) {
      const std::string_view key = next_key(*value, path);
      const auto& entries = value->entries();
      const auto found =
          std::find_if(entries.begin(), entries.end(), [key](const auto& e) { return e.key == key; });
      if (found == entries.end()) break;
      position = found->key_position;
      value = &found->value;
      path = after(path, key);
    } else if (value->kind() == Value::Kind::list) {
      const std::string_view word = first_part(path);
      const auto place = place_in(*value, word);
      if (!place) break;
      value = &value->items()[*place];
      position = value->position();
      path = after(path, word);
    } else {
      break;
    }
  }
  return position;
}

void override_value(Value& document, const std::string& assignment) {
  const Position place{fmt::format("--set {}", assignment), 0, 0};
  const auto equals = assignment.find('=');
  if (equals == std::string::npos || equals == 0 || equals + 1 == assignment.size()) {
    throw InputError(place, "expected path.to.key=value");
  }
  Value value = parse_document(assignment.substr(equals + 1), place.file);
  if (value.kind() == Value::Kind::text) value = Value::make_text(place, value.text(), value.quoted());

  override_value(document, std::string_view(assignment).substr(0, equals), value, place);
}

void override_value(Value& document, std::string_view path, const Value& value, const Position& place) {
  Value* target = &document;
  while (!path.empty()) {
    if (target->kind() == Value::Kind::nothing) *target = Value::make_table(place);
    if (target->kind() == Value::Kind::list) {
      const std::string_view word = first_part(path);
      const auto item = place_in(*target, word);
      if (!item) {
        throw InputError(place, fmt::format("'{}' is no place of a list of {} (counted from 0)", word,
                                            target->items().size()));
      }
      target = &target->item(*item);
      path = after(path, word);
    } else if (target->kind() == Value::Kind::table) {
      const std::string key(next_key(*target, path));
      if (target->find(key) == nullptr) target->add_entry(place, key, Value());
      target = target->find(key);
      path = after(path, key);
    } else {
      throw InputError(place,
                       fmt::format("there is no key '{}' inside '{}'", first_part(path), target->text()));
    }
  }
  *target = value;
}

}  // namespace splitscape
