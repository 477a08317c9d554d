#include "scenarios/loader/device_sections.hpp"

#include <doctest/doctest.h>

#include <string>
#include <variant>
#include <vector>

#include "tests/scenarios/loader/read_as.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

/// A group with the keys that it needs, its arrivals and whatever else is given.
std::string group(const std::string& arrivals, const std::string& more = "") {
  return "cams:\n  hardware: {rate: 1 GMAC/s}\n  network: abc\n  arrivals: " + arrivals + "\n" + more;
}

Deployment device(const std::string& more) {
  return read_as(devices_format(project_zoo()), group("{poisson: 2 /s}", more)).at(0);
}

Arrivals arrivals(const std::string& written, const std::string& directory = "") {
  return read_as(devices_format(project_zoo()), group(written), directory).at(0).workload.arrivals;
}

/// Instants of arrivals from a file of this text.
std::vector<double> stamps(const std::string& text, const std::string& more = "") {
  const TemporaryDirectory directory;
  directory.write("a.csv", text);
  std::vector<double> times;
  const auto read = std::get<TimestampArrivals>(arrivals("{file: a.csv" + more + "}", directory.path()));
  for (const Seconds time : read.times) times.push_back(time.value);
  return times;
}

std::string refusal_of(const std::string& yaml) {
  return refusal_as(devices_format(project_zoo()), yaml);
}

}  // namespace

TEST_CASE("a group of devices is one device alone on mains unless it says otherwise") {
  const Deployment read = device("");
  CHECK(read.name == "cams");
  CHECK(read.count == 1);
  CHECK(read.hardware.rate->value.value == 1e9);
  CHECK(read.network == "abc");
  CHECK(read.path.empty());
  CHECK(read.workload.arrivals == Arrivals(PoissonArrivals{{2}}));
  CHECK(!read.workload.deadline);
  CHECK(read.workload.order == SampleOrder::shuffled);
  CHECK(!read.queue);
  CHECK(!read.battery);
  CHECK(read.answer == Bytes{0});
  CHECK(read.variation == Variation{});
}

TEST_CASE("every key of a group of devices is read") {
  const Deployment read = device(
      "  count: 50\n  path: [wifi, edge]\n  deadline: 500 ms\n  order: file\n  queue: 0\n  battery: 10 Wh\n"
      "  answer: 2 kB\n  variation: exponential\n");
  CHECK(read.count == 50);
  CHECK(read.path == std::vector<std::string>{"wifi", "edge"});
  CHECK(read.workload.deadline == Seconds{0.5});
  CHECK(read.workload.order == SampleOrder::file);
  CHECK(read.queue == 0);
  CHECK(read.battery == Joules{36000});
  CHECK(read.answer == Bytes{2000});
  CHECK(read.variation.law == Variation::Law::exponential);
}

TEST_CASE("several paths are read by name in the order of the file") {
  const Deployment read = device("  paths: {near: [wifi, node], far: [wifi, gateway, wan, cloud]}\n");
  CHECK(read.path == std::vector<std::string>{"wifi", "node"});
  CHECK(read.routes == std::vector<Route>{{.name = "near", .path = {"wifi", "node"}},
                                          {.name = "far", .path = {"wifi", "gateway", "wan", "cloud"}}});
  CHECK(device("  path: [wifi, node]\n").routes.empty());
}

TEST_CASE("paths are a table of names, and not beside a path") {
  const auto refused = [](const std::string& more) { return refusal_of(group("{poisson: 2 /s}", more)); };
  CHECK(refused("  path: [a, b]\n  paths: {near: [a, b]}\n")
            .ends_with("a group of devices has either a 'path' or 'paths', not both"));
  const std::string example =
      "a table of paths by name, as {near: [wifi, node], far: [wifi, gateway, wan, cloud]}";
  CHECK(refused("  paths: [wifi, node]\n").find(example) != std::string::npos);
  CHECK(refused("  paths: {}\n").find(example) != std::string::npos);
  CHECK(refused("  paths: {\"\": [a, b]}\n").ends_with("a name must not be empty"));
}

TEST_CASE("what holds where keys of a group are left out can be written as well") {
  CHECK(device("  count: 1\n  path: []\n  order: shuffled\n  answer: 0 B\n  variation: none\n") ==
        device(""));
}

TEST_CASE("a group may take another view of what its hardware gains from pruning wherever it says so") {
  const std::string ideal = R"(
cams:
  sparse_speedup: ideal
  hardware: a100
  network: abc
  arrivals: {poisson: 2 /s}
)";
  const auto read = read_as(devices_format(project_zoo()), ideal).at(0).hardware.speedups;
  CHECK(read.size() == 5);
  CHECK(read.at(WeightFormat::n_m).kind == SpeedupCurve::Kind::ideal);
  CHECK(device("  sparse_speedup: as measured\n").hardware == device("").hardware);
}

