#include "scenarios/loader/study_axis.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "analysis/columns.hpp"
#include "analysis/csv.hpp"
#include "scenarios/loader/axis_range.hpp"
#include "scenarios/loader/document_json.hpp"
#include "scenarios/loader/scenario_file.hpp"

namespace splitscape {
namespace {

// ---- what the kinds of axes say

/// A key of a scenario, with its place.
struct PlacedKey {
  std::string key{};
  Position position{};
};

struct ValueList {
  PlacedKey key{};
  std::vector<Value> values{};
  std::optional<std::vector<std::string>> labels{};
};

struct RangeAxis {
  PlacedKey key{};
  WrittenRange range{};
};

struct ZippedKeys {
  std::vector<std::pair<PlacedKey, std::vector<Value>>> lists{};
  std::optional<std::vector<std::string>> labels{};
};

struct PolicyList {
  std::vector<Value> policies{};
};

Format<Value> any_value_format(const std::string& type) {
  return {type, "{}", [](const Value& value, Reading&) { return value; }};
}

void require_axis_key(const PlacedKey& key) {
  static const std::map<std::string, std::string> told{{"seed", "the study's 'seeds' says which"},
                                                       {"run", "the study's 'replications' says how many"},
                                                       {"policy", "an axis with 'policies' says which"}};
  const auto found = told.find(key.key);
  if (found != told.end())
    throw InputError(key.position, fmt::format("'{}' is not varied as a key: {}", key.key, found->second));
}

Format<PlacedKey> key_format() {
  const auto text = text_format("key of the scenario, as 'links.wifi.up'");
  return {text.type, text.schema, [text](const Value& value, Reading& reading) {
            PlacedKey key{text.read(value, reading), value.position()};
            require_axis_key(key);
            return key;
          }};
}

/// A list that has something in it.
Format<std::vector<Value>> values_format(const std::string& type) {
  return {type, R"({"type":"array","minItems":1})", [type](const Value& value, Reading&) {
            if (value.kind() != Value::Kind::list) refuse(value, "a " + type);
            if (value.items().empty()) throw InputError(value.position(), "an axis needs a value");
            return value.items();
          }};
}

Format<std::vector<std::string>> labels_format() {
  return list_format(text_format());
}

constexpr const char* labels_meaning = "what results.csv calls the values";

Section<ValueList> values_section() {
  Section<ValueList> section("values axis", "Values of one key.");
  section.required("key", &ValueList::key, key_format(), "that is varied")
      .required("values", &ValueList::values, values_format("list of values"), "as a scenario writes them")
      .optional(
          "labels", [](ValueList& axis, std::vector<std::string> labels) { axis.labels = std::move(labels); },
          labels_format(), "the values", labels_meaning);
  return section;
}

Section<RangeAxis> range_section() {
  const auto into = [](auto member) {
    return [member](RangeAxis& axis, auto value) { axis.range.*member = std::move(value); };
  };
  const auto end = any_value_format("number, or quantity with its unit");
  Section<RangeAxis> section("range axis", "Values of one key, from one to another.");
  section.required("key", &RangeAxis::key, key_format(), "that is varied")
      .required("from", into(&WrittenRange::from), end, "the first value")
      .required("to", into(&WrittenRange::to), end, "the last value, which a step may miss")
      .optional("step", into(&WrittenRange::step), end, "see points", "from a value to the next")
      .optional("points", into(&WrittenRange::points), count_format(2, most_runs),
                "see step; with a design any value between the ends", "how many values, both ends among them")
      .optional("scale", into(&WrittenRange::logarithmic),
                choice_format<bool>({{"linear", false}, {"log", true}}), "linear",
                "linear: the same difference between neighbours; log: the same factor")
      .optional("whole", into(&WrittenRange::whole), yes_no_format(), "false",
                "round to whole numbers, and take each once")
      .then([](RangeAxis& axis, const Value& value) {
        if (axis.range.step && axis.range.points)
          throw InputError(value.find("points")->position(), "a range has 'step' or 'points', not both");
        if (axis.range.step && axis.range.logarithmic)
          throw InputError(value.find("scale")->position(),
                           "a range with 'scale: log' has 'points', no 'step'");
      });
  return section;
}

Format<std::vector<std::pair<PlacedKey, std::vector<Value>>>> zip_format() {
  const auto list = values_format("list of values");
  return {"table of key: list of values",
          R"({"type":"object","minProperties":1,"additionalProperties":{"type":"array","minItems":1}})",
          [list](const Value& value, Reading& reading) {
            if (value.kind() != Value::Kind::table || value.entries().empty())
              refuse(value, "a table of keys of the scenario, each with a list of values");
            std::vector<std::pair<PlacedKey, std::vector<Value>>> lists;
            for (const auto& entry : value.entries()) {
              PlacedKey key{entry.key, entry.key_position};
              require_axis_key(key);
              lists.emplace_back(std::move(key), list.read(entry.value, reading));
              const auto& [first, values] = lists.front();
              if (lists.back().second.size() != values.size()) {
                throw InputError(
                    entry.value.position(),
                    fmt::format("'{}' has {} values and '{}' has {}: zipped keys change together", entry.key,
                                lists.back().second.size(), first.key, values.size()));
              }
            }
            return lists;
          }};
}

Section<ZippedKeys> zip_section() {
  Section<ZippedKeys> section("zip axis", "Several keys that change together.");
  section.required("zip", &ZippedKeys::lists, zip_format(), "lists of the same length")
      .optional(
          "labels",
          [](ZippedKeys& axis, std::vector<std::string> labels) { axis.labels = std::move(labels); },
          labels_format(), "the values, joined by '; '", labels_meaning);
  return section;
}

Section<PolicyList> policies_section() {
  Section<PolicyList> section("policies axis", "Policies instead of the scenario's.");
  section.required(
      "policies", &PolicyList::policies, values_format("list of policies"),
      "a name, or a table with name, label and parameters; a name that the scenario's own policies "
      "have means theirs, parameters included");
  return section;
}

// ---- what they come to

std::string text_of(const Value& value) {
  return value.kind() == Value::Kind::text ? value.text() : to_json(value);
}

void put_labels(std::vector<AxisPoint>& points, const std::optional<std::vector<std::string>>& labels,
                const Value& axis) {
  if (!labels) return;
  if (labels->size() != points.size()) {
    throw InputError(axis.find("labels")->position(),
                     fmt::format("there must be a label for each of the {} values; there are {}",
                                 points.size(), labels->size()));
  }
  for (std::size_t i = 0; i < points.size(); ++i) points[i].text = (*labels)[i];
}

std::vector<AxisPoint> points_of(const PlacedKey& key, const std::vector<Value>& values) {
  std::vector<AxisPoint> points;
  for (const Value& value : values)
    points.push_back({.text = text_of(value), .changes = {{key.key, key.position, value}}});
  return points;
}

StudyAxis axis_of(const ValueList& list, const Value& value) {
  StudyAxis axis{.points = points_of(list.key, list.values)};
  put_labels(axis.points, list.labels, value);
  return axis;
}

StudyAxis axis_of(const RangeAxis& range) {
  StudyAxis axis{.points = points_of(range.key, values_of(range.range)), .range = ends_of(range.range)};
  axis.range->key = range.key.key;
  axis.range->position = range.key.position;
  return axis;
}

StudyAxis axis_of(const ZippedKeys& zipped, const Value& value) {
  StudyAxis axis;
  axis.points.resize(zipped.lists.front().second.size());
  for (const auto& [key, values] : zipped.lists) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      AxisPoint& point = axis.points[i];
      point.text += (point.changes.empty() ? "" : "; ") + text_of(values[i]);
      point.changes.push_back({key.key, key.position, values[i]});
    }
  }
  put_labels(axis.points, zipped.labels, value);
  return axis;
}

