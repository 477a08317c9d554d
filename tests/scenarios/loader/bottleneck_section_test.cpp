#include "scenarios/loader/bottleneck_section.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "tests/scenarios/loader/read_as.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

Bottleneck bottleneck(const std::string& keys) {
  return read_as(bottlenecks_format(), "[{" + keys + "}]").at(0);
}

std::string refusal_of(const std::string& keys) {
  return refusal_as(bottlenecks_format(), "[{" + keys + "}]");
}

const std::string widths =
    "after: a, accuracy_change: -1%, encoder: {macs: 1 MAC}, decoder: {macs: 2 MAC}, widths: {narrow: "
    "{ratio: 10%, "
    "accuracy_change: -3%}, 0.50: {ratio: 0.5, encoder: {macs: 5 MAC}, decoder: {macs: 6 MAC}}}";

}  // namespace

TEST_CASE("a bottleneck says after which layer it makes the tensor how small") {
  CHECK(bottleneck("after: a, ratio: 0.25") == Bottleneck{.after = "a", .ratio = 0.25});
  CHECK(bottleneck("after: input, ratio: 12.5%") == Bottleneck{.after = "input", .ratio = 0.125});
  CHECK(bottleneck("after: a, ratio: 150%").ratio == 1.5);
}

TEST_CASE("every key of a bottleneck is read") {
  const Bottleneck read = bottleneck(
      "after: a, ratio: 0.5, accuracy_change: -0.6%, encoder: {macs: 3 kMAC}, decoder: {macs: 4 kMAC}");
  CHECK(read.accuracy_change == doctest::Approx(-0.006).epsilon(1e-12));
  CHECK(read.encoder.macs == Macs{3000});
  CHECK(read.decoder.macs == Macs{4000});
  CHECK(bottleneck("after: a, ratio: 1, accuracy_change: +2%").accuracy_change == 0.02);
  CHECK(bottleneck("after: a, ratio: 1, accuracy_change: 0.01").accuracy_change == 0.01);
}

TEST_CASE("of the widths of a bottleneck one is chosen and says what differs") {
  const Bottleneck narrow = bottleneck(widths + ", width: narrow");
  CHECK(narrow.ratio == 0.1);
  CHECK(narrow.accuracy_change == -0.03);
  CHECK(narrow.encoder.macs == Macs{1});
  CHECK(narrow.decoder.macs == Macs{2});
  const Bottleneck half = bottleneck("width: 0.50, " + widths);
  CHECK(half.ratio == 0.5);
  CHECK(half.accuracy_change == -0.01);
  CHECK(half.encoder.macs == Macs{5});
  CHECK(half.decoder.macs == Macs{6});
}

TEST_CASE("a width that is not there is refused with the nearest") {
  CHECK(refusal_of(widths + ", width: narow").ends_with("there is no width 'narow'; did you mean 'narrow'?"));
}

TEST_CASE("widths of which none is deployed are bottlenecks to choose from") {
  const auto read = read_as(bottlenecks_format(), "[{" + widths + "}, {after: b, ratio: 1}]");
  REQUIRE(read.size() == 3);
  CHECK(read[0].after == "a");
  CHECK(read[0].name == "narrow");
  CHECK(read[0].ratio == 0.1);
  CHECK(read[0].accuracy_change == -0.03);
  CHECK(read[0].encoder.macs == Macs{1});
  CHECK_FALSE(read[0].width);
  CHECK(read[1].name == "0.50");
  CHECK(read[1].ratio == 0.5);
  CHECK(read[1].encoder.macs == Macs{5});
  CHECK(read[2] == Bottleneck{.after = "b"});
  const auto slimmable = read_as(
      bottlenecks_format(), "[{after: a, widths: {n: {ratio: 10%, width: 25%}, w: {ratio: 20%, width: 1}}}]");
  CHECK(slimmable.at(0).width == 0.25);
  CHECK(slimmable.at(1).width == 1.0);
}

TEST_CASE("a bottleneck to choose has a name and may have a width") {
  CHECK(bottleneck("after: a, name: half, ratio: 0.5, width: 50%") ==
        Bottleneck{.after = "a", .name = "half", .ratio = 0.5, .width = 0.5});
  CHECK(bottleneck("after: a, name: 8, ratio: 0.25, width: 0.25").width == 0.25);
  CHECK(bottleneck("after: a, name: 8, ratio: 0.25").name == "8");
  CHECK(bottleneck("after: a, name: student, ratio: 0.1, replaces_head: true").replaces_head);
  CHECK(refusal_of("after: a, name: true, ratio: 1").find("expected a name") != std::string::npos);
  CHECK(refusal_of(widths + ", name: n")
            .ends_with("of a bottleneck with 'widths', the names are those of the widths"));
  CHECK(
      refusal_of("after: a, ratio: 1, width: b")
          .ends_with(
              "without 'widths' to choose one from, 'width' is a share above 0 and at most 1, such as 50%"));
  for (const char* width : {"0", "1.5", "200%", "half"})
    CHECK(
        refusal_of(fmt::format("after: a, name: n, ratio: 1, width: {}", width)).find("'width' is a share") !=
        std::string::npos);
}

TEST_CASE("bits are another way to write a ratio") {
  CHECK(bottleneck("after: a, name: 8bit, bits: 8") ==
        Bottleneck{.after = "a", .name = "8bit", .ratio = 0.25});
  CHECK(bottleneck("after: a, bits: 32").ratio == 1);
  CHECK(refusal_of("after: input, bits: 8")
            .ends_with("'bits' are those of a value that a layer puts out; of the input, say the 'ratio'"));
  CHECK(refusal_of("after: a, bits: 64").find("expected") != std::string::npos);
}

TEST_CASE("a bottleneck needs either a ratio or bits or widths") {
  const std::string message = "f.yaml:1:2: a bottleneck needs either a 'ratio', 'bits' or 'widths'";
  CHECK(refusal_of("after: a") == message);
  CHECK(refusal_of(widths + ", ratio: 1, width: narrow") == message);
  CHECK(refusal_of("after: a, ratio: 1, bits: 8") == message);
}

TEST_CASE("ratios and changes that cannot be are refused") {
  CHECK(refusal_of("after: a, ratio: 0") ==
        "f.yaml:1:20: expected a ratio above 0 such as 0.25, or a percentage such as '25%', found '0'");
  CHECK(refusal_of("after: a, ratio: 0%").ends_with("a ratio greater than zero is needed here"));
  CHECK(refusal_of("after: a, ratio: half").find("expected a ratio") != std::string::npos);
  CHECK(refusal_of("after: a, ratio: 1, accuracy_change: -2") ==
        "f.yaml:1:40: expected a change of a share between -1 and 1, or a percentage such as '-0.6%', found "
        "'-2'");
}

TEST_CASE("a width that is neither a word nor a number is refused") {
  for (const char* width : {".nan", "true", "[1]"})
    CHECK(refusal_of(widths + ", width: " + width).find("expected the name of a width") != std::string::npos);
}
