#pragma once

#include <string_view>

#include "sim/request.hpp"

namespace splitscape {

/// As result files call it: "exited".
constexpr std::string_view ending_name(Ending ending) {
  constexpr std::string_view names[] = {"exited", "finished_on_device", "finished_on_server", "dropped",
                                        "lost",   "unfinished"};
  return names[static_cast<std::size_t>(ending)];
}

}  // namespace splitscape
