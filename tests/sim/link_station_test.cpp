#include "sim/link_station.hpp"

#include <doctest/doctest.h>

using namespace splitscape;

TEST_CASE("a medium knows its number in the engine") {
  CHECK(LinkStation(MediumId{7}).medium() == MediumId{7});
}

TEST_CASE("what crosses a medium is counted each way") {
  LinkStation station(MediumId{0});
  station.begins(Direction::up, {100}, {1});
  station.begins(Direction::down, {30}, {2});
  station.leaves_air(Direction::up, {4});
  station.leaves_air(Direction::down, {3});
  station.arrives(Direction::up, {100});
  LinkReport up;
  station.add_to(up, Direction::up, {10});
  CHECK(up.media == 1);
  CHECK(up.transfers == 1);
  CHECK(up.sent.value == 100);
  CHECK(up.delivered.value == 100);
  CHECK(up.lost.value == 0);
  CHECK(up.busy.value == 3);
  LinkReport down;
  station.add_to(down, Direction::down, {10});
  CHECK(down.transfers == 1);
  CHECK(down.sent.value == 30);
  CHECK(down.delivered.value == 0);
  CHECK(down.lost.value == 30);
  CHECK(down.busy.value == 1);
}

TEST_CASE("a medium is busy once while several transfers are in the air") {
  LinkStation station(MediumId{0});
  station.begins(Direction::up, {1}, {1});
  station.begins(Direction::up, {1}, {2});
  station.leaves_air(Direction::up, {3});
  station.leaves_air(Direction::up, {5});
  station.begins(Direction::up, {1}, {7});
  station.leaves_air(Direction::up, {8});
  LinkReport report;
  station.add_to(report, Direction::up, {10});
  CHECK(report.transfers == 3);
  CHECK(report.busy.value == 5);  // 1 to 5 and 7 to 8
}

TEST_CASE("a transfer in the air at the end keeps the medium busy until then") {
  LinkStation station(MediumId{0});
  station.begins(Direction::up, {50}, {4});
  LinkReport report;
  station.add_to(report, Direction::up, {10});
  CHECK(report.busy.value == 6);
  CHECK(report.lost.value == 50);
}

TEST_CASE("the report of a link sums its media") {
  LinkStation one(MediumId{0});
  LinkStation other(MediumId{1});
  one.begins(Direction::up, {50}, {0});
  one.leaves_air(Direction::up, {2});
  one.arrives(Direction::up, {50});
  other.begins(Direction::up, {20}, {0});
  other.leaves_air(Direction::up, {3});
  LinkReport report;
  one.add_to(report, Direction::up, {10});
  other.add_to(report, Direction::up, {10});
  CHECK(report.media == 2);
  CHECK(report.transfers == 2);
  CHECK(report.sent.value == 70);
  CHECK(report.delivered.value == 50);
  CHECK(report.lost.value == 20);
  CHECK(report.busy.value == 5);
}
