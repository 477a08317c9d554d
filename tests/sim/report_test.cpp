#include "sim/report.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

using namespace splitscape;

namespace {

/// A run in which everything adds up.
RunReport sound() {
  RunReport report;
  GroupReport group{.name = "sensors", .devices = 1, .arrived = 6};
  for (std::uint64_t& count : group.endings) count = 1;
  report.groups.push_back(group);
  DeviceReport device{.number = 3};
  device.energy.idle = {1};
  device.energy.requests = {.head = {2}, .exits = {3}, .transmit = {4}, .receive = {5}};
  device.integral = {15};
  report.devices.push_back(device);
  report.links.push_back(
      {.name = "air", .up = true, .media = 1, .sent = {70}, .delivered = {50}, .lost = {20}});
  return report;
}

}  // namespace

TEST_CASE("a run that adds up is accepted") {
  CHECK_NOTHROW(sound().verify());
  CHECK_NOTHROW(RunReport{}.verify());
}

TEST_CASE("a request without a record does not add up") {
  RunReport report = sound();
  report.groups.front().arrived = 7;
  CHECK_THROWS_WITH_AS(report.verify(),
                       "the run does not add up: 7 requests arrived at 'sensors', 6 records were written",
                       std::logic_error);
}

TEST_CASE("bytes that neither arrived nor were lost do not add up") {
  RunReport report = sound();
  report.links.front().lost = {19};
  CHECK_THROWS_WITH_AS(report.verify(),
                       "the run does not add up: link 'air' took 70 bytes, delivered 50 and lost 19",
                       std::logic_error);
}

TEST_CASE("a link that delivers more than it took does not add up") {
  RunReport report = sound();
  report.links.front().delivered = {71};
  report.links.front().lost = {-1};
  CHECK_THROWS_WITH_AS(report.verify(),
                       "the run does not add up: link 'air' took 70 bytes, delivered 71 and lost -1",
                       std::logic_error);
}

TEST_CASE("a joule that is in no ledger does not add up") {
  RunReport report = sound();
  report.devices.front().integral = {16};
  CHECK_THROWS_WITH_AS(
      report.verify(),
      "the run does not add up: device 3 of 'sensors' used 15 J by its ledger and 16 J by its power",
      std::logic_error);
}

TEST_CASE("rounding is no violation and a millionth of a joule is") {
  RunReport report = sound();
  report.devices.front().integral = {15 * (1 + 1e-13)};
  CHECK_NOTHROW(report.verify());
  report.devices.front().integral = {15 + 1e-6};
  CHECK_THROWS_AS(report.verify(), std::logic_error);
}
