#pragma once

#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

#include "sim/engine/engine.hpp"

namespace splitscape::test {

/// Notes the instants at which an engine calls it.
class Bell {
 public:
  explicit Bell(Engine& engine) : engine_(engine) {}

  Callback rung() { return Callback::to<&Bell::ring>(*this); }
  const std::vector<double>& instants() const { return instants_; }
  bool silent() const { return instants_.empty(); }
  /// The instant, in s, of a bell that rang once. @throws std::logic_error where it did not
  double instant() const {
    if (instants_.size() != 1) throw std::logic_error("rang " + std::to_string(instants_.size()) + " times");
    return instants_.front();
  }

 private:
  void ring() { instants_.push_back(engine_.now().value); }

  Engine& engine_;
  std::vector<double> instants_{};
};

/// Something to be done when an engine calls back.
class Task {
 public:
  explicit Task(std::function<void()> what) : what_(std::move(what)) {}

  Callback due() { return Callback::to<&Task::run>(*this); }

 private:
  void run() { what_(); }

  std::function<void()> what_;
};

/// A rate that a transfer of so many bytes a second has.
inline BitRate byte_rate(double bytes_a_second) {
  return {bytes_a_second * 8};
}

/// A rate in bytes a second over time, in pairs of the instant and the rate from there.
inline RateTrace byte_rates(const std::vector<std::pair<double, double>>& steps, double period = 0) {
  RateTrace trace{.steps = {}, .period = {period}};
  for (const auto& [at, rate] : steps) trace.steps.push_back({{at}, byte_rate(rate)});
  return trace;
}

/// A medium of this rate both ways, full duplex.
inline MediumSpec medium_of(const RateTrace& rate, double latency = 0) {
  return {.up = rate, .down = rate, .half_duplex = false, .latency = {latency}};
}

}  // namespace splitscape::test
