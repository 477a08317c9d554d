#include "scenarios/loader/yaml_document.hpp"

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <sstream>

#include "models/utf8.hpp"

namespace splitscape {
namespace {

/// More values than any scenario or profile has: a short file of aliases could unfold to any number.
constexpr std::size_t most_values = 200000;
/// Deeper than any scenario; an alias inside what it stands for would have no end.
constexpr std::size_t deepest = 64;
/// Larger text files are no scenario; traces are read as tables (scenarios/loader/csv_table.hpp).
constexpr std::size_t largest_document = std::size_t{16} * 1024 * 1024;
constexpr const char* merge_key = "<<";

Position position_of(const YAML::Mark& mark, const std::string& name) {
  if (mark.is_null()) return {name, 0, 0};
  return {name, static_cast<std::size_t>(mark.line) + 1, static_cast<std::size_t>(mark.column) + 1};
}

bool is_text(const std::string& content) {
  return content.find('\0') == std::string::npos && is_utf8(content);
}

class Converter {
 public:
  explicit Converter(const std::string& name) : name_(name) {}

  /// @param written_at where the value belongs: yaml-cpp places nothing at the next thing it finds
  Value convert(const YAML::Node& node, const Position& written_at, std::size_t depth = 0) {
    const Position position = node.IsNull() ? written_at : position_of(node.Mark(), name_);
    if (++values_ > most_values) throw InputError(position, "too many values for a scenario");
    if (depth > deepest) throw InputError(position, "nested too deeply for a scenario, or inside itself");
    switch (node.Type()) {
      case YAML::NodeType::Scalar:
        return Value::make_text(position, node.Scalar(), is_quoted(node));
      case YAML::NodeType::Sequence: {
        Value list = Value::make_list(position);
        for (const auto& item : node) list.add_item(convert(item, position, depth + 1));
        return list;
      }
      case YAML::NodeType::Map:
        return convert_table(node, position, depth);
      case YAML::NodeType::Null:
      case YAML::NodeType::Undefined:
        break;
    }
    return Value::make_text(position, "", false);
  }

 private:
  static bool is_quoted(const YAML::Node& node) {
    return node.Tag() == "!" || node.Tag() == "tag:yaml.org,2002:str";
  }

  /// In quotes it is a name like any other.
  static bool is_merge_key(const YAML::Node& key) { return key.Scalar() == merge_key && !is_quoted(key); }

  Value convert_table(const YAML::Node& node, const Position& position, std::size_t depth) {
    Value table = Value::make_table(position);
    for (const auto& entry : node) {
      const Position key_position = position_of(entry.first.Mark(), name_);
      if (!entry.first.IsScalar()) throw InputError(key_position, "a key must be a word");
      const std::string key = entry.first.Scalar();
      if (is_merge_key(entry.first)) continue;
      if (table.find(key) != nullptr) {
        throw InputError(key_position, fmt::format("the key '{}' stands here twice", key));
      }
      table.add_entry(key_position, key, convert(entry.second, key_position, depth + 1));
    }
    for (const auto& entry : node) {
      if (is_merge_key(entry.first))
        merge(entry.second, position_of(entry.first.Mark(), name_), depth, table);
    }
    return table;
  }

  /// Adds the entries of a table, or of a list of tables, that are not there yet.
  void merge(const YAML::Node& from, const Position& key_position, std::size_t depth, Value& into) {
    if (from.IsSequence()) {
      for (const auto& table : from) merge(table, key_position, depth + 1, into);
      return;
    }
    if (!from.IsMap()) throw InputError(key_position, "the key '<<' merges a table, or a list of tables");
    const Value table = convert(from, key_position, depth + 1);
    for (const auto& entry : table.entries()) {
      if (into.find(entry.key) == nullptr) into.add_entry(entry.key_position, entry.key, entry.value);
    }
  }

  const std::string& name_;
  std::size_t values_ = 0;
};

/// Looks where what a document holds begins, and at nothing else.
class DocumentStarts final : public YAML::EventHandler {
 public:
  const YAML::Mark& last() const { return last_; }

  void OnDocumentStart(const YAML::Mark&) override { inside_ = false; }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t) override { meet(mark); }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override { meet(mark); }
  void OnScalar(const YAML::Mark& mark, const std::string&, YAML::anchor_t, const std::string&) override {
    meet(mark);
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t,
                       YAML::EmitterStyle::value) override {
    meet(mark);
  }
  void OnSequenceEnd() override {}
  void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t,
                  YAML::EmitterStyle::value) override {
    meet(mark);
  }
  void OnMapEnd() override {}

 private:
  void meet(const YAML::Mark& mark) {
    if (!inside_) last_ = mark;
    inside_ = true;
  }

  YAML::Mark last_{};
  bool inside_ = false;
};

/// yaml-cpp 0.7 finds documents without end where a sign such as ',' stands alone (its issue 1040): it never
/// gets past it.
void check_one_document(const std::string& text, const std::string& name) {
  std::istringstream stream(text);
  YAML::Parser parser(stream);
  DocumentStarts starts;
  if (!parser.HandleNextDocument(starts)) return;
  const YAML::Mark first = starts.last();
  if (!parser.HandleNextDocument(starts)) return;
  const YAML::Mark second = starts.last();
  const bool stands_still =
      second.pos == first.pos || (parser.HandleNextDocument(starts) && starts.last().pos == second.pos);
  throw InputError(position_of(second, name),
                   stands_still ? "this is not YAML: a sign that nothing can begin with"
                                : "a second document begins here; one file is one scenario");
}

}  // namespace

Value parse_document(const std::string& text, const std::string& name) {
  if (text.size() > largest_document) throw InputError({name, 0, 0}, "the file is too large for a scenario");
  if (!is_text(text)) throw InputError({name, 0, 0}, "this is not a text file (UTF-8)");
  try {
    check_one_document(text, name);
    const YAML::Node document = YAML::Load(text);
    if (document.IsNull()) throw InputError({name, 1, 1}, "nothing stands here");
    return Converter(name).convert(document, {name, 1, 1});
  } catch (const YAML::Exception& error) {
    throw InputError(position_of(error.mark, name), fmt::format("this is not YAML: {}", error.msg));
  }
}

}  // namespace splitscape
