#pragma once

#include <cstddef>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace splitscape {

/// A place in a file, counted from 1; line 0 where there is only the file.
struct Position {
  std::string file{};
  std::size_t line = 0;
  std::size_t column = 0;

  std::string text() const;  ///< "file:line:column"
};

/// Whether an error can be seen in the document alone, as the JSON Schema sees it, or lies in what it refers
/// to.
enum class ErrorKind { structure, meaning };

/// Something in a file that cannot be read. what() is "file:line:column: message".
class InputError : public std::runtime_error {
 public:
  InputError(const Position& position, const std::string& message, ErrorKind kind = ErrorKind::structure)
      : std::runtime_error(position.text() + ": " + message), kind_(kind) {}
  ErrorKind kind() const { return kind_; }
  /// The same error, seen from a document that only refers to the file.
  InputError as_meaning() const { return InputError(std::string(what())); }

 private:
  explicit InputError(const std::string& text) : std::runtime_error(text), kind_(ErrorKind::meaning) {}

  ErrorKind kind_;
};

/// A value of a YAML document with its place: text, a list, a table, or nothing.
class Value {
 public:
  enum class Kind { nothing, text, list, table };
  struct Entry;

  Value() = default;
  static Value make_text(Position position, std::string text, bool quoted);
  static Value make_list(Position position);
  static Value make_table(Position position);

  Kind kind() const { return kind_; }
  const Position& position() const { return position_; }
  /// What it is, for an error message: "text", "a list", "a table", "nothing".
  std::string_view kind_name() const;

  const std::string& text() const { return text_; }
  bool quoted() const { return quoted_; }
  const std::vector<Value>& items() const { return items_; }
  const std::vector<Entry>& entries() const;
  /// The entry of this key; null where there is none.
  const Value* find(std::string_view key) const;

  void add_item(Value item);
  void add_entry(Position key_position, std::string key, Value value);
  Value* find(std::string_view key);
  Value& item(std::size_t index) { return items_[index]; }

 private:
  Kind kind_ = Kind::nothing;
  Position position_{};
  std::string text_{};
  bool quoted_ = false;
  std::vector<Value> items_;
  std::vector<Entry> entries_;
};

struct Value::Entry {
  std::string key{};
  Position key_position{};
  Value value{};
};

inline const std::vector<Value::Entry>& Value::entries() const {
  return entries_;
}

/// Whether plain (unquoted) text is a number (.nan and .inf are) or a truth value in YAML 1.2, and not a
/// word.
bool is_plain_number(std::string_view text);
bool is_plain_integer(std::string_view text);
bool is_plain_bool(std::string_view text);
/// The number that a value is written as, unquoted; absent where it is none, or not finite.
std::optional<double> finite_number(const Value& value);

/// The text of a file. @throws InputError where it cannot be read, or is a directory
std::string read_text_file(const std::string& path);

}  // namespace splitscape