StudyAxis axis_of(const PolicyList& list) {
  StudyAxis axis{.of_policies = true};
  for (const Value& policy : list.policies) {
    const std::string name = policy_name(policy);
    if (name.empty()) refuse(policy, "the name of a policy, or a table with it");
    axis.points.push_back({.text = name, .policy = policy});
  }
  return axis;
}

/// An axis before it has a name.
OneOf<std::function<StudyAxis(const Value&)>> axis_choice() {
  using Made = std::function<StudyAxis(const Value&)>;
  OneOf<Made> choice("axis");
  choice
      .alternative(
          "values", values_section(),
          [](ValueList list) -> Made { return [list](const Value& value) { return axis_of(list, value); }; })
      .alternative("from", range_section(),
                   [](RangeAxis range) -> Made { return [range](const Value&) { return axis_of(range); }; })
      .alternative("zip", zip_section(),
                   [](ZippedKeys zipped) -> Made {
                     return [zipped](const Value& value) { return axis_of(zipped, value); };
                   })
      .alternative("policies", policies_section(),
                   [](PolicyList list) -> Made { return [list](const Value&) { return axis_of(list); }; });
  return choice;
}

// ---- what an axis must be

void require_own_name(const StudyAxis& axis) {
  if (axis.name.empty()) throw InputError(axis.position, "a name must not be empty");
  const auto columns = header(summary_columns());
  if (axis.has_column() && std::find(columns.begin(), columns.end(), axis.name) != columns.end()) {
    throw InputError(
        axis.position,
        fmt::format("an axis cannot be called '{}': results.csv has a column of that name", axis.name));
  }
}

/// Lines of results must tell which value they belong to.
void require_different_texts(const StudyAxis& axis, const Value& value) {
  std::map<std::string, std::size_t> seen;
  for (const AxisPoint& point : axis.points) {
    if (++seen[point.text] == 1) continue;
    throw InputError(
        value.position(),
        fmt::format("two values of the axis '{}' are called '{}': {}", axis.name, point.text,
                    axis.of_policies ? "give one of them a 'label'" : "give them different 'labels'"));
  }
}

}  // namespace

AxisPoint point_at(const StudyAxis& axis, double coordinate) {
  if (!axis.points.empty()) {
    const auto count = static_cast<double>(axis.points.size());
    return axis.points[static_cast<std::size_t>(std::min(std::floor(coordinate * count), count - 1))];
  }
  const AxisRange& range = *axis.range;
  const double number = range.logarithmic ? range.from * std::pow(range.to / range.from, coordinate)
                                          : range.from + coordinate * (range.to - range.from);
  AxisPoint point{.text = text_of(range, number)};
  point.changes.push_back({range.key, range.position, Value::make_text(range.position, point.text, false)});
  return point;
}

Format<std::vector<StudyAxis>> axes_format() {
  const auto choice = axis_choice().format();
  return {"table of name: axis",
          R"({"type":"object","propertyNames":{"minLength":1},"additionalProperties":)" + choice.schema + "}",
          [choice](const Value& value, Reading& reading) {
            if (value.kind() != Value::Kind::table) refuse(value, "a table of names, each with an axis");
            std::vector<StudyAxis> axes;
            for (const auto& entry : value.entries()) {
              StudyAxis axis = choice.read(entry.value, reading)(entry.value);
              axis.name = entry.key;
              axis.position = entry.key_position;
              require_own_name(axis);
              require_different_texts(axis, entry.value);
              axes.push_back(std::move(axis));
            }
            return axes;
          }};
}

std::vector<SectionDoc> axis_docs() {
  return axis_choice().docs();
}

}  // namespace splitscape
