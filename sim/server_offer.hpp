#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "models/server.hpp"

namespace splitscape {

/// The last server of a route, as far as a policy is told of it when it is made.
struct ServerOffer {
  std::string name{};
  std::size_t copies = 1;
  std::size_t slots = 1;  ///< of one copy
  bool announces_load = false;
  bool announces_queue = false;
  std::optional<ServerPrice> price{};  ///< absent: free
};

}  // namespace splitscape
