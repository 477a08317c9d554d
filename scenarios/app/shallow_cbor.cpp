#include "scenarios/app/shallow_cbor.hpp"

#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

namespace splitscape {
namespace {

constexpr std::size_t deepest = 8;

/// The kinds of items by the three high bits of their first byte.
enum Major : unsigned { positive, negative, bytes_item, text_item, list, table, tag, simple };

struct Head {
  unsigned major = 0;
  std::uint64_t argument = 0;
};

/// Reads heads one behind another.
class Heads {
 public:
  explicit Heads(std::string_view bytes) : left_(bytes) {}

  bool at_end() const { return left_.empty(); }
  /// Absent where there is none, or one of indefinite length.
  std::optional<Head> next() {
    if (left_.empty()) return std::nullopt;
    const unsigned first = take();
    const unsigned low = first & 31U;
    if (low < 24) return Head{first >> 5U, low};
    if (low > 27) return std::nullopt;
    const std::size_t length = std::size_t{1} << (low - 24);
    if (left_.size() < length) return std::nullopt;
    std::uint64_t argument = 0;
    for (std::size_t i = 0; i < length; ++i) argument = argument << 8U | take();
    return Head{first >> 5U, argument};
  }
  bool skip(std::uint64_t length) {
    if (length > left_.size()) return false;
    left_.remove_prefix(length);
    return true;
  }

 private:
  unsigned take() {
    const auto byte = static_cast<unsigned char>(left_.front());
    left_.remove_prefix(1);
    return byte;
  }

  std::string_view left_;
};

}  // namespace

bool is_shallow_cbor(std::string_view bytes) {
  Heads heads(bytes);
  std::vector<std::uint64_t> missing{1};  // items, of each thing that is open
  while (!missing.empty()) {
    if (missing.back() == 0) {
      missing.pop_back();
      continue;
    }
    --missing.back();
    const auto head = heads.next();
    if (!head || head->major == tag) return false;
    if ((head->major == bytes_item || head->major == text_item) && !heads.skip(head->argument)) return false;
    if (head->major == list || head->major == table) {
      const bool pairs = head->major == table;
      if (head->argument > std::numeric_limits<std::uint64_t>::max() / 2) return false;
      if (missing.size() > deepest) return false;
      missing.push_back(pairs ? 2 * head->argument : head->argument);
    }
  }
  return heads.at_end();
}

}  // namespace splitscape
