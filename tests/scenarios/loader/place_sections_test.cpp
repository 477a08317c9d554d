#include "scenarios/loader/place_sections.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "tests/scenarios/loader/read_as.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

Link link(const std::string& keys, const std::string& directory = "") {
  return read_as(links_format(project_zoo()), "air: {" + keys + "}", directory).at(0);
}

Server server(const std::string& keys) {
  return read_as(servers_format(project_zoo()), "edge: {hardware: t4, " + keys + "}").at(0);
}

/// The rate up of a link from a file of this text.
RateTrace trace(const std::string& text, const std::string& keys) {
  const TemporaryDirectory directory;
  directory.write("r.txt", text);
  return link("up: {trace: r.txt" + keys + "}", directory.path()).up;
}

std::string trace_refusal(const std::string& text, const std::string& keys) {
  return refusal([&] { trace(text, keys); });
}

std::string server_refusal(const std::string& yaml) {
  return refusal_as(servers_format(project_zoo()), yaml);
}

}  // namespace

// ---- links

TEST_CASE("a link is every device's own with one rate both ways and no latency unless it says otherwise") {
  const Link read = link("up: 2 Mbps");
  CHECK(read.name == "air");
  CHECK(read.medium == Medium::own);
  CHECK(read.cells == 1);
  CHECK(read.duplex == Duplex::full);
  CHECK(read.up == RateTrace::constant({2e6}));
  CHECK(read.down == RateTrace::constant({2e6}));
  CHECK(read.latency == Seconds{0});
  CHECK(!read.radio);
}

TEST_CASE("every key of a link is read") {
  const Link read = link(
      "medium: shared, cells: 3, duplex: half, up: 2 Mbps, down: 1 MB/s, latency: 3 ms, radio: wifi-ns3");
  CHECK(read.medium == Medium::shared);
  CHECK(read.cells == 3);
  CHECK(read.duplex == Duplex::half);
  CHECK(read.down == RateTrace::constant({8e6}));
  CHECK(read.latency == Seconds{0.003});
  REQUIRE(read.radio);
  CHECK(read.radio->name == "wifi-ns3");
  CHECK(link("up: 1 bps, medium: own, duplex: full").medium == Medium::own);
}

TEST_CASE("what holds where keys of a link are left out can be written as well") {
  CHECK(link("up: 1 bps, down: 1 bps, medium: own, cells: 1, duplex: full, latency: 0 s") ==
        link("up: 1 bps"));
}

TEST_CASE("a rate may be unlimited or zero") {
  CHECK(std::isinf(link("up: unlimited").up.first().value));
  CHECK(link("up: 0 bps").up.first().value == 0);
}

TEST_CASE("a rate may come from a file of seconds and Mbps that repeats") {
  const RateTrace read = trace("0 1\n1 2\n", "");
  CHECK(read == RateTrace{{{{0}, {1e6}}, {{1}, {2e6}}}, {2}});
}

TEST_CASE("every key of a rate trace is read") {
  CHECK(trace("t,r\n0,8\n1000,16\n",
              ", layout: pairs, time: t, rate: r, time_unit: ms, rate_unit: kB/s, "
              "repeat: false, start: 500 ms") == RateTrace{{{{0}, {64e3}}, {{0.5}, {128e3}}}, {0}});
  CHECK(trace("1\n2\n3\n4\n", ", layout: mahimahi, bin: 2 ms").first().value ==
        doctest::Approx(12e6).epsilon(1e-12));
}

TEST_CASE("the packets of a Mahimahi file are taken together by 100 ms unless it says otherwise") {
  // 2 packets of 12,000 bit in each bin.
  CHECK(trace("40\n100\n140\n200\n", ", layout: mahimahi").first().value ==
        doctest::Approx(240e3).epsilon(1e-12));
}

