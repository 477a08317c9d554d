#include "tests/support/yaml_text.hpp"

#include <nlohmann/json.hpp>

namespace splitscape::test {
namespace {

void write(const Value& value, std::size_t depth, std::string& text) {
  const std::string indent(2 * depth, ' ');
  switch (value.kind()) {
    case Value::Kind::nothing:
      text += " ~\n";
      return;
    case Value::Kind::text:
      text += " " + (value.quoted() ? nlohmann::json(value.text()).dump() : value.text()) + "\n";
      return;
    case Value::Kind::list:
      if (value.items().empty()) {
        text += " []\n";
        return;
      }
      text += "\n";
      for (const auto& item : value.items()) {
        text += indent + "-";
        write(item, depth + 1, text);
      }
      return;
    case Value::Kind::table:
      if (value.entries().empty()) {
        text += " {}\n";
        return;
      }
      text += "\n";
      for (const auto& entry : value.entries()) {
        text += indent + entry.key + ":";
        write(entry.value, depth + 1, text);
      }
      return;
  }
}

void collect(const Value& value, ValuePath& path, std::vector<ValuePath>& all) {
  for (const auto& entry : value.entries()) {
    path.push_back(entry.key);
    all.push_back(path);
    collect(entry.value, path, all);
    path.pop_back();
  }
  for (std::size_t i = 0; i < value.items().size(); ++i) {
    path.push_back(std::to_string(i));
    all.push_back(path);
    collect(value.items()[i], path, all);
    path.pop_back();
  }
}

/// Rebuilds a value along a path; at its end `change` adds what shall stand there, or nothing.
using Change = std::function<void(Value& parent, const Value::Entry& entry)>;

Value rebuilt(const Value& value, const ValuePath& path, std::size_t depth, const Change& change) {
  const bool last = depth + 1 == path.size();
  if (value.kind() == Value::Kind::list) {
    Value list = Value::make_list(value.position());
    for (std::size_t i = 0; i < value.items().size(); ++i) {
      if (std::to_string(i) != path[depth]) {
        list.add_item(value.items()[i]);
      } else if (last) {
        change(list, {path[depth], value.items()[i].position(), value.items()[i]});
      } else {
        list.add_item(rebuilt(value.items()[i], path, depth + 1, change));
      }
    }
    return list;
  }
  Value table = Value::make_table(value.position());
  for (const auto& entry : value.entries()) {
    if (entry.key != path[depth]) {
      table.add_entry(entry.key_position, entry.key, entry.value);
    } else if (last) {
      change(table, entry);
    } else {
      table.add_entry(entry.key_position, entry.key, rebuilt(entry.value, path, depth + 1, change));
    }
  }
  return table;
}

}  // namespace

std::string yaml_text(const Value& document) {
  std::string text;
  write(document, 0, text);
  return text;
}

std::vector<ValuePath> all_paths(const Value& document) {
  std::vector<ValuePath> all;
  ValuePath path;
  collect(document, path, all);
  return all;
}

std::string text_of(const ValuePath& path) {
  std::string text;
  for (const auto& part : path) text += (text.empty() ? "" : ".") + part;
  return text;
}

Value with_value(const Value& document, const ValuePath& path, const Value& value) {
  return rebuilt(document, path, 0, [&value](Value& parent, const Value::Entry& entry) {
    if (parent.kind() == Value::Kind::list) {
      parent.add_item(value);
    } else {
      parent.add_entry(entry.key_position, entry.key, value);
    }
  });
}

Value without(const Value& document, const ValuePath& path) {
  return rebuilt(document, path, 0, [](Value&, const Value::Entry&) {});
}

Value with_key(const Value& document, const ValuePath& path, const std::string& key) {
  return rebuilt(document, path, 0, [&key](Value& parent, const Value::Entry& entry) {
    parent.add_entry(entry.key_position, key, entry.value);
  });
}

const Value& at(const Value& document, const ValuePath& path) {
  const Value* value = &document;
  for (const auto& part : path) {
    value = value->kind() == Value::Kind::list ? &value->items()[std::stoul(part)] : value->find(part);
  }
  return *value;
}

}  // namespace splitscape::test
