#pragma once

namespace splitscape {

/// How the time of a computation varies from request to request: a factor with mean 1.
struct Variation {
  enum class Law { none, exponential, lognormal };
  Law law = Law::none;
  double coefficient = 0;  ///< coefficient of variation of the lognormal law

  friend bool operator==(const Variation&, const Variation&) = default;
};

}  // namespace splitscape
