#include "scenarios/loader/axis_range.hpp"

#include <doctest/doctest.h>

#include "scenarios/loader/yaml_document.hpp"
#include "tests/scenarios/loader/refusal.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

Value value(const std::string& text) {
  return Value::make_text({"s.yaml", 1, 1}, text, false);
}

WrittenRange range(const std::string& from, const std::string& to) {
  return {.from = value(from), .to = value(to)};
}

std::vector<std::string> stepped(const std::string& from, const std::string& to, const std::string& step) {
  WrittenRange written = range(from, to);
  written.step = value(step);
  std::vector<std::string> texts;
  for (const Value& one : values_of(written)) texts.push_back(one.text());
  return texts;
}

std::vector<std::string> spread(const std::string& from, const std::string& to, std::uint64_t points,
                                bool log, bool whole = false) {
  WrittenRange written = range(from, to);
  written.points = points;
  written.logarithmic = log;
  written.whole = whole;
  std::vector<std::string> texts;
  for (const Value& one : values_of(written)) texts.push_back(one.text());
  return texts;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("axis range: steps go from one end to the other in the unit of the first") {
  CHECK(stepped("10", "50", "20") == Texts{"10", "30", "50"});
  CHECK(stepped("10", "45", "20") == Texts{"10", "30"});
  CHECK(stepped("1 Mbps", "2 Mbps", "500 kbps") == Texts{"1 Mbps", "1.5 Mbps", "2 Mbps"});
  CHECK(stepped("5ms", "1ms", "-2ms") == Texts{"5ms", "3ms", "1ms"});
  CHECK(stepped("20%", "40%", "10%") == Texts{"20%", "30%", "40%"});
}

TEST_CASE("axis range: decimal fractions come out as they would be written") {
  CHECK(stepped("0.1", "0.5", "0.1") == Texts{"0.1", "0.2", "0.3", "0.4", "0.5"});
  CHECK(stepped("0", "1", "0.1").size() == 11);
  CHECK(stepped("0", "1", "0.1").back() == "1");
}

TEST_CASE("axis range: points lie at the same differences or the same factors with both ends exact") {
  CHECK(spread("0 ms", "1 ms", 3, false) == Texts{"0 ms", "0.5 ms", "1 ms"});
  CHECK(spread("1 Mbps", "100 Mbps", 3, true) == Texts{"1 Mbps", "10 Mbps", "100 Mbps"});
  CHECK(spread("500 kbps", "2 Mbps", 3, true) == Texts{"500 kbps", "1000 kbps", "2000 kbps"});
  CHECK(spread("0.3", "0.7", 2, true) == Texts{"0.3", "0.7"});
}

TEST_CASE("axis range: whole numbers are rounded and stand there once") {
  CHECK(spread("1", "10", 6, true, true) == Texts{"1", "2", "3", "4", "6", "10"});
  CHECK(spread("1", "3", 5, false, true) == Texts{"1", "2", "3"});
}

TEST_CASE("axis range: without step and points there are ends and no values") {
  CHECK(values_of(range("1 s", "2 s")).empty());
  const AxisRange ends = ends_of(range("1 s", "2000 ms"));
  CHECK(ends.from == 1);
  CHECK(ends.to == 2);
  CHECK(ends.unit == " s");
  CHECK(text_of(ends, 1.25) == "1.25 s");
}

TEST_CASE("axis range: what is no range is refused at its place") {
  CHECK(refusal([] { (void)stepped("1", "5", "-1"); }) == "s.yaml:1:1: steps of -1 never come from 1 to 5");
  CHECK(refusal([] { (void)stepped("1 s", "5 s", "0 s"); }) ==
        "s.yaml:1:1: steps of 0 s never come from 1 s to 5 s");
  CHECK(refusal([] { (void)stepped("0", "1", "1e-9"); }) ==
        "s.yaml:1:1: this makes more than 1000000 values");
  CHECK(refusal([] { (void)ends_of(range("1 s", "1000 ms")); }) ==
        "s.yaml:1:1: a range ends elsewhere than it begins");
  CHECK(refusal([] { (void)ends_of(range("1 s", "2")); }) ==
        "s.yaml:1:1: this has no unit, and 'from' is in 's'");
  CHECK(refusal([] { (void)ends_of(range("1", "2 MB")); }) ==
        "s.yaml:1:1: this is in 'MB', and 'from' has no unit");
  CHECK(refusal([] { (void)ends_of(range("few", "2")); }) ==
        "s.yaml:1:1: expected a number, or a quantity such as '10 Mbps', found 'few'");
  CHECK(refusal([] { (void)spread("0 s", "1 s", 3, true); }) ==
        "s.yaml:1:1: a range with 'scale: log' has ends greater than zero, not '0 s'");
  CHECK(refusal([] { (void)spread("1", "-1", 3, true); }) ==
        "s.yaml:1:1: a range with 'scale: log' has ends greater than zero, not '-1'");
}
