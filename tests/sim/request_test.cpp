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

TEST_CASE("instants that fall are out of order whichever they are and those that never came do not matter") {
  RequestRecord sound;
  sound.hops.resize(2);
  CHECK(in_order(sound));
  sound.arrival = {1};
  sound.head_start = {2};
  sound.head_end = {3};
  // Nothing is computed behind the first hop.
  sound.hops[0].send_start = {4};
  sound.hops[0].sent = {5};
  sound.hops[0].delivered = {6};
  sound.hops[1] = {{6}, {7}, {8}, {9}, {10}};
  sound.answer = {10};
  sound.end = {12};
  CHECK(in_order(sound));
  const std::vector<Seconds RequestRecord::*> instants{&RequestRecord::head_start, &RequestRecord::head_end,
                                                       &RequestRecord::answer, &RequestRecord::end};
  for (const auto instant : instants) {
    RequestRecord record = sound;
    record.*instant = {0.5};
    CHECK_FALSE(in_order(record));
  }
  for (std::size_t hop = 0; hop < 2; ++hop) {
    for (const auto instant : {&HopInstants::send_start, &HopInstants::sent, &HopInstants::delivered,
                               &HopInstants::service_start, &HopInstants::service_end}) {
      RequestRecord record = sound;
      record.hops[hop].*instant = {0.5};
      CHECK_FALSE(in_order(record));
    }
  }
}
