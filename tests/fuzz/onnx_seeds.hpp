#pragma once

#include <string>
#include <vector>

namespace splitscape::fuzz {

/// Small ONNX models, of different operators each.
std::vector<std::string> onnx_seeds();

}  // namespace splitscape::fuzz
