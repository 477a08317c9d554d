#pragma once

namespace splitscape {

/// What a device's owner would give up in confidence (0 .. 1) for a cheaper answer. Every policy that weighs
/// answers against their cost, and every regret, reckons with
///   reward = confidence of the answer - second x latency - joule x energy of the device.
/// The form is that of SplitEE (Bajpai et al., arXiv 2309.09195: confidence - mu x cost). The defaults are a
/// convention and no figure: a second is worth all of the confidence, energy nothing.
struct Prices {
  double second = 1;  ///< of latency, in units of confidence, >= 0
  double joule = 0;   ///< of the device's energy for the request, likewise

  friend bool operator==(const Prices&, const Prices&) = default;
};

}  // namespace splitscape
