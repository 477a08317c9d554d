#include "models/sparsity/clash_free_pattern.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <stdexcept>

#include "models/sparsity/density_lattice.hpp"
#include "models/sparsity/sweep_seam.hpp"

using namespace splitscape;

namespace {

constexpr MemoryMapType types[] = {MemoryMapType::type1, MemoryMapType::type2, MemoryMapType::type3};

RandomStream stream_of(std::uint64_t seed) {
  return RandomStream(StreamName{.seed = seed, .purpose = Purpose::patterns});
}

/// Any shape of that many left neurons at most.
MemoryShape random_shape(std::mt19937_64& random, std::uint32_t most) {
  const std::uint32_t common = static_cast<std::uint32_t>(1 + random() % 12);
  const auto inputs = common * static_cast<std::uint32_t>(1 + random() % (most / common));
  const auto outputs = common * static_cast<std::uint32_t>(1 + random() % (most / common));
  const DensityLattice lattice(inputs, outputs);
  std::uint32_t parallel = 0;
  do parallel = static_cast<std::uint32_t>(1 + random() % inputs);
  while (inputs % parallel != 0);
  const auto fan_out = static_cast<std::uint32_t>(lattice.at(1 + random() % lattice.size()).fan_out);
  return {inputs, outputs, fan_out, parallel};
}

/// Whether each clock takes as many neurons of each bank, one; by sets, unlike is_clash_free.
bool takes_each_bank_once_a_clock(const std::vector<std::uint32_t>& left, std::uint32_t parallel) {
  for (std::size_t first = 0; first < left.size(); first += parallel) {
    std::set<std::uint32_t> banks;
    for (std::size_t i = first; i < first + parallel; ++i) banks.insert(left[i] % parallel);
    if (banks.size() != parallel) return false;
  }
  return true;
}

}  // namespace

TEST_CASE("every clash-free pattern is regular and clash-free with distinct left neurons") {
  std::mt19937_64 random(1);
  int meeting_in_a_right_neuron = 0;
  int tight = 0;
  for (std::uint64_t trial = 0; trial < 1500; ++trial) {
    const MemoryShape shape = random_shape(random, trial % 2 == 0 ? 12 : 96);
    meeting_in_a_right_neuron += shape.outputs % shape.fan_out != 0 ? 1 : 0;
    for (std::uint32_t sweep = 1; sweep < shape.fan_out; ++sweep) tight += SweepSeam(shape, sweep).is_tight();
    for (const MemoryMapType type : types) {
      for (const bool dither : {false, true}) {
        CAPTURE(shape.inputs);
        CAPTURE(shape.outputs);
        CAPTURE(shape.fan_out);
        CAPTURE(shape.parallel);
        CAPTURE(dither);
        RandomStream stream = stream_of(trial);
        const MemoryMap map = draw_memory_map(shape, type, dither, stream);
        const auto left = left_neurons(map);
        REQUIRE(left.size() == shape.connections());
        CHECK(takes_each_bank_once_a_clock(left, shape.parallel));
        CHECK(is_clash_free(left, shape.parallel));
        // Refuses two connections between the same neurons.
        const ConnectionPattern pattern = pattern_of(map);
        CHECK(is_regular(pattern));
        CHECK(pattern.outputs() == shape.outputs);
        CHECK(pattern.fan_ins().front() == shape.fan_in());
        CHECK(pattern.fan_outs().front() == shape.fan_out);
      }
    }
  }
  CHECK(meeting_in_a_right_neuron > 300);
  CHECK(tight > 100);
}

TEST_CASE("every sweep reads every left neuron once") {
  RandomStream stream = stream_of(1);
  for (const MemoryMapType type : types) {
    const auto left = left_neurons(draw_memory_map({40, 10, 3, 8}, type, true, stream));
    for (std::size_t sweep = 0; sweep < 3; ++sweep) {
      const auto first = left.begin() + static_cast<std::ptrdiff_t>(40 * sweep);
      CHECK(std::set<std::uint32_t>(first, first + 40).size() == 40);
    }
  }
}

