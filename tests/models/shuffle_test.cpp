#include "models/shuffle.hpp"

#include <doctest/doctest.h>

#include <limits>
#include <map>
#include <set>
#include <vector>

#include "models/random_stream.hpp"

using namespace splitscape;

namespace {

std::vector<std::uint64_t> order_of(std::uint64_t key, std::uint64_t size) {
  const Shuffle shuffle(key, size);
  std::vector<std::uint64_t> order;
  for (std::uint64_t place = 0; place < size; ++place) order.push_back(shuffle(place));
  return order;
}

bool is_permutation(const std::vector<std::uint64_t>& order) {
  std::vector<bool> seen(order.size());
  for (const std::uint64_t element : order) {
    if (element >= order.size() || seen[element]) return false;
    seen[element] = true;
  }
  return true;
}

}  // namespace

TEST_CASE("a shuffle of any size is a permutation") {
  for (const std::uint64_t key : {0ULL, 1ULL, 42ULL, 0x9e3779b97f4a7c15ULL, ~0ULL}) {
    for (std::uint64_t size = 1; size <= 2000; ++size) {
      CAPTURE(key);
      CAPTURE(size);
      REQUIRE(is_permutation(order_of(key, size)));
    }
  }
}

TEST_CASE("a shuffle of a million is a permutation") {
  CHECK(is_permutation(order_of(7, 1000000)));
}

TEST_CASE("a shuffle of any number of elements stays inside and repeats none") {
  constexpr std::uint64_t one = 1;
  constexpr std::uint64_t largest = std::numeric_limits<std::uint64_t>::max();
  for (const std::uint64_t size : {(one << 40U) + 1, one << 62U, one << 63U, largest}) {
    const Shuffle shuffle(7, size);
    std::set<std::uint64_t> seen;
    for (std::uint64_t i = 0; i < 1000; ++i) {
      const std::uint64_t element = shuffle(i);
      CHECK(element < size);
      CHECK(seen.insert(element).second);
      CHECK(seen.insert(shuffle(size - 1 - i)).second);
    }
  }
}

TEST_CASE("the same key gives the same order and another key another") {
  CHECK(order_of(1, 100) == order_of(1, 100));
  std::set<std::vector<std::uint64_t>> orders;
  for (std::uint64_t key = 0; key < 200; ++key) orders.insert(order_of(key, 100));
  CHECK(orders.size() == 200);
}

TEST_CASE("two shuffles agree in about one place") {
  // Two random permutations agree in 1 place on average, with a variance of 1.
  constexpr std::uint64_t pairs = 2000;
  constexpr std::uint64_t size = 1000;
  double agreements = 0;
  for (std::uint64_t pair = 0; pair < pairs; ++pair) {
    // Keys far apart, as those of streams are.
    const Shuffle one(2 * pair * 0x9e3779b97f4a7c15ULL, size);
    const Shuffle other((2 * pair + 1) * 0x9e3779b97f4a7c15ULL, size);
    for (std::uint64_t place = 0; place < size; ++place) agreements += one(place) == other(place) ? 1 : 0;
  }
  CHECK(agreements / pairs == doctest::Approx(1.0).epsilon(0.1));  // four and a half standard errors
}

TEST_CASE("every order of four elements is as likely as any other") {
  constexpr std::uint64_t keys = 24000;
  std::map<std::uint64_t, double> seen;
  for (std::uint64_t key = 0; key < keys; ++key) {
    const Shuffle shuffle(RandomStream(key).next(), 4);
    std::uint64_t order = 0;
    for (std::uint64_t place = 0; place < 4; ++place) order = 10 * order + shuffle(place);
    ++seen[order];
  }
  double chi_square = 0;
  for (const auto& [order, count] : seen) chi_square += (count - 1000) * (count - 1000) / 1000;
  CHECK(seen.size() == 24);
  CHECK(chi_square < 49.73);  // 23 degrees of freedom: exceeded once in a thousand
}
