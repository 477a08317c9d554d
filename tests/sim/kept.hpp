#pragma once

#include <vector>

#include "sim/run_listener.hpp"

namespace splitscape::test {

/// Keeps what a simulation tells.
class Kept final : public RunListener {
 public:
  void take(const RequestRecord& record) override { records_.push_back(record); }
  void progressed(double share) override { progress_.push_back(share); }

  /// In the order in which they ended.
  const std::vector<RequestRecord>& records() const { return records_; }
  const std::vector<double>& progress() const { return progress_; }

 private:
  std::vector<RequestRecord> records_{};
  std::vector<double> progress_{};
};

}  // namespace splitscape::test
