#include "sim/energy_meter.hpp"

#include <doctest/doctest.h>

#include "models/random_stream.hpp"

using namespace splitscape;

namespace {

bool same(double value, double expected) {
  return value == doctest::Approx(expected).epsilon(1e-12);
}

/// 1 W idle; a radio of .1 W idle, .5 W + 1 uJ/bit sending, .25 W + 2 uJ/bit receiving.
DevicePowers some_powers() {
  return {.idle = {1.0},
          .radio_idle = {0.1},
          .radio = {.transmit = {0.5}, .receive = {0.25}, .transmit_slope = {1e-6}, .receive_slope = {2e-6}},
          .knows_idle = true,
          .knows_radio = true};
}

}  // namespace

// ---- where the powers come from

TEST_CASE("the powers of a radio come from its model where the link names one") {
  PowerModel board;
  board.idle = Figure<Watts>{{2.0}};
  board.transmit = Figure<Watts>{{9.0}};
  board.receive = Figure<Watts>{{9.0}};
  RadioModel radio{.name = "radio"};
  radio.idle.value = {0.1};
  radio.transmit.value = {0.2};
  radio.receive.value = {0.3};
  radio.transmit_slope.value = {0.4};
  radio.receive_slope.value = {0.5};
  const DevicePowers powers = DevicePowers::of(board, radio);
  CHECK(powers.idle.value == 2.0);
  CHECK(powers.knows_idle);
  CHECK(powers.knows_radio);
  CHECK(powers.radio_idle.value == 0.1);
  CHECK(powers.radio.transmit.value == 0.2);
  CHECK(powers.radio.receive.value == 0.3);
  CHECK(powers.radio.transmit_slope.value == 0.4);
  CHECK(powers.radio.receive_slope.value == 0.5);
}

TEST_CASE("the powers of a radio come from the board where the link names none") {
  PowerModel board;
  board.transmit = Figure<Watts>{{0.7}};
  board.receive = Figure<Watts>{{0.6}};
  const DevicePowers powers = DevicePowers::of(board, std::nullopt);
  CHECK_FALSE(powers.knows_idle);
  CHECK(powers.idle.value == 0.0);
  CHECK(powers.knows_radio);
  CHECK(powers.radio_idle.value == 0.0);
  CHECK(powers.radio.transmit.value == 0.7);
  CHECK(powers.radio.receive.value == 0.6);
  CHECK(powers.radio.transmit_slope.value == 0.0);
  CHECK(powers.radio.receive_slope.value == 0.0);
}

TEST_CASE("the radio of a board is known only where both its powers are") {
  PowerModel board;
  CHECK_FALSE(DevicePowers::of(board, std::nullopt).knows_radio);
  board.transmit = Figure<Watts>{{0.7}};
  CHECK_FALSE(DevicePowers::of(board, std::nullopt).knows_radio);
  board.transmit.reset();
  board.receive = Figure<Watts>{{0.7}};
  CHECK_FALSE(DevicePowers::of(board, std::nullopt).knows_radio);
}

// ---- states, one by one

TEST_CASE("a device with nothing to do draws the idle power of its board and of its radio") {
  EnergyMeter meter(some_powers());
  CHECK(same(meter.power().value, 1.1));
  meter.advance({10});
  CHECK(same(meter.ledger().idle.value, 11));
  CHECK(same(meter.integral().value, 11));
  CHECK(meter.ledger().requests.total().value == 0.0);
}

TEST_CASE("computing replaces the idle power of the board") {
  EnergyMeter meter(some_powers());
  meter.compute_begins({2}, {3.0});
  CHECK(same(meter.power().value, 3.1));
  meter.compute_ends({6}, {9.0}, {3.0});
  meter.advance({10});
  CHECK(meter.computing().value == 4.0);
  CHECK(same(meter.ledger().requests.head.value, 9));
  CHECK(same(meter.ledger().requests.exits.value, 3));
  CHECK(same(meter.ledger().idle.value, 1.0 * 6 + 0.1 * 10));
  CHECK(same(meter.integral().value, 1.0 * 6 + 3.0 * 4 + 0.1 * 10));
}

TEST_CASE("sending replaces the idle power of the radio and costs its slope for every bit") {
  EnergyMeter meter(some_powers());
  meter.transmit_begins({2});
  CHECK(same(meter.power().value, 1.5));
  const Joules energy = meter.transmit_ends({4}, {1000});
  CHECK(same(energy.value, 0.5 * 2 + 1e-6 * 8000));
  CHECK(same(meter.ledger().requests.transmit.value, energy.value));
  CHECK(same(meter.ledger().idle.value, 1.0 * 4 + 0.1 * 2));
  CHECK(same(meter.integral().value, 1.0 * 4 + 0.1 * 2 + energy.value));
}

