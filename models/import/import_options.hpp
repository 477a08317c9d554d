#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

namespace splitscape {

/// What the user says of a network that its file leaves open.
struct ImportOptions {
  std::map<std::string, std::vector<std::int64_t>> inputs{};  ///< shapes by name of the input, batch included
  std::set<std::string> zero_cost{};  ///< operators that count as free by the user's word
};

/// A file that cannot be read as a network. The message is one line: file, place in it, what was expected.
class ImportError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Bounds that keep a hostile file from costing memory or time; far above every published network.
inline constexpr std::size_t most_operations = 100000;
inline constexpr std::int64_t largest_dimension = std::int64_t{1} << 31;
inline constexpr double largest_tensor = 1099511627776.0;  ///< values, 2^40

}  // namespace splitscape