TEST_CASE("an answer that stays where it is found has no size") {
  CHECK(!device("  answer: none\n").answer);
}

TEST_CASE("the arrivals of a group are Poisson or periodic or closed") {
  CHECK(arrivals("{poisson: 30 /min}") == Arrivals(PoissonArrivals{{0.5}}));
  CHECK(arrivals("{periodic: 40 ms}") == Arrivals(PeriodicArrivals{{0.04}, std::nullopt}));
  CHECK(arrivals("{periodic: 2 s, phase: 0 s}") == Arrivals(PeriodicArrivals{{2}, Seconds{0}}));
  CHECK(arrivals("{closed: 0 s}") == Arrivals(ClosedLoopArrivals{{0}, false}));
  CHECK(arrivals("{closed: 1 s, law: exponential}") == Arrivals(ClosedLoopArrivals{{1}, true}));
  CHECK(arrivals("{closed: 1 s, law: constant}") == Arrivals(ClosedLoopArrivals{{1}, false}));
}

TEST_CASE("time stamps that are numbers count from the start of the run") {
  CHECK(stamps("0.5\n1\n1\n2.25\n") == std::vector<double>{0.5, 1, 1, 2.25});
}

TEST_CASE("time stamps that are numbers have a unit") {
  CHECK(stamps("500\n2500\n", ", unit: ms") == std::vector<double>{0.5, 2.5});
}

TEST_CASE("time stamps stand in the first field or in a column with a name") {
  CHECK(stamps("1,a\n2,b\n") == std::vector<double>{1, 2});
  CHECK(stamps("user,t\nx,3\ny,4\n", ", column: t") == std::vector<double>{3, 4});
}

TEST_CASE("the first of time stamps that are dates is the start of the run") {
  const auto times = stamps("TIMESTAMP,tokens\n2023-11-16 18:17:03.98,4808\n2023-11-16 18:18:04.98,3180\n",
                            ", column: TIMESTAMP");
  REQUIRE(times.size() == 2);
  CHECK(times[0] == 0);
  CHECK(times[1] == doctest::Approx(61).epsilon(1e-9));
}

TEST_CASE("dates without a colon begin at the start of the run too") {
  CHECK(stamps("2019.12.16_13.40.04\n2019.12.16_13.40.14\n") == std::vector<double>{0, 10});
}

TEST_CASE("the unit of numbers leaves dates alone") {
  CHECK(stamps("2023-11-16 18:17:03,x\n2023-11-16 18:17:13,x\n", ", unit: ms") == std::vector<double>{0, 10});
}

TEST_CASE("time stamps that fall are refused at their line") {
  const TemporaryDirectory directory;
  directory.write("a.csv", "id,t\n1,5\n2,6\n3,5.5\n");
  CHECK(refusal([&] { arrivals("{file: a.csv, column: t}", directory.path()); }) ==
        "a.csv:4:3: time goes backwards (field 2, 't')");
}

TEST_CASE("a time stamp before the start of the run and a file without stamps are refused") {
  CHECK_THROWS_AS(stamps("-1\n"), InputError);
  CHECK_THROWS_AS(stamps("t\n", ", column: t"), InputError);
  CHECK_THROWS_AS(stamps("fast\n"), InputError);
}

TEST_CASE("arrivals of no known kind are refused with the nearest one") {
  CHECK(refusal_of(group("{poison: 2 /s}")) ==
        "f.yaml:4:14: unknown key 'poison' in arrivals; did you mean 'poisson'?");
}

TEST_CASE("a group without arrivals is refused at its first key") {
  CHECK(refusal_of("cams:\n  hardware: phone\n  network: abc\n") ==
        "f.yaml:2:3: a group of devices needs the key 'arrivals' (arrivals)");
}

TEST_CASE("a rate of arrivals of zero is refused") {
  CHECK(refusal_of(group("{poisson: 0 /s}")) == "f.yaml:4:23: a frequency greater than zero is needed here");
}

TEST_CASE("groups of no device and deadlines and batteries of zero are refused") {
  for (const std::string more : {"count: 0", "count: 10000001", "deadline: 0 s", "battery: 0 J", "queue: -1",
                                 "answer: nothing", "order: random"}) {
    CAPTURE(more);
    CHECK_THROWS_AS(device("  " + more + "\n"), InputError);
  }
}

TEST_CASE("the documentation of a group tells of its kinds of arrivals too") {
  std::vector<std::string> names;
  for (const SectionDoc& doc : device_docs(project_zoo())) names.push_back(doc.name);
  CHECK(names == std::vector<std::string>{"group of devices", "prices", "Poisson arrivals",
                                          "periodic arrivals", "arrivals from a file", "closed loop"});
}
