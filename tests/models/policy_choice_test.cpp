#include "models/policy_choice.hpp"

#include <doctest/doctest.h>

using namespace splitscape;

TEST_CASE("a policy is shown by its label and without one by its name") {
  CHECK(PolicyChoice{.name = "fixed_cut"}.shown() == "fixed_cut");
  CHECK(PolicyChoice{.name = "fixed_cut", .label = "all on the device"}.shown() == "all on the device");
}
