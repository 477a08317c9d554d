#include "scenarios/loader/rate_file.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "tests/scenarios/loader/refusal.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

struct Expected {
  double at;  ///< s
  double mbps;
};

void check_trace(const RateTrace& trace, const std::vector<Expected>& steps, double period) {
  REQUIRE(trace.steps.size() == steps.size());
  for (std::size_t i = 0; i < steps.size(); ++i) {
    CAPTURE(i);
    CHECK(trace.steps[i].at.value == doctest::Approx(steps[i].at).epsilon(1e-12));
    CHECK(trace.steps[i].rate.value == doctest::Approx(1e6 * steps[i].mbps).epsilon(1e-12));
  }
  CHECK(trace.steps[0].at.value == 0);
  CHECK(trace.period.value == doctest::Approx(period).epsilon(1e-12));
  CHECK(defects(trace).empty());
}

RateTrace rates(const std::string& text, const RateFileLayout& layout = {}) {
  return read_rates(text, "t.txt", layout);
}

std::string refusal_of(const std::string& text, const RateFileLayout& layout = {}) {
  return refusal([&] { rates(text, layout); });
}

RateFileLayout mahimahi(double bin = 0.1) {
  return {.shape = RateFileLayout::Shape::mahimahi, .bin = {bin}};
}

/// Three packets of 12,000 bit until 100 ms, one until 200 ms, one until 300 ms.
constexpr const char* five_packets = "1\n50\n100\n101\n300\n";

}  // namespace

// ---- pairs

TEST_CASE("a trace of pairs lasts as long as the mean step beyond its last") {
  // Steps of 1 s and 2 s: 1.5 s in the mean.
  check_trace(rates("0 1\n1 2.5\n3 4\n"), {{0, 1}, {1, 2.5}, {3, 4}}, 4.5);
}

TEST_CASE("a trace of pairs begins at 0 wherever its time begins") {
  check_trace(rates("1000\t1\n1001\t2\n"), {{0, 1}, {1, 2}}, 2);
}

TEST_CASE("a trace of pairs may stand in columns of other units") {
  const RateFileLayout layout{.time = "t_ms", .rate = "kbps", .time_unit = 1e-3, .rate_unit = 1e3};
  check_trace(rates("kbps,place,t_ms\n500,x,0\n750,y,250\n", layout), {{0, 0.5}, {0.25, 0.75}}, 0.5);
}

TEST_CASE("a trace of pairs may tell its time as dates") {
  const RateFileLayout layout{.time = "Timestamp", .rate = "DL_bitrate", .rate_unit = 1e3};
  check_trace(rates("Timestamp,DL_bitrate\n2019.12.16_13.40.59,1000\n2019.12.16_13.41.01,0\n", layout),
              {{0, 1}, {2, 0}}, 4);
}

TEST_CASE("of two rates for one instant the later holds") {
  check_trace(rates("0 1\n1 2\n1 3\n2 4\n"), {{0, 1}, {1, 3}, {2, 4}}, 3);
}

TEST_CASE("a trace of one step is constant") {
  check_trace(rates("5 2\n"), {{0, 2}}, 0);
}

TEST_CASE("a trace that does not repeat keeps its last rate") {
  check_trace(rates("0 1\n1 2\n", {.repeat = false}), {{0, 1}, {1, 2}}, 0);
}

TEST_CASE("a repeating trace that begins later has what has passed at its end") {
  // Period 3; at 1.25 s the second step has been running for .25 s.
  check_trace(rates("0 1\n1 2\n2 3\n", {.start = {1.25}}), {{0, 2}, {0.75, 3}, {1.75, 1}, {2.75, 2}}, 3);
}

TEST_CASE("a repeating trace may begin right at a step or whole periods later") {
  const std::string text = "0 1\n1 2\n2 3\n";
  check_trace(rates(text, {.start = {1}}), {{0, 2}, {1, 3}, {2, 1}}, 3);
  CHECK(rates(text, {.start = {3}}) == rates(text));
  CHECK(rates(text, {.start = {7}}) == rates(text, {.start = {1}}));
}

