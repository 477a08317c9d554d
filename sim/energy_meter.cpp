#include "sim/energy_meter.hpp"

#include <algorithm>
#include <limits>

namespace splitscape {

DevicePowers DevicePowers::of(const PowerModel& board, const std::optional<RadioModel>& radio) {
  DevicePowers powers;
  powers.knows_idle = board.idle.has_value();
  if (board.idle) powers.idle = board.idle->value;
  if (radio) {
    powers.knows_radio = true;
    powers.radio_idle = radio->idle.value;
    powers.radio = {.transmit = radio->transmit.value,
                    .receive = radio->receive.value,
                    .transmit_slope = radio->transmit_slope.value,
                    .receive_slope = radio->receive_slope.value};
  } else {
    powers.knows_radio = board.transmit.has_value() && board.receive.has_value();
    if (board.transmit) powers.radio.transmit = board.transmit->value;
    if (board.receive) powers.radio.receive = board.receive->value;
  }
  return powers;
}

Watts EnergyMeter::radio_constant() const {
  if (transmit_.active && receive_.active) return std::max(powers_.radio.transmit, powers_.radio.receive);
  if (transmit_.active) return powers_.radio.transmit;
  if (receive_.active) return powers_.radio.receive;
  return {};
}

Watts EnergyMeter::power() const {
  if (off_) return {};
  const bool air = transmit_.active || receive_.active;
  const Watts board = computing_ ? compute_ : powers_.idle;
  return board + (air ? radio_constant() : powers_.radio_idle);
}

void EnergyMeter::advance(Seconds now) {
  const Seconds passed = now - at_;
  at_ = now;
  if (off_) return;
  const Watts drawn = power();
  integral_ += drawn * passed;
  rounding_ += drawn * (std::numeric_limits<double>::epsilon() * now);
  if (computing_) {
    computing_time_ += passed;
  } else {
    ledger_.idle += powers_.idle * passed;
  }
  const Joules air = radio_constant() * passed;
  if (transmit_.active && receive_.active) {
    transmit_.spent += air / 2.0;
    receive_.spent += air / 2.0;
  } else if (transmit_.active) {
    transmit_.spent += air;
  } else if (receive_.active) {
    receive_.spent += air;
  } else {
    ledger_.idle += powers_.radio_idle * passed;
  }
}

void EnergyMeter::compute_begins(Seconds now, Watts power) {
  advance(now);
  computing_ = true;
  compute_ = power;
}

void EnergyMeter::compute_ends(Seconds now, Joules head, Joules exits) {
  advance(now);
  computing_ = false;
  ledger_.requests.head += head;
  ledger_.requests.exits += exits;
}

void EnergyMeter::transmit_begins(Seconds now) {
  begins(now, transmit_);
}

Joules EnergyMeter::transmit_ends(Seconds now, Bytes sent) {
  return ends(now, transmit_, powers_.radio.transmit_slope * sent, ledger_.requests.transmit);
}

void EnergyMeter::receive_begins(Seconds now) {
  begins(now, receive_);
}

Joules EnergyMeter::receive_ends(Seconds now, Bytes received) {
  return ends(now, receive_, powers_.radio.receive_slope * received, ledger_.requests.receive);
}

void EnergyMeter::begins(Seconds now, Air& air) {
  advance(now);
  air = {.active = true, .spent = {}};
}

Joules EnergyMeter::ends(Seconds now, Air& air, Joules of_rate, Joules& ledger) {
  advance(now);
  air.active = false;
  integral_ += of_rate;
  const Joules energy = air.spent + of_rate;
  ledger += energy;
  return energy;
}

void EnergyMeter::switch_off(Seconds now) {
  advance(now);
  off_ = true;
}

}  // namespace splitscape
