#include "scenarios/sweep/run_numbers.hpp"

#include <fmt/format.h>

#include <charconv>
#include <set>
#include <string_view>

#include "scenarios/runs/user_error.hpp"

namespace splitscape {
namespace {

/// No study has more runs: what names more is a slip.
constexpr std::size_t most_runs = 100'000'000;

bool read_number(std::string_view text, std::size_t& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} && end == text.data() + text.size() && number < most_runs;
}

}  // namespace

std::string run_numbers_text(const std::vector<std::size_t>& numbers) {
  std::string text;
  for (std::size_t first = 0, last = 0; first < numbers.size(); first = last + 1) {
    last = first;
    while (last + 1 < numbers.size() && numbers[last + 1] == numbers[last] + 1) ++last;
    if (!text.empty()) text += ',';
    text += first == last ? fmt::format("{}", numbers[first])
                          : fmt::format("{}-{}", numbers[first], numbers[last]);
  }
  return text;
}

std::vector<std::size_t> run_numbers_of(const std::string& text, const std::string& option) {
  const UserError wrong(
      fmt::format("{} {}: numbers of runs are expected, such as 7, 0-9 or 0-9,12", option, text));
  std::set<std::size_t> numbers;
  std::string_view rest = text;
  while (true) {
    const std::string_view part = rest.substr(0, rest.find(','));
    const std::size_t dash = part.find('-');
    std::size_t first = 0;
    std::size_t last = 0;
    if (!read_number(part.substr(0, dash), first)) throw wrong;
    last = first;
    if (dash != std::string_view::npos && !read_number(part.substr(dash + 1), last)) throw wrong;
    if (last < first) throw wrong;
    for (std::size_t number = first; number <= last; ++number) numbers.insert(number);
    if (part.size() == rest.size()) break;
    rest.remove_prefix(part.size() + 1);
  }
  return {numbers.begin(), numbers.end()};
}

}  // namespace splitscape
