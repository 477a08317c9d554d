#include "scenarios/loader/speedup_section.hpp"

#include <doctest/doctest.h>

#include "tests/scenarios/loader/read_as.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

using Kind = SpeedupCurve::Kind;

std::map<WeightFormat, SpeedupCurve> speedups(const std::string& yaml) {
  return read_as(speedups_format(), yaml);
}

std::string refusal_of(const std::string& yaml) {
  return refusal_as(speedups_format(), yaml);
}

}  // namespace

TEST_CASE("hardware that says nothing of pruned layers has no speed-ups") {
  CHECK(speedups("{}").empty());
}

TEST_CASE("what a runtime makes of pruned layers is a word or a measured curve for each format") {
  const auto read = speedups(
      "{predefined: ideal, csr: none, bitmap: ideal, n_m: {points: {50%: 1.8}, status: verified, source: "
      "them}, "
      "block: {points: {0.25: 1.5, 12.5%: 3, 1: 0.5}, status: derived, source: us}}");
  REQUIRE(read.size() == 5);
  CHECK(read.at(WeightFormat::predefined) == SpeedupCurve{.kind = Kind::ideal});
  CHECK(read.at(WeightFormat::csr) == SpeedupCurve{.kind = Kind::none});
  CHECK(read.at(WeightFormat::bitmap) == SpeedupCurve{.kind = Kind::ideal});
  CHECK(read.at(WeightFormat::n_m) ==
        SpeedupCurve{
            .kind = Kind::measured, .points = {{0.5, 1.8}}, .status = Status::verified, .source = "them"});
  CHECK(read.at(WeightFormat::block) == SpeedupCurve{.kind = Kind::measured,
                                                     .points = {{0.125, 3}, {0.25, 1.5}, {1, 0.5}},
                                                     .status = Status::derived,
                                                     .source = "us"});
}

TEST_CASE("a format of weights that nobody knows is refused with the nearest") {
  CHECK(refusal_of("{blok: ideal}") ==
        "f.yaml:1:2: unknown key 'blok' in a sparse speed-ups; did you mean 'block'?");
}

TEST_CASE("a measured speed-up needs its source") {
  CHECK(refusal_of("{csr: {points: {50%: 2}, status: verified}}").find("needs the key 'source'") !=
        std::string::npos);
}

TEST_CASE("points that are no table of densities and factors are refused") {
  const auto with = [](const std::string& points) {
    return refusal_of("{csr: {points: " + points + ", status: verified, source: x}}");
  };
  CHECK(with("2") ==
        "f.yaml:1:16: expected a table of densities with factors, as {12.5%: 2.1, 25%: 1.4}, found '2'");
  CHECK(with("{}").find("expected a table of densities") != std::string::npos);
  CHECK(with("{150%: 2}") ==
        "f.yaml:1:17: '150%' is no density: expected a share between 0 and 1, or a percentage such as '20%'");
  CHECK(with("{50%: 0}") == "f.yaml:1:22: a factor greater than zero is needed here");
  CHECK(with("{50%: 2, 0.5: 3}") ==
        "f.yaml:1:7: the densities of a speed-up curve must rise: 0.5 comes after 0.5");
  CHECK(with("{0: 2}") == "f.yaml:1:7: a density of 0 is not above 0 and at most 1");
}

TEST_CASE("a device or a server may take another view of what pruned layers gain") {
  const std::map<WeightFormat, SpeedupCurve> known{
      {WeightFormat::csr, {.kind = Kind::measured, .points = {{0.5, 1.2}}}}};
  const auto chosen = [&known](const std::string& owner) {
    auto speedups = known;
    choose_speedups(speedups, parse_document(owner, "f.yaml"));
    return speedups;
  };
  CHECK(chosen("{}") == known);
  CHECK(chosen("{sparse_speedup: as measured}") == known);
  CHECK(chosen("{sparse_speedup: none}").empty());
  const auto ideal = chosen("{sparse_speedup: ideal}");
  REQUIRE(ideal.size() == 5);
  for (const auto& [format, curve] : ideal) CHECK(curve.kind == Kind::ideal);
  CHECK(!ideal.contains(WeightFormat::dense));
}

TEST_CASE("a view that nobody knows is refused") {
  CHECK(refusal_as(sparse_speedup_format(), "perfect").find("'perfect' is not known here") !=
        std::string::npos);
}
