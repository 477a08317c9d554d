#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>

#include "models/hardware.hpp"
#include "models/units.hpp"
#include "models/variation.hpp"

namespace splitscape {

/// Requests that wait for a slot may be computed together.
struct Batching {
  std::size_t largest = 1;  ///< 1: no batching
  Seconds wait{};           ///< how long the oldest waits for company while a slot is free
  /// Time of a batch of n in units of the time of one; linear between the sizes given, 1 for n = 1.
  /// Empty: n times the time of one, which is no gain (the pessimistic default).
  std::map<std::size_t, double> relative_time{};

  friend bool operator==(const Batching&, const Batching&) = default;
};

/// Time of a batch of `size` requests in units of the time of one.
double relative_batch_time(const Batching& batching, std::size_t size);

enum class Discipline {
  first_come_first_served,  ///< a request has a slot to itself, the others wait
  processor_sharing,        ///< all requests run at once and share the slots equally
};

/// What using a server costs, in a currency that has no name here.
struct ServerPrice {
  double request = 0;  ///< for each request that it serves
  double hour = 0;     ///< for each hour that a slot is taken

  /// Of one request that takes a slot for so long.
  double of(Seconds time) const { return request + hour * time.value / 3600.0; }

  friend bool operator==(const ServerPrice&, const ServerPrice&) = default;
};

/// A place that computes for others: an edge server or a cloud.
struct Server {
  std::string name;
  std::size_t count = 1;  ///< copies; device i uses copy i mod count
  Hardware hardware{};
  std::size_t slots = 1;  ///< requests (or batches) computed at once, each at full speed
  Discipline discipline = Discipline::first_come_first_served;
  std::optional<std::size_t> queue{};  ///< requests that may wait; absent: any number
  double load = 1.0;                   ///< factor on every time, >= 1 (K of Neurosurgeon, ASPLOS 2017)
  bool announces_load = true;          ///< whether policies are told the factor
  bool announces_queue = false;        ///< whether they are told how many requests are there
  std::optional<ServerPrice> price{};  ///< absent: nobody asks for money
  Batching batching{};
  Variation variation{};

  friend bool operator==(const Server&, const Server&) = default;
};

}  // namespace splitscape
