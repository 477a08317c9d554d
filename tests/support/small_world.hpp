#pragma once

#include "models/scenario.hpp"

/// Small pieces that scenarios of tests are put together from, with round numbers that can be checked by
/// hand.
namespace splitscape::test {

/// Three layers a, b, c of 1, 2 and 3 MMAC with 4 parameters each; tensors of 10,000 (input), 6,000, 3,000
/// and 400 bytes. An exit of half a MMAC behind each layer that is asked for.
NetworkProfile three_layers(const std::vector<std::string>& exits_after = {});

/// 10 MMAC/s; 1 W idle, 3 W computing.
Hardware slow_device();
/// 100 MMAC/s, the same powers.
Hardware fast_server();
/// .5 W and 100 nJ/bit sending, .25 W and 50 nJ/bit receiving.
RadioModel plain_radio();

/// One device with that network, one link of 1 Mbps up and 2 Mbps down with 5 ms latency, one server; a
/// request every 10 s, ten in all, the first at 0; an answer of 100 bytes. Nothing waits for anything.
Scenario idle_scenario(const std::vector<std::string>& exits_after = {});

/// One sample of which every exit is right and none is sure.
SampleTrace always_right(std::size_t exits);

/// A policy of the catalogue that cuts after the layers named, one a hop.
PolicyChoice cut_after(const std::vector<std::string>& layers);

}  // namespace splitscape::test