TEST_CASE("type 2 rises by one row a clock and type 3 repeats itself every sweep") {
  RandomStream stream = stream_of(1);
  const MemoryShape shape{40, 10, 3, 8};
  for (const bool dither : {false, true}) {
    const MemoryMap rising = draw_memory_map(shape, MemoryMapType::type2, dither, stream);
    for (std::uint64_t i = 0; i + 8 < shape.connections(); ++i) {
      if (i / 40 != (i + 8) / 40) continue;
      CHECK(rising.bank_of(i + 8) == rising.bank_of(i));
      CHECK(rising.row_of(i + 8) == (rising.row_of(i) + 1) % 5);
    }
    const auto repeating = left_neurons(draw_memory_map(shape, MemoryMapType::type3, dither, stream));
    for (std::size_t i = 0; i + 40 < repeating.size(); ++i) CHECK(repeating[i] == repeating[i + 40]);
  }
}

TEST_CASE("a seed names a memory map and without dither the banks stay in order") {
  const MemoryShape shape{40, 10, 3, 8};
  RandomStream first = stream_of(1);
  RandomStream again = stream_of(1);
  RandomStream other = stream_of(2);
  const MemoryMap map = draw_memory_map(shape, MemoryMapType::type1, false, first);
  CHECK(map == draw_memory_map(shape, MemoryMapType::type1, false, again));
  CHECK(!(map == draw_memory_map(shape, MemoryMapType::type1, false, other)));
  CHECK(map.banks.empty());
  for (std::uint64_t i = 0; i < shape.connections(); ++i) CHECK(map.bank_of(i) == i % 8);
}

TEST_CASE("a map as the published generator may draw it can connect two neurons twice") {
  // Three right neurons of four connections: the second takes two from each sweep, and these repeat.
  const MemoryMap repeating{.shape = {6, 3, 2, 2}, .type = MemoryMapType::type2, .rows = {0, 0, 2, 2}};
  CHECK_THROWS_WITH_AS((void)pattern_of(repeating), "right neuron 1 is connected with 4 twice",
                       std::invalid_argument);
}

TEST_CASE("maps that connect no two neurons twice are drawn equally often") {
  // Depth 3, two banks; one row of each bank is read before the seam and one behind: of the 3 starts of a
  // bank in the second sweep 2 are left, whatever the first was. 3 x 3 x 2 x 2 maps.
  std::map<std::vector<std::uint32_t>, int> seen;
  RandomStream stream = stream_of(1);
  constexpr int draws = 36000;
  for (int i = 0; i < draws; ++i)
    ++seen[draw_memory_map({6, 3, 2, 2}, MemoryMapType::type2, false, stream).rows];
  CHECK(seen.size() == 36);
  double chi_square = 0;
  for (const auto& [rows, count] : seen) chi_square += (count - 1000.0) * (count - 1000.0) / 1000.0;
  CHECK(chi_square < 66.6);  // 35 degrees of freedom: .1 %
}

TEST_CASE("a clash is found wherever it is") {
  CHECK(is_clash_free(std::vector<std::uint32_t>{0, 1, 2, 3, 5, 4, 7, 6}, 4));
  CHECK(is_clash_free(std::vector<std::uint32_t>{0, 5, 2, 7, 4, 1, 6, 3}, 4));
  CHECK(!is_clash_free(std::vector<std::uint32_t>{0, 1, 2, 3, 4, 5, 6, 4}, 4));
  CHECK(!is_clash_free(std::vector<std::uint32_t>{0, 4, 1, 2, 3, 5, 6, 7}, 4));
  CHECK(is_clash_free(std::vector<std::uint32_t>{3, 3, 3}, 1));
}

TEST_CASE("a shape that cannot be is refused before anything is drawn") {
  RandomStream stream = stream_of(1);
  CHECK_THROWS_WITH_AS((void)draw_memory_map({40, 10, 3, 7}, MemoryMapType::type1, false, stream),
                       "40 left neurons do not share out over 7 memory banks", std::invalid_argument);
}
