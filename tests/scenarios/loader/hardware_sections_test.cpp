#include "scenarios/loader/hardware_sections.hpp"

#include <doctest/doctest.h>

#include <string>

#include "tests/scenarios/loader/read_as.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

Hardware hardware(const std::string& yaml) {
  return read_as(hardware_format(project_zoo()), yaml);
}

RadioModel radio(const std::string& yaml) {
  return read_as(radio_format(project_zoo()), yaml);
}

}  // namespace

TEST_CASE("of hardware that says nothing nothing is known") {
  const Hardware read = hardware("{}");
  CHECK(read.name == "inline");
  CHECK(read.title == "");
  CHECK(read.validity == "");
  CHECK(!read.rate);
  CHECK(read.overhead == Figure<Seconds>{});
  CHECK(read.power == PowerModel{});
  CHECK(!read.memory);
  CHECK(!read.flash);
  CHECK(!read.memory_rate);
  CHECK(read.speedups.empty());
}

TEST_CASE("every key of hardware is read and its figures are the author's own") {
  const Hardware read = hardware(
      "{name: board, title: A board, validity: anywhere, rate: 2 GMAC/s, overhead: 5 us, memory: 1 MiB, "
      "flash: 2 MB, memory_rate: 25 GB/s, speedups: {csr: ideal}, power: {idle: 1 W, compute: 2 W, transmit: "
      "3 W, receive: 4 W}}");
  CHECK(read.name == "board");
  CHECK(read.title == "A board");
  CHECK(read.validity == "anywhere");
  CHECK(read.rate == Figure<MacRate>{{2e9}, Status::user, ""});
  CHECK(read.overhead.value.value == doctest::Approx(5e-6).epsilon(1e-12).scale(0));
  CHECK(read.memory->value.value == 1048576);
  CHECK(read.flash->value.value == 2000000);
  CHECK(bytes_per_second(read.memory_rate->value) == 25e9);
  CHECK(read.speedups.at(WeightFormat::csr).kind == SpeedupCurve::Kind::ideal);
  CHECK(read.power.idle->value.value == 1);
  CHECK(read.power.compute->value.value == 2);
  CHECK(read.power.transmit->value.value == 3);
  CHECK(read.power.receive->value.value == 4);
}

TEST_CASE("a figure may bear its status and source") {
  const auto with = [](const std::string& status) {
    return hardware("rate: {value: 2 GMAC/s, status: " + status + ", source: a paper}").rate;
  };
  CHECK(with("verified") == Figure<MacRate>{{2e9}, Status::verified, "a paper"});
  CHECK(with("derived") == Figure<MacRate>{{2e9}, Status::derived, "a paper"});
  CHECK(with("secondary") == Figure<MacRate>{{2e9}, Status::secondary, "a paper"});
}

TEST_CASE("a figure with a status but without a source is refused") {
  CHECK(refusal_as(hardware_format(project_zoo()), "rate: {value: 2 GMAC/s, status: verified}") ==
        "f.yaml:1:7: a figure needs the key 'source' (text)");
}

TEST_CASE("a figure cannot call itself the author's own") {
  CHECK(refusal_as(hardware_format(project_zoo()), "rate: {value: 2 GMAC/s, status: user, source: me}") ==
        "f.yaml:1:33: 'user' is not known here; one of: verified, derived, secondary");
}

TEST_CASE("a radio that says nothing draws nothing") {
  CHECK(radio("{}") == RadioModel{.name = "inline"});
}

TEST_CASE("what holds where keys of a radio are left out can be written as well") {
  CHECK(radio("{idle: 0 W, transmit: 0 W, receive: 0 W, transmit_slope: 0 J/bit, receive_slope: 0 J/bit}") ==
        radio("{}"));
}

TEST_CASE("every key of a radio is read") {
  const RadioModel read = radio(
      "{name: wave, title: A radio, idle: 1 W, transmit: 2 W, receive: 3 W, transmit_slope: 4 J/bit, "
      "receive_slope: 5 J/bit}");
  CHECK(read.name == "wave");
  CHECK(read.title == "A radio");
  CHECK(read.idle.value.value == 1);
  CHECK(read.transmit.value.value == 2);
  CHECK(read.receive.value.value == 3);
  CHECK(read.transmit_slope.value.value == 4);
  CHECK(read.receive_slope.value.value == 5);
}

TEST_CASE("hardware and radios of the zoo are read by their names") {
  CHECK(hardware("raspberry-pi-4").name == "raspberry-pi-4");
  CHECK(hardware("raspberry-pi-4").title == "Raspberry Pi 4 Model B (Cortex-A72 1.8 GHz x 4), ncnn");
  CHECK(radio("wifi-2012").name == "wifi-2012");
  // Huang et al., MobiSys 2012: beta 132.86 mW, alpha 283.17 mW/Mbps up and 137.01 mW/Mbps down.
  CHECK(radio("wifi-2012").transmit.value.value == doctest::Approx(0.13286).epsilon(1e-12));
  CHECK(radio("wifi-2012").transmit_slope.value.value == doctest::Approx(283.17e-9).epsilon(1e-12).scale(0));
  CHECK(radio("wifi-2012").receive_slope.value.value == doctest::Approx(137.01e-9).epsilon(1e-12).scale(0));
}

TEST_CASE("a misspelt name of hardware is refused with the nearest one of the zoo") {
  CHECK(refusal_as(hardware_format(project_zoo()), "rapsberry-pi-4") ==
        "f.yaml:1:1: 'rapsberry-pi-4' is not known here; did you mean 'raspberry-pi-4'?");
}

TEST_CASE("a misspelt name of a radio is refused with the nearest one of the zoo") {
  CHECK(refusal_as(radio_format(project_zoo()), "lte2020") ==
        "f.yaml:1:1: 'lte2020' is not known here; did you mean 'lte-2020'?");
}

TEST_CASE("a list is refused where hardware or a radio is needed") {
  CHECK(refusal_as(hardware_format(project_zoo()), "[phone]") ==
        "f.yaml:1:1: expected the name of a hardware of the zoo, or a table, found a list");
  CHECK(refusal_as(radio_format(project_zoo()), "[none]") ==
        "f.yaml:1:1: expected the name of a radio of the zoo, or a table, found a list");
}

TEST_CASE("powers may be zero but rates and memories may not") {
  CHECK(hardware("power: {idle: 0 W}").power.idle->value.value == 0);
  CHECK(hardware("overhead: 0 s").overhead.value.value == 0);
  for (const std::string yaml : {"rate: 0 MAC/s", "memory: 0 B", "flash: 0 B"}) {
    CAPTURE(yaml);
    CHECK_THROWS_AS(hardware(yaml), InputError);
  }
}