TEST_CASE("a trace that does not repeat loses what has passed when it begins later") {
  const std::string text = "0 1\n1 2\n2 3\n";
  check_trace(rates(text, {.repeat = false, .start = {1.5}}), {{0, 2}, {0.5, 3}}, 0);
  check_trace(rates(text, {.repeat = false, .start = {99}}), {{0, 3}}, 0);
}

// ---- Mahimahi

TEST_CASE("the packets of a Mahimahi trace are 1500 bytes each and counted in bins") {
  // 3 and 1 and 1 packets of 12,000 bit in .1 s; two bins of one rate are one step. A packet at 100 ms leaves
  // in the first bin.
  check_trace(rates(five_packets, mahimahi()), {{0, 0.36}, {0.1, 0.12}}, 0.3);
}

TEST_CASE("the bins of a Mahimahi trace may have another length") {
  // Bins of 50 ms end at 50 (2 packets), 100 (1), 150 (1), 200, 250 (0 each) and 300 ms (1).
  check_trace(rates(five_packets, mahimahi(0.05)), {{0, 0.48}, {0.05, 0.24}, {0.15, 0}, {0.25, 0.24}}, 0.3);
}

TEST_CASE("a Mahimahi trace has a rate of zero where no packet may leave") {
  check_trace(rates("100\n400\n", mahimahi()), {{0, 0.12}, {0.1, 0}, {0.3, 0.12}}, 0.4);
}

TEST_CASE("packets at 0 ms belong to the first bin of a Mahimahi trace") {
  check_trace(rates("0\n0\n200\n", mahimahi()), {{0, 0.24}, {0.1, 0.12}}, 0.2);
}

TEST_CASE("a Mahimahi trace may begin later and need not repeat") {
  RateFileLayout layout = mahimahi();
  layout.start = {0.15};
  check_trace(rates(five_packets, layout), {{0, 0.12}, {0.15, 0.36}, {0.25, 0.12}}, 0.3);
  layout.repeat = false;
  check_trace(rates(five_packets, layout), {{0, 0.12}}, 0);
}

TEST_CASE("a Mahimahi trace that holds just 1 is 12 Mbps in bins of a millisecond") {
  check_trace(rates("1\n", mahimahi(0.001)), {{0, 12}}, 0);
}

TEST_CASE("a Mahimahi trace that holds just 1 is 12 Mbps in bins of any length") {
  // The example of ravinet/mahimahi, traces/README: mm-link begins anew behind the last packet, so this is
  // one packet every millisecond.
  check_trace(rates("1\n", mahimahi(0.1)), {{0, 12}}, 0);
}

// ---- refusals

TEST_CASE("a wide table without column names is refused as a trace of pairs") {
  CHECK(refusal_of("\n0,1,2\n") ==
        "t.txt:2:1: expected two fields, time and rate; name the columns of a wider table (field 1)");
}

TEST_CASE("a negative rate is refused at its line and field") {
  CHECK(refusal_of("0 1\n1 -2\n") == "t.txt:2:3: a rate is not negative (field 2)");
}

TEST_CASE("a trace of pairs whose time falls is refused") {
  CHECK(refusal_of("time,rate\n0,1\n2,1\n1,1\n", {.time = "time", .rate = "rate"}) ==
        "t.txt:4:1: time goes backwards (field 1, 'time')");
}

TEST_CASE("a Mahimahi trace with a negative time is refused") {
  CHECK(refusal_of("-1\n5\n", mahimahi()) == "t.txt:1:1: time is not negative (field 1)");
}

TEST_CASE("a Mahimahi trace whose time falls is refused") {
  CHECK(refusal_of("1\n5\n4\n", mahimahi()) == "t.txt:3:1: time goes backwards (field 1)");
}

TEST_CASE("a Mahimahi trace of more than ten million bins is refused") {
  CHECK(refusal_of("1\n10000002\n", mahimahi(0.001)) ==
        "t.txt:2:1: the trace is longer than ten million bins (field 1)");
}

TEST_CASE("a trace without a line or with a header alone is refused") {
  CHECK_THROWS_AS(rates(""), InputError);
  CHECK_THROWS_AS(rates("time,rate\n", {.time = "time", .rate = "rate"}), InputError);
}