TEST_CASE("what holds where keys of a rate trace are left out can be written as well") {
  const std::string pairs = "5 1\n6 2\n";
  CHECK(trace(pairs, ", layout: pairs, time_unit: s, rate_unit: Mbps, repeat: true, start: 0 s") ==
        trace(pairs, ""));
  const std::string packets = "40\n100\n140\n";
  CHECK(trace(packets, ", layout: mahimahi, bin: 100 ms") == trace(packets, ", layout: mahimahi"));
}

TEST_CASE("one column of a rate trace without the other is refused at the trace") {
  CHECK(trace_refusal("t,r\n0,8\n", ", time: t") ==
        "f.yaml:1:11: name both columns, 'time' and 'rate', or neither");
}

TEST_CASE("a trace that no link can have is refused where its file is named") {
  // 1e300 Gbps is more than a double holds.
  CHECK(trace_refusal("0 1e300\n1 1\n", ", rate_unit: Gbps") ==
        "f.yaml:1:19: step 1 of the trace has the rate inf bit/s");
}

TEST_CASE("a link without a rate is refused") {
  CHECK(refusal_as(links_format(project_zoo()), "air:\n  latency: 1 ms\n") ==
        "f.yaml:2:3: a link needs the key 'up' (rate, as '18.88 Mbps'; unlimited; or table: rate trace)");
}

TEST_CASE("a misspelt rate is refused as a rate") {
  CHECK(refusal_as(links_format(project_zoo()), "air: {up: unlimitted}") ==
        "f.yaml:1:11: 'unlimitted' is no rate: expected a rate such as '18.88 Mbps' (units: bps, kbps, Mbps, "
        "Gbps, bit/s, kbit/s, Mbit/s, Gbit/s, Kibit/s, Mibit/s, B/s, kB/s, MB/s, GB/s)");
}

TEST_CASE("links of no cell and bins of no time are refused") {
  CHECK_THROWS_AS(link("up: 1 bps, cells: 0"), InputError);
  CHECK_THROWS_AS(trace("1\n", ", layout: mahimahi, bin: 0 s"), InputError);
  CHECK_THROWS_AS(link("up: 1 bps, latency: -1 s"), InputError);
}

// ---- servers

TEST_CASE("a server is one slot that serves in order and announces no load unless it says otherwise") {
  const Server read = read_as(servers_format(project_zoo()), "edge: {hardware: t4}").at(0);
  CHECK(read.name == "edge");
  CHECK(read.hardware.name == "t4");
  CHECK(read.count == 1);
  CHECK(read.slots == 1);
  CHECK(read.discipline == Discipline::first_come_first_served);
  CHECK(!read.queue);
  CHECK(read.load == 1);
  CHECK(read.announces_load);
  CHECK(read.batching == Batching{});
  CHECK(read.variation == Variation{});
}

TEST_CASE("every key of a server is read") {
  const Server read = server(
      "count: 2, slots: 8, discipline: sharing, queue: 5, load: 1.5, announces_load: false, "
      "variation: {lognormal: 20%}, batch: {largest: 16, wait: 5 ms, time: {1: 1, 16: 3.5}}");
  CHECK(read.count == 2);
  CHECK(read.slots == 8);
  CHECK(read.discipline == Discipline::processor_sharing);
  CHECK(read.queue == 5);
  CHECK(read.load == 1.5);
  CHECK(!read.announces_load);
  CHECK(read.variation == Variation{Variation::Law::lognormal, 0.2});
  CHECK(read.batching.largest == 16);
  CHECK(read.batching.wait == Seconds{0.005});
  CHECK(read.batching.relative_time == std::map<std::size_t, double>{{1, 1.0}, {16, 3.5}});
  CHECK(server("discipline: fcfs").discipline == Discipline::first_come_first_served);
}

TEST_CASE("what holds where keys of a server are left out can be written as well") {
  CHECK(server("count: 1, slots: 1, discipline: fcfs, load: 1, announces_load: true, variation: none, "
               "batch: {largest: 1, wait: 0 s}") == server("slots: 1"));
  CHECK(server("queue: 0").queue == 0);
}

