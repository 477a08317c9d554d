#include "sim/observation.hpp"

#include <doctest/doctest.h>

using namespace splitscape;

TEST_CASE("the cost of a transfer is the constant power for its time and the slope for its bits") {
  const RadioCost radio{
      .transmit = {0.5}, .receive = {0.25}, .transmit_slope = {1e-6}, .receive_slope = {2e-6}};
  // 1000 B at 4000 bit/s are 2 s.
  CHECK(radio.sending({1000}, {4000}).value == doctest::Approx(0.5 * 2 + 1e-6 * 8000).epsilon(1e-15));
  CHECK(radio.receiving({1000}, {4000}).value == doctest::Approx(0.25 * 2 + 2e-6 * 8000).epsilon(1e-15));
}

TEST_CASE("the slope of a radio is power per rate as Huang et al. write it") {
  // LTE in MobiSys 2012 sends with 438.39 mW/Mbps and 1288.04 mW. A second of 5.64 Mbps.
  const RadioCost radio{.transmit = {1.28804}, .transmit_slope = {438.39e-3 / 1e6}};
  const Bytes in_a_second{5.64e6 / 8};
  CHECK(radio.sending(in_a_second, {5.64e6}).value ==
        doctest::Approx(0.43839 * 5.64 + 1.28804).epsilon(1e-12));
}
