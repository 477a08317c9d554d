#include "models/import/ncnn_param.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>

#include "models/import/import_options.hpp"
#include "models/utf8.hpp"

namespace splitscape {
namespace {

constexpr std::string_view magic = "7767517";
/// The same number in the first four bytes of the binary form.
constexpr std::string_view binary_magic = "\xDD\x85\x76";
/// A key of a list is written as this minus the key.
constexpr int first_list_key = -23300;
constexpr int last_key = 99;
constexpr std::size_t longest_word = 255;  // ncnn's own bound of a name

bool is_blank(char letter) {
  return letter == ' ' || letter == '\t' || letter == '\r';
}

/// What a word is quoted as in a message: not its whole length, and no byte that a terminal obeys.
std::string shown(std::string_view word) {
  constexpr std::size_t longest_shown = 60;
  std::string text;
  for (const char letter : word.substr(0, longest_shown))
    text += std::isprint(static_cast<unsigned char>(letter)) != 0 ? letter : '?';
  return word.size() > longest_shown ? text + "..." : text;
}

std::optional<long long> integer_of(std::string_view word) {
  if (word.starts_with('+')) word.remove_prefix(1);
  long long value = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (error != std::errc{} || end != word.data() + word.size()) return std::nullopt;
  return value;
}

/// Integers of 32 bits, as ncnn has them, and real numbers, which have a point or an exponent.
std::optional<double> number_of(std::string_view word) {
  if (const auto whole = integer_of(word)) {
    if (*whole < std::numeric_limits<int>::min() || *whole > std::numeric_limits<int>::max())
      return std::nullopt;
    return static_cast<double>(*whole);
  }
  if (word.starts_with('+')) word.remove_prefix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (error != std::errc{} || end != word.data() + word.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

/// The words of one line, taken one by one.
class LineReader {
 public:
  LineReader(const std::string& file, std::size_t number, std::string_view line)
      : file_(file), number_(number), line_(line) {
    skip_blanks();
  }

  bool at_end() const { return at_ == line_.size(); }
  /// The next word without taking it; empty at the end.
  std::string_view peek() const {
    std::size_t end = at_;
    while (end < line_.size() && !is_blank(line_[end])) ++end;
    return line_.substr(at_, end - at_);
  }
  NcnnWord next(std::string_view what) {
    const std::string_view word = peek();
    if (word.empty()) refuse(at_ + 1, fmt::format("expected {} here, found the end of the line", what));
    if (word.size() > longest_word)
      refuse(at_ + 1,
             fmt::format("expected {} of at most {} letters, found '{}'", what, longest_word, shown(word)));
    NcnnWord taken{std::string(word), at_ + 1};
    skip(word.size());
    return taken;
  }
  /// A count of things that follow, at most as many as words are left for.
  std::size_t next_count(std::string_view what) {
    const NcnnWord word = next(what);
    const auto count = integer_of(word.text);
    if (!count || *count < 0) refuse(word, fmt::format("expected {}, found '{}'", what, shown(word.text)));
    return static_cast<std::size_t>(*count);
  }
  /// A word that may be of any length.
  std::string_view take_long(std::size_t& column) {
    const std::string_view word = peek();
    column = at_ + 1;
    skip(word.size());
    return word;
  }

  [[noreturn]] void refuse(const NcnnWord& word, const std::string& why) const { refuse(word.column, why); }
  [[noreturn]] void refuse(std::size_t column, const std::string& why) const {
    throw ImportError(ncnn_place(file_, number_, column) + why);
  }

 private:
  void skip(std::size_t letters) {
    at_ += letters;
    skip_blanks();
  }
  void skip_blanks() {
    while (at_ < line_.size() && is_blank(line_[at_])) ++at_;
  }

  const std::string& file_;
  std::size_t number_;
  std::string_view line_;
  std::size_t at_ = 0;
};

/// The numbers of "3,1.0,2.0". Leaves them empty where one of them is none.
std::vector<double> numbers_of(std::string_view text) {
  std::vector<double> numbers;
  while (true) {
    const std::size_t end = std::min(text.find(','), text.size());
    const auto number = number_of(text.substr(0, end));
    if (!number) return {};
    numbers.push_back(*number);
    if (end == text.size()) return numbers;
    text.remove_prefix(end + 1);
  }
}

/// The value behind "-23300=", which tells its own length first.
std::vector<double> counted_list(const LineReader& line, std::size_t column, std::string_view text) {
  std::vector<double> numbers = numbers_of(text);
  if (numbers.empty() || numbers.front() != static_cast<double>(numbers.size() - 1)) {
    line.refuse(column, fmt::format("expected a list as 2,1.0,2.0 (how many, and the numbers), found '{}'",
                                    shown(text)));
  }
  numbers.erase(numbers.begin());
  return numbers;
}

/// "0=96", "1=2.5", "-23300=2,1,3", or in newer files "0=1,3" and "6=words".
void read_key(LineReader& line, NcnnLayer& layer) {
  NcnnValue value;
  const std::string_view word = line.take_long(value.column);
  const std::size_t equals = word.find('=');
  const auto key = equals == std::string_view::npos ? std::nullopt : integer_of(word.substr(0, equals));
  const bool counted = key && *key <= first_list_key;
  const long long index = !key ? -1 : counted ? first_list_key - *key : *key;
  if (index < 0 || index > last_key) {
    line.refuse(
        value.column,
        fmt::format("expected a key and its value as 0=96 or -23300=2,1,3 (keys from 0 to {}), found '{}'",
                    last_key, shown(word)));
  }
  const std::string_view text = word.substr(equals + 1);
  value.text = shown(text);
  // Other text is an expression or a name; whether a number is needed is known to who asks for the key.
  value.numbers = counted ? counted_list(line, value.column, text) : numbers_of(text);
  value.list = counted || value.numbers.size() > 1;
  if (text.empty()) line.refuse(value.column, fmt::format("expected a value behind '{}='", *key));
  const std::size_t column = value.column;
  if (!layer.keys.emplace(static_cast<int>(index), std::move(value)).second)
    line.refuse(column, fmt::format("the key {} stands here twice", index));
}

NcnnLayer read_layer(LineReader& line, std::size_t number) {
  NcnnLayer layer;
  layer.line = number;
  layer.type = line.next("the type of a layer");
  layer.name = line.next("the name of a layer");
  const std::size_t inputs = line.next_count("the number of blobs that the layer reads");
  const std::size_t outputs = line.next_count("the number of blobs that the layer makes");
  for (std::size_t i = 0; i < inputs; ++i)
    layer.inputs.push_back(line.next(fmt::format("blob {} of the {} that the layer reads", i + 1, inputs)));
  for (std::size_t i = 0; i < outputs; ++i)
    layer.outputs.push_back(line.next(fmt::format("blob {} of the {} that the layer makes", i + 1, outputs)));
  while (!line.at_end()) read_key(line, layer);
  return layer;
}

/// The lines that hold something, with their numbers.
class Lines {
 public:
  Lines(std::string_view text, const std::string& file) : rest_(text), file_(file) {}

  /// The next one; absent at the end.
  std::optional<LineReader> next() {
    while (!rest_.empty()) {
      const std::size_t end = std::min(rest_.find('\n'), rest_.size());
      const std::string_view line = rest_.substr(0, end);
      rest_.remove_prefix(std::min(end + 1, rest_.size()));
      ++number_;
      const LineReader reader(file_, number_, line);
      if (!reader.at_end() && !reader.peek().starts_with('#')) return reader;
    }
    return std::nullopt;
  }
  std::size_t number() const { return number_; }

 private:
  std::string_view rest_;
  const std::string& file_;
  std::size_t number_ = 0;
};

void check_text(std::string_view text, const std::string& file) {
  if (text.starts_with(binary_magic)) {
    throw ImportError(
        file + ": this is the binary form of an ncnn network (.param.bin); give its text form (.param)");
  }
  if (text.find('\0') != std::string_view::npos || !is_utf8(text))
    throw ImportError(file + ": this is no text file (UTF-8)");
}

/// The two numbers of the second line: how many layers, and how many blobs.
struct Claims {
  std::size_t layers = 0, blobs = 0;
};

Claims read_head(Lines& lines, const std::string& file) {
  const auto first = lines.next();
  if (!first || first->peek() != magic) {
    throw ImportError(ncnn_place(file, std::max<std::size_t>(lines.number(), 1), 1) +
                      fmt::format("expected {}, with which the text form of an ncnn network begins", magic));
  }
  auto line = lines.next();
  if (!line)
    throw ImportError(ncnn_place(file, lines.number() + 1, 1) + "expected the number of layers and of blobs");
  Claims claims;
  claims.layers = line->next_count("the number of layers");
  claims.blobs = line->next_count("the number of blobs");
  if (!line->at_end()) line->refuse(line->next("nothing more"), "expected nothing behind the two numbers");
  return claims;
}

}  // namespace

std::string ncnn_place(const std::string& file, std::size_t line, std::size_t column) {
  return fmt::format("{}:{}:{}: ", file, line, column);
}

std::vector<NcnnLayer> parse_ncnn(std::string_view text, const std::string& file) {
  check_text(text, file);
  Lines lines(text, file);
  const Claims claims = read_head(lines, file);
  const std::size_t line_of_claims = lines.number();
  std::vector<NcnnLayer> layers;
  std::size_t blobs = 0;
  while (auto line = lines.next()) {
    if (layers.size() == most_operations)
      line->refuse(1, fmt::format("this is more than {} layers, which no network has", most_operations));
    layers.push_back(read_layer(*line, lines.number()));
    blobs += layers.back().outputs.size();
  }
  if (layers.size() != claims.layers) {
    throw ImportError(
        ncnn_place(file, line_of_claims, 1) +
        fmt::format("the file says that it has {} layers, and it has {}", claims.layers, layers.size()));
  }
  if (blobs > claims.blobs) {
    throw ImportError(
        ncnn_place(file, line_of_claims, 1) +
        fmt::format("the file says that it has {} blobs, and its layers make {}", claims.blobs, blobs));
  }
  return layers;
}

}  // namespace splitscape