TEST_CASE("a server may take another view of what its hardware gains from pruning") {
  const auto speedups = [](const std::string& more) {
    return read_as(servers_format(project_zoo()), "edge: {hardware: a100" + more + "}")
        .at(0)
        .hardware.speedups;
  };
  CHECK(speedups("").at(WeightFormat::n_m).kind == SpeedupCurve::Kind::measured);
  CHECK(speedups(", sparse_speedup: as measured") == speedups(""));
  CHECK(speedups(", sparse_speedup: none").empty());
  CHECK(speedups(", sparse_speedup: ideal").at(WeightFormat::csr).kind == SpeedupCurve::Kind::ideal);
}

TEST_CASE("a batch waits for nobody and gains nothing unless it says otherwise") {
  const Batching read = server("batch: {largest: 4}").batching;
  CHECK(read.largest == 4);
  CHECK(read.wait == Seconds{0});
  CHECK(read.relative_time.empty());
}

TEST_CASE("a time of batches that is no table is refused with an example") {
  CHECK(server_refusal("edge:\n  hardware: t4\n  batch: {largest: 4, time: 2}\n") ==
        "f.yaml:3:29: expected a table of batch sizes and factors, as {1: 1, 8: 3.5}, found '2'");
}

TEST_CASE("a size of a batch that is none is refused at its key") {
  CHECK(server_refusal("edge:\n  hardware: t4\n  batch: {largest: 4, time: {1: 1, few: 2}}\n") ==
        "f.yaml:3:36: 'few' is no batch size");
  for (const std::string size : {"0", "01", "-1", "+1", "1.5", "123456"}) {
    CAPTURE(size);
    CHECK_THROWS_AS(server("batch: {largest: 4, time: {" + size + ": 1}}"), InputError);
  }
}

TEST_CASE("servers without slots and loads below 1 are refused") {
  for (const std::string keys : {"slots: 0", "count: 0", "load: 0.9", "batch: {largest: 0}",
                                 "batch: {largest: 2, time: {1: -1}}", "discipline: lifo"}) {
    CAPTURE(keys);
    CHECK_THROWS_AS(server(keys), InputError);
  }
}

// ---- variation

TEST_CASE("computing times vary not at all or exponentially or by a lognormal law") {
  CHECK(read_as(variation_format(), "none") == Variation{});
  CHECK(read_as(variation_format(), "exponential") == Variation{Variation::Law::exponential, 1});
  CHECK(read_as(variation_format(), "{lognormal: 0.5}") == Variation{Variation::Law::lognormal, 0.5});
}

TEST_CASE("a variation of no known law is refused") {
  CHECK(refusal_as(variation_format(), "{normal: 20%}") ==
        "f.yaml:1:2: unknown key 'normal' in a variation; there is: lognormal");
  CHECK_THROWS_AS(read_as(variation_format(), "[none]"), InputError);
  CHECK_THROWS_AS(read_as(variation_format(), "{}"), InputError);
}

// ---- documentation

TEST_CASE("the documentation of links and servers tells of traces and batches too") {
  std::vector<std::string> names;
  for (const SectionDoc& doc : link_docs(project_zoo())) names.push_back(doc.name);
  for (const SectionDoc& doc : server_docs(project_zoo())) names.push_back(doc.name);
  CHECK(names == std::vector<std::string>{"link", "rate trace", "server", "batching"});
}

TEST_CASE("a server announces no queue and is free unless it says otherwise") {
  CHECK_FALSE(server("slots: 1").announces_queue);
  CHECK_FALSE(server("slots: 1").price);
  const Server read = server("announces_queue: true, price: {request: 1e-5, hour: 0.5}");
  CHECK(read.announces_queue);
  CHECK(read.price == ServerPrice{.request = 1e-5, .hour = 0.5});
  CHECK(server("price: {hour: 2}").price == ServerPrice{.hour = 2});
}
