#include "scenarios/sweep/study_rows.hpp"

#include <doctest/doctest.h>

#include <set>

#include "tests/scenarios/sweep/study_place.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

std::vector<std::string> texts_of(const StudyRows& rows, std::size_t index) {
  std::vector<std::string> texts;
  for (const AxisPoint& point : rows.row(index)) texts.push_back(point.text);
  return texts;
}

}  // namespace

TEST_CASE("rows of a study are the grid of its axes, the first slowest") {
  const StudyPlace place;
  const Study study = place.study(
      "axes: {a: {key: seeds, values: [1, 2]}, b: {key: x, values: [p, q, r]}, c: {key: y, values: [0]}}\n");
  const StudyRows rows(study);
  REQUIRE(rows.count() == 6);
  CHECK(texts_of(rows, 0) == std::vector<std::string>{"1", "p", "0"});
  CHECK(texts_of(rows, 1) == std::vector<std::string>{"1", "q", "0"});
  CHECK(texts_of(rows, 5) == std::vector<std::string>{"2", "r", "0"});
}

TEST_CASE("a study without axes has one row") {
  const StudyPlace place;
  const Study study = place.study("");
  CHECK(StudyRows(study).count() == 1);
  CHECK(StudyRows(study).row(0).empty());
}

TEST_CASE("rows of a design are its points in the ranges of the axes") {
  const StudyPlace place;
  const std::string axes = "axes: {a: {key: k, from: 1 s, to: 4 s}, b: {key: l, values: [x, y]}}\n";
  const Study morris = place.study(axes + "design: {morris: 5}\n");
  const StudyRows walks(morris);
  REQUIRE(walks.count() == 5 * 3);
  std::set<std::string> met;
  for (std::size_t i = 0; i < walks.count(); ++i) {
    const auto row = texts_of(walks, i);
    met.insert(row.begin(), row.end());
    if (i % 3 == 0) continue;
    const auto before = texts_of(walks, i - 1);
    const bool one_moves = (row[0] != before[0]) != (row[1] != before[1]);
    CHECK(one_moves);
  }
  CHECK(met == std::set<std::string>{"1 s", "2 s", "3 s", "4 s", "x", "y"});
  const Study sobol = place.study(axes + "design: {sobol: 8}\n");
  CHECK(StudyRows(sobol).count() == 8 * 4);
}
