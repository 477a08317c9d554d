#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace splitscape {

/// The value of a key of an ncnn layer.
struct NcnnValue {
  std::vector<double> numbers{};  ///< one, or those of a list
  bool list = false;
  std::string text{};      ///< as it stands in the file
  std::size_t column = 0;  ///< of the key
};

/// A word of the file, where it stands in its line (from 1).
struct NcnnWord {
  std::string text{};
  std::size_t column = 0;
};

/// A line of an ncnn .param file.
struct NcnnLayer {
  NcnnWord type{};
  NcnnWord name{};
  std::vector<NcnnWord> inputs{};
  std::vector<NcnnWord> outputs{};
  std::map<int, NcnnValue> keys{};
  std::size_t line = 0;  ///< from 1
};

/// The key of the shapes that ncnn's tools write down.
inline constexpr int ncnn_shape_hint_key = 30;

/// "net.param:12:5: "
std::string ncnn_place(const std::string& file, std::size_t line, std::size_t column);

/// The layers of an ncnn .param file in their order. What types and keys mean is not looked at.
/// Format: Tencent/ncnn, docs/developer-guide/param-and-model-file-structure.md.
/// @throws ImportError where the text is no such file
std::vector<NcnnLayer> parse_ncnn(std::string_view text, const std::string& file);

}  // namespace splitscape
