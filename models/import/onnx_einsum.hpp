#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "models/junction.hpp"

namespace splitscape {

/// An Einstein sum over one or two tensors: "bij,bjk->bik". Ellipses are not known.
class Einsum {
 public:
  /// @throws OnnxNodeError where equation and shapes do not fit each other
  Einsum(const std::string& equation, const std::vector<std::vector<std::int64_t>>& shapes);

  std::vector<std::int64_t> output() const;
  /// Whether two tensors are multiplied and summed; without a sum it is element-wise and has no MACs.
  bool accumulates() const;
  double macs() const;  ///< 0 where it does not accumulate
  /// With one of two tensors as weights.
  Junction junction(std::size_t weights) const;

 private:
  bool in(std::size_t term, char letter) const { return terms_[term].find(letter) != std::string::npos; }

  std::vector<std::string> terms_{};
  std::string result_{};
  std::map<char, std::int64_t> sizes_{};
};

}  // namespace splitscape
