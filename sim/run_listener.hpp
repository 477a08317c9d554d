#pragma once

#include "sim/request.hpp"

namespace splitscape {

/// Who is told what happens while a simulation runs. A million requests need not be kept for anybody.
class RunListener {
 public:
  virtual ~RunListener() = default;

  /// A request has ended. The record is valid during the call only.
  virtual void take(const RequestRecord& record) = 0;
  /// @param share of the run that is done, 0 .. 1, not falling
  virtual void progressed(double /*share*/) {}
};

}  // namespace splitscape
