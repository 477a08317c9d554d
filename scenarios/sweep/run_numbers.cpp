#include "scenarios/sweep/run_numbers.hpp"

#include <fmt/format.h>

#include <charconv>
#include <set>
#include <string_view>

#include "scenarios/runs/user_error.hpp"

namespace splitscape {
namespace {

/// A number of a run, and what to say where it is none.
std::size_t number_in(std::string_view text, const std::string& whole, std::size_t most) {
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (end != text.data() + text.size() || text.empty() || error == std::errc::invalid_argument)
    throw UserError(fmt::format("{}: expected numbers of runs, as 17, 5-20 or 1-8,11", whole));
  if (error != std::errc{} || number < 1 || number > most)
    throw UserError(fmt::format("{}: there is no run {}; they are 1 to {}", whole, text, most));
  return number;
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

std::vector<std::size_t> run_numbers_of(const std::string& text, const std::string& option,
                                        std::size_t most) {
  const std::string whole = option + " " + text;
  std::set<std::size_t> numbers;
  std::string_view rest = text;
  while (true) {
    const std::string_view part = rest.substr(0, rest.find(','));
    const std::size_t dash = part.find('-');
    const std::size_t first = number_in(part.substr(0, dash), whole, most);
    const std::size_t last =
        dash == std::string_view::npos ? first : number_in(part.substr(dash + 1), whole, most);
    if (last < first) throw UserError(fmt::format("{}: {} ends before it begins", whole, part));
    for (std::size_t number = first; number <= last; ++number) numbers.insert(number);
    if (part.size() == rest.size()) break;
    rest.remove_prefix(part.size() + 1);
  }
  return {numbers.begin(), numbers.end()};
}

}  // namespace splitscape
