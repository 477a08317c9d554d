#include "scenarios/loader/read_before.hpp"

#include <algorithm>

namespace splitscape {
namespace {

/// A network with its samples may be some megabytes large, and a study may have a thousand of them.
constexpr std::size_t most_values = 64;

}  // namespace

const FileText& ReadBefore::text_of(const std::string& path) {
  if (const auto found = texts_.find(path); found != texts_.end()) return found->second;
  FileText file{.text = read_text_file(path)};
  file.sha256 = sha256(file.text);
  return texts_.emplace(path, std::move(file)).first->second;
}

std::optional<KeptValue> ReadBefore::find(const std::string& key) {
  const auto found = values_.find(key);
  if (found == values_.end()) return std::nullopt;
  found->second.asked = ++now_;
  return found->second.value;
}

KeptValue ReadBefore::keep(const std::string& key, KeptValue value) {
  if (values_.size() >= most_values) {
    values_.erase(std::min_element(values_.begin(), values_.end(), [](const auto& one, const auto& other) {
      return one.second.asked < other.second.asked;
    }));
  }
  values_[key] = {value, ++now_};
  return value;
}

}  // namespace splitscape
