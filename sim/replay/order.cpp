#include "sim/replay/order.hpp"

#include <bit>
#include <numeric>
#include <random>
#include <utility>

namespace splitscape {

std::vector<std::uint32_t> numpy_permutation(std::uint32_t seed, std::uint32_t count) {
  std::vector<std::uint32_t> order(count);
  std::iota(order.begin(), order.end(), std::uint32_t{0});
  std::mt19937 twister(seed);  // the standard fixes its seeding, that of init_genrand, and every draw
  for (std::uint32_t last = count; last-- > 1;) {
    const std::uint32_t mask =
        std::bit_width(last) == 32 ? ~std::uint32_t{0} : (std::uint32_t{1} << std::bit_width(last)) - 1;
    std::uint32_t drawn = 0;
    do {
      drawn = static_cast<std::uint32_t>(twister()) & mask;
    } while (drawn > last);
    std::swap(order[last], order[drawn]);
  }
  return order;
}

}  // namespace splitscape
