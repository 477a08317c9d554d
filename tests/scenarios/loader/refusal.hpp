#pragma once

#include <string>

#include "scenarios/loader/document.hpp"

namespace splitscape::test {

/// The message of the InputError that an action ends in; empty where nothing is refused.
template <class Action>
std::string refusal(const Action& action) {
  try {
    action();
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

}  // namespace splitscape::test