TEST_CASE("receiving replaces the idle power of the radio and costs its slope for every bit") {
  EnergyMeter meter(some_powers());
  meter.receive_begins({2});
  CHECK(same(meter.power().value, 1.25));
  const Joules energy = meter.receive_ends({4}, {1000});
  CHECK(same(energy.value, 0.25 * 2 + 2e-6 * 8000));
  CHECK(same(meter.ledger().requests.receive.value, energy.value));
  CHECK(same(meter.integral().value, 1.0 * 4 + 0.1 * 2 + energy.value));
}

// ---- states at once

TEST_CASE("sending and receiving at once draw the larger constant and share it") {
  EnergyMeter meter(some_powers());
  meter.transmit_begins({0});
  meter.receive_begins({4});
  CHECK(same(meter.power().value, 1.5));
  // .5 W from 4 to 8, half each; alone the sender pays .5 W.
  CHECK(same(meter.receive_ends({8}, {}).value, 0.25 * 4));
  CHECK(same(meter.transmit_ends({10}, {}).value, 0.5 * 4 + 0.25 * 4 + 0.5 * 2));
  CHECK(same(meter.integral().value, 1.0 * 10 + 0.5 * 10));
}

TEST_CASE("the larger constant may be that of receiving") {
  DevicePowers powers = some_powers();
  powers.radio.receive = {0.8};
  EnergyMeter meter(powers);
  meter.receive_begins({0});
  meter.transmit_begins({4});
  CHECK(same(meter.power().value, 1.8));
  CHECK(same(meter.transmit_ends({8}, {}).value, 0.4 * 4));
  CHECK(same(meter.power().value, 1.8));
  CHECK(same(meter.receive_ends({10}, {}).value, 0.8 * 4 + 0.4 * 4 + 0.8 * 2));
}

TEST_CASE("computing and sending at once add up") {
  EnergyMeter meter(some_powers());
  meter.compute_begins({0}, {3.0});
  meter.transmit_begins({1});
  CHECK(same(meter.power().value, 3.5));
  meter.compute_ends({4}, {12.0}, {});
  CHECK(same(meter.power().value, 1.5));
  meter.transmit_ends({5}, {});
  CHECK(same(meter.integral().value, 3.0 * 4 + 1.0 + 0.1 + 0.5 * 4));
  CHECK(same(meter.ledger().total().value, meter.integral().value));
}

TEST_CASE("one transfer's energy does not carry over to the next") {
  EnergyMeter meter(some_powers());
  meter.transmit_begins({0});
  CHECK(same(meter.transmit_ends({10}, {}).value, 5));
  meter.transmit_begins({10});
  CHECK(same(meter.transmit_ends({11}, {}).value, 0.5));
}

TEST_CASE("a device that is switched off draws nothing") {
  EnergyMeter meter(some_powers());
  meter.switch_off({10});
  CHECK(meter.power().value == 0.0);
  meter.advance({100});
  CHECK(same(meter.integral().value, 11));
  CHECK(same(meter.ledger().total().value, 11));
}

// ---- together

TEST_CASE("ledger and integral agree whatever begins and ends in whichever order") {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    RandomStream random(seed);
    EnergyMeter meter(some_powers());
    bool computing = false;
    bool sending = false;
    bool receiving = false;
    double now = 0;
    double power = 0;
    double since = 0;
    double of_requests = 0;
    const auto toggle = [&](std::uint64_t which) {
      if (which == 0 && !computing) {
        power = 5 * random.uniform();
        since = now;
        meter.compute_begins({now}, {power});
      } else if (which == 0) {
        const double energy = power * (now - since);
        meter.compute_ends({now}, {0.75 * energy}, {0.25 * energy});
        of_requests += energy;
      } else if (which == 1 && !sending) {
        meter.transmit_begins({now});
      } else if (which == 1) {
        of_requests += meter.transmit_ends({now}, {1e5 * random.uniform()}).value;
      } else if (!receiving) {
        meter.receive_begins({now});
      } else {
        of_requests += meter.receive_ends({now}, {1e5 * random.uniform()}).value;
      }
      bool& state = which == 0 ? computing : which == 1 ? sending : receiving;
      state = !state;
    };
    for (int event = 0; event < 300; ++event) {
      if (random.uniform() < 0.9) now += random.exponential(2);
      if (random.uniform() < 0.1) meter.advance({now});
      toggle(random.next() % 3);
    }
    if (computing) toggle(0);
    if (sending) toggle(1);
    if (receiving) toggle(2);
    meter.advance({now + 1});
    CAPTURE(seed);
    CHECK(meter.ledger().total().value == doctest::Approx(meter.integral().value).epsilon(1e-12));
    CHECK(meter.ledger().requests.total().value == doctest::Approx(of_requests).epsilon(1e-12));
  }
}
