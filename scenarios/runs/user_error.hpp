#pragma once

#include <stdexcept>

namespace splitscape {

/// The command line asks for something that cannot be done; the program ends with code 2.
class UserError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace splitscape
