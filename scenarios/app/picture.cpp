#include "scenarios/app/picture.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <filesystem>

#include "models/nearest_name.hpp"
#include "scenarios/runs/user_error.hpp"

namespace splitscape {

const std::vector<std::string>& picture_formats() {
  static const std::vector<std::string> formats{"svg", "png", "pdf"};
  return formats;
}

std::string picture_format(const std::string& out, const std::vector<std::string>& known) {
  std::string ending = std::filesystem::path(out).extension().string();
  if (!ending.empty()) ending.erase(0, 1);
  std::transform(ending.begin(), ending.end(), ending.begin(),
                 [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
  if (std::find(known.begin(), known.end(), ending) == known.end()) {
    throw UserError(
        fmt::format("--out {}: the ending says in what to draw{}", out, suggestion(ending, known)));
  }
  return ending;
}

}  // namespace splitscape
