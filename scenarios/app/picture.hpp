#pragma once

#include <string>
#include <vector>

namespace splitscape {

/// What another program has drawn.
struct Picture {
  std::string content{};   ///< of the picture file
  std::string messages{};  ///< what it says besides, such as that a bitmap had to be made smaller
};

/// The formats in which pictures are drawn here, by the ending of a file: "svg", "png", "pdf".
const std::vector<std::string>& picture_formats();

/// The format of a picture that is to be written: the ending of its name without the dot, in small letters.
/// @throws UserError where it is none of those known
std::string picture_format(const std::string& out, const std::vector<std::string>& known);

}  // namespace splitscape
