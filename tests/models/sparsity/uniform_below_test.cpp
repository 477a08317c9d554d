#include "models/sparsity/uniform_below.hpp"

#include <doctest/doctest.h>

#include <map>
#include <vector>

#include "models/sparsity/random_order.hpp"

using namespace splitscape;

namespace {

/// Sum of (seen - expected)^2 / expected over the outcomes.
template <class Outcome>
double chi_square(const std::map<Outcome, int>& seen, double outcomes, int draws) {
  const double expected = draws / outcomes;
  double sum = (outcomes - static_cast<double>(seen.size())) * expected;  // those that were never seen
  for (const auto& [outcome, count] : seen) sum += (count - expected) * (count - expected) / expected;
  return sum;
}

}  // namespace

TEST_CASE("whole numbers below a bound are equally likely") {
  RandomStream stream(StreamName{.purpose = Purpose::patterns});
  std::map<std::uint32_t, int> seen;
  for (int i = 0; i < 70000; ++i) ++seen[uniform_below(stream, 7)];
  CHECK(seen.size() == 7);
  CHECK(chi_square(seen, 7, 70000) < 22.5);  // 6 degrees of freedom: .1 %
  for (int i = 0; i < 100; ++i) CHECK(uniform_below(stream, 1) == 0);
}

TEST_CASE("a large bound has no bias either") {
  // 3/4 of 2^32: without the second draw a third of the numbers would come twice as often.
  RandomStream stream(StreamName{.purpose = Purpose::patterns});
  constexpr std::uint32_t bound = 3U << 30U;
  std::map<std::uint32_t, int> seen;
  for (int i = 0; i < 60000; ++i) ++seen[uniform_below(stream, bound) % 3];
  CHECK(chi_square(seen, 3, 60000) < 13.8);  // 2 degrees of freedom: .1 %
}

// What a Python program says that follows the definitions of the stream and of the draw.
TEST_CASE("draws are the same on every machine") {
  RandomStream stream(StreamName{.seed = 1, .purpose = Purpose::patterns});
  std::vector<std::uint32_t> draws;
  for (int i = 0; i < 8; ++i) draws.push_back(uniform_below(stream, 1000));
  CHECK(draws == std::vector<std::uint32_t>{921, 82, 904, 295, 366, 339, 482, 985});
}

TEST_CASE("every choice in every order is equally likely") {
  RandomStream stream(StreamName{.purpose = Purpose::patterns});
  std::map<std::vector<std::uint32_t>, int> seen;
  for (int i = 0; i < 60000; ++i) {
    std::vector<std::uint32_t> elements{0, 1, 2, 3, 4};
    choose_to_front(elements, 2, stream);
    ++seen[{elements[0], elements[1]}];
  }
  CHECK(seen.size() == 20);
  CHECK(chi_square(seen, 20, 60000) < 43.8);  // 19 degrees of freedom: .1 %
}
