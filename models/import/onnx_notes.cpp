#include "models/import/onnx_notes.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "models/import/shown_name.hpp"

namespace splitscape {
namespace {

/// "2 Constant, 1 Shape"
std::string listed(const std::map<std::string, std::size_t>& counts) {
  std::vector<std::string> words;
  for (const auto& [op, count] : counts) words.push_back(fmt::format("{} {}", count, printable_name(op)));
  return fmt::format("{}", fmt::join(words, ", "));
}

}  // namespace

void OnnxNotes::counted(const StoredTensors::Counted& counted) {
  shared_ += counted.shared;
  assumed_ += counted.assumed;
}

std::vector<std::string> OnnxNotes::sentences() const {
  std::vector<std::string> all;
  if (!folded_.empty()) all.push_back(fmt::format("computed before the network runs: {}", listed(folded_)));
  if (!passing_.empty())
    all.push_back(fmt::format("does nothing when the network runs: {}", listed(passing_)));
  if (!unneeded_.empty()) all.push_back(fmt::format("needed by no output: {}", listed(unneeded_)));
  if (!free_.empty()) all.push_back(fmt::format("free by the user's word: {}", listed(free_)));
  if (shared_ > 0) {
    all.push_back(
        fmt::format("{} sets of weights are counted where they are read first, or are made of fewer stored "
                    "values; their multiply-accumulates count each time, but cannot be pruned",
                    shared_));
  }
  if (assumed_ > 0) {
    all.push_back(
        fmt::format("{:.0f} stored values that element-wise operators read count as parameters", assumed_));
  }
  all.insert(all.end(), others_.begin(), others_.end());
  return all;
}

}  // namespace splitscape
