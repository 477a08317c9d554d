#include "sim/request.hpp"

#include <doctest/doctest.h>

#include <cmath>

using namespace splitscape;

TEST_CASE("a request is answered where an exit or the end of the network answered") {
  CHECK(answered(Ending::exited));
  CHECK(answered(Ending::finished_on_device));
  CHECK(answered(Ending::finished_on_server));
  CHECK_FALSE(answered(Ending::dropped));
  CHECK_FALSE(answered(Ending::lost));
  CHECK_FALSE(answered(Ending::unfinished));
}

TEST_CASE("the latency of a request goes from its arrival to its end and is unknown without one") {
  RequestRecord record;
  record.arrival = {2.5};
  CHECK(std::isnan(record.latency().value));
  record.end = {4.0};
  CHECK(record.latency().value == 1.5);
}

TEST_CASE("the energy of a request is the sum of its parts") {
  const RequestEnergy energy{.head = {1}, .exits = {2}, .transmit = {4}, .receive = {8}};
  CHECK(energy.total().value == 15);
}
