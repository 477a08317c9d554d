#include "scenarios/loader/document.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <vector>

namespace splitscape {

std::string Position::text() const {
  if (line == 0) return file;
  return fmt::format("{}:{}:{}", file, line, column);
}

Value Value::make_text(Position position, std::string text, bool quoted) {
  Value value;
  const bool nothing = !quoted && (text.empty() || text == "~" || text == "null");
  value.kind_ = nothing ? Kind::nothing : Kind::text;
  value.position_ = std::move(position);
  value.text_ = std::move(text);
  value.quoted_ = quoted;
  return value;
}

Value Value::make_list(Position position) {
  Value value;
  value.kind_ = Kind::list;
  value.position_ = std::move(position);
  return value;
}

Value Value::make_table(Position position) {
  Value value;
  value.kind_ = Kind::table;
  value.position_ = std::move(position);
  return value;
}

std::string_view Value::kind_name() const {
  switch (kind_) {
    case Kind::nothing:
      return "nothing";
    case Kind::text:
      return "text";
    case Kind::list:
      return "a list";
    case Kind::table:
      return "a table";
  }
  return "";
}

const Value* Value::find(std::string_view key) const {
  const auto found =
      std::find_if(entries_.begin(), entries_.end(), [key](const Entry& e) { return e.key == key; });
  return found == entries_.end() ? nullptr : &found->value;
}

Value* Value::find(std::string_view key) {
  return const_cast<Value*>(std::as_const(*this).find(key));
}

void Value::add_item(Value item) {
  items_.push_back(std::move(item));
}

void Value::add_entry(Position key_position, std::string key, Value value) {
  entries_.push_back({std::move(key), std::move(key_position), std::move(value)});
}

bool is_plain_integer(std::string_view text) {
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) text.remove_prefix(1);
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
}

bool is_plain_number(std::string_view text) {
  if (text == ".nan" || text == ".NaN" || text == ".NAN") return true;
  const std::string copy(text);
  if (copy == ".inf" || copy == "-.inf" || copy == "+.inf") return true;
  if (copy.empty() || (std::isdigit(static_cast<unsigned char>(copy.front())) == 0 &&
                       std::strchr("+-.", copy.front()) == nullptr)) {
    return false;
  }
  if (copy.find_first_of("xXpPnNiI") != std::string::npos) return false;  // strtod knows more than YAML
  char* end = nullptr;
  (void)std::strtod(copy.c_str(), &end);
  return end == copy.c_str() + copy.size();
}

std::optional<double> finite_number(const Value& value) {
  const bool number = value.kind() == Value::Kind::text && !value.quoted() && is_plain_number(value.text());
  if (!number) return std::nullopt;
  char* end = nullptr;
  const double read = std::strtod(value.text().c_str(), &end);
  // strtod stops at the dot of .nan and .inf.
  if (end == value.text().c_str() || !std::isfinite(read)) return std::nullopt;
  return read;
}

bool is_plain_bool(std::string_view text) {
  return text == "true" || text == "false";
}

std::string read_text_file(const std::string& path) {
  const auto refuse = [&path](const std::string& why) -> InputError {
    return {{path, 0, 0}, why, ErrorKind::meaning};
  };
  std::error_code failed;
  if (std::filesystem::is_directory(path, failed)) throw refuse("this is a directory, not a file");
  std::ifstream file(path, std::ios::binary);
  if (!file) throw refuse(fmt::format("cannot read the file: {}", std::strerror(errno)));
  std::string content;
  std::vector<char> block(1U << 16U);
  errno = 0;
  while (file.read(block.data(), static_cast<std::streamsize>(block.size())) || file.gcount() > 0) {
    content.append(block.data(), static_cast<std::size_t>(file.gcount()));
  }
  if (file.bad()) throw refuse(fmt::format("cannot read the file: {}", std::strerror(errno)));
  return content;
}

}  // namespace splitscape
