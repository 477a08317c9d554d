#include "scenarios/loader/sample_file.hpp"

#include <doctest/doctest.h>

#include <string>

#include "tests/scenarios/loader/refusal.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

constexpr auto right = Correctness::right;
constexpr auto wrong = Correctness::wrong;
constexpr auto unknown = Correctness::unknown;

SampleTrace samples(const std::string& text, const SampleFileLayout& layout, std::size_t exits) {
  return read_samples(CsvTable(text, "t.csv", true), layout, exits);
}

std::string refusal_of(const std::string& text, const SampleFileLayout& layout, std::size_t exits) {
  return refusal([&] { samples(text, layout, exits); });
}

/// A line a sample and exit, with the confidence only.
SampleFileLayout confidences() {
  return {.confidence = "confidence"};
}

/// A line a sample, with the confidence of each exit.
SampleFileLayout wide_confidences() {
  return {.shape = SampleFileLayout::Shape::columns, .confidence = "conf_{k}"};
}

}  // namespace

TEST_CASE("a long table has a line a sample and exit and the exits may stand in any order") {
  const SampleTrace trace = samples(
      "sample,exit,confidence,prediction,label\n"
      "a,1,0.6,3,3\n"
      "a,2,0.9,4,3\n"
      "b,2,0.8,1,1\n"
      "b,1,0.4,0,1\n",
      {.confidence = "confidence", .prediction = "prediction", .label = "label"}, 2);
  REQUIRE(trace.rows() == 2);
  CHECK(trace.exits() == 2);
  CHECK(trace.has_confidences());
  CHECK(trace.has_predictions());
  CHECK(trace.at(0, 1) == ExitOutcome{0.6, 3, right});
  CHECK(trace.at(0, 2) == ExitOutcome{0.9, 4, wrong});
  CHECK(trace.at(1, 1) == ExitOutcome{0.4, 0, wrong});
  CHECK(trace.at(1, 2) == ExitOutcome{0.8, 1, right});
}

TEST_CASE("a long table may call its columns otherwise and count exits from 0") {
  const SampleTrace trace =
      samples("Sample_ID,Exit,Confidence\n0,0,0.25\n0,1,0.5\n",
              {.sample = "Sample_ID", .exit = "Exit", .confidence = "Confidence", .first_exit = 0}, 2);
  REQUIRE(trace.rows() == 1);
  CHECK(trace.at(0, 1).confidence == 0.25);
  CHECK(trace.at(0, 2).confidence == 0.5);
}

TEST_CASE("two samples of one name in a long table are two where each has all exits") {
  CHECK(samples("sample,exit,confidence\n7,1,0\n7,2,0\n7,1,1\n7,2,1\n", confidences(), 2).rows() == 2);
}

TEST_CASE("a wide table has a line a sample and the number of the exit in its column names") {
  const SampleTrace trace = samples(
      "label,conf_1,class_1,conf_2,class_2\n"
      "3,0.6,3,0.9,4\n"
      "1,0.4,0,0.8,1\n",
      {.shape = SampleFileLayout::Shape::columns,
       .confidence = "conf_{k}",
       .prediction = "class_{k}",
       .label = "label"},
      2);
  REQUIRE(trace.rows() == 2);
  CHECK(trace.at(0, 1) == ExitOutcome{0.6, 3, right});
  CHECK(trace.at(0, 2) == ExitOutcome{0.9, 4, wrong});
  CHECK(trace.at(1, 1) == ExitOutcome{0.4, 0, wrong});
  CHECK(trace.at(1, 2) == ExitOutcome{0.8, 1, right});
}

TEST_CASE("a wide table may count exits from another number and have the number within a name") {
  const SampleTrace trace =
      samples("exit10_conf\texit11_conf\n0.25\t0.5\n",
              {.shape = SampleFileLayout::Shape::columns, .confidence = "exit{k}_conf", .first_exit = 10}, 2);
  CHECK(trace.at(0, 1).confidence == 0.25);
  CHECK(trace.at(0, 2).confidence == 0.5);
}

TEST_CASE("a wide table may have columns for more exits than the network") {
  CHECK(samples("conf_1,conf_2,conf_3\n0.1,0.2,0.3\n", wide_confidences(), 2).at(0, 2).confidence == 0.2);
}

TEST_CASE("a column with right and wrong wins over prediction and label") {
  const SampleTrace trace = samples("sample,exit,prediction,correct,label\n0,1,3,0,3\n1,1,3,1.0,4\n",
                                    {.prediction = "prediction", .correct = "correct", .label = "label"}, 1);
  CHECK(trace.at(0, 1).correct == wrong);
  CHECK(trace.at(1, 1).correct == right);
}

TEST_CASE("whether an answer is right is unknown without prediction or without label") {
  const std::string text = "sample,exit,prediction,label\n0,1,3,3\n";
  CHECK(samples(text, {.prediction = "prediction"}, 1).at(0, 1).correct == unknown);
  CHECK(samples(text, {.label = "label"}, 1).at(0, 1).correct == unknown);
}

TEST_CASE("a trace tells whether its file has confidences and predictions") {
  const std::string text = "sample,exit,confidence,prediction\n0,1,0.5,3\n";
  const SampleTrace predictions = samples(text, {.prediction = "prediction"}, 1);
  CHECK(!predictions.has_confidences());
  CHECK(predictions.has_predictions());
  const SampleTrace sure = samples(text, confidences(), 1);
  CHECK(sure.has_confidences());
  CHECK(!sure.has_predictions());
}

TEST_CASE("a trace has the entropies of its file in either layout") {
  const SampleTrace rows = samples("sample,exit,entropy\n0,1,2.25\n0,2,0\n", {.entropy = "entropy"}, 2);
  CHECK(rows.has_entropies());
  CHECK(!rows.has_confidences());
  CHECK(rows.at(0, 1).entropy == 2.25);
  CHECK(rows.at(0, 2).entropy == 0);
  const SampleTrace wide =
      samples("h1,h2\n0.5,0.25\n", {.shape = SampleFileLayout::Shape::columns, .entropy = "h{k}"}, 2);
  CHECK(wide.at(0, 1).entropy == 0.5);
  CHECK(wide.at(0, 2).entropy == 0.25);
  CHECK(!samples("sample,exit,confidence\n0,1,0.5\n", confidences(), 1).has_entropies());
}

TEST_CASE("confidences of 0 and 1 are confidences") {
  const SampleTrace trace = samples("conf_1,conf_2\n0,1\n", wide_confidences(), 2);
  CHECK(trace.at(0, 1).confidence == 0);
  CHECK(trace.at(0, 2).confidence == 1);
}

// ---- refusals

TEST_CASE("a confidence outside 0 to 1 is refused at its line and field") {
  CHECK(refusal_of("conf_1,conf_2\n0.1,0.2\n0.3,1.5\n", wide_confidences(), 2) ==
        "t.csv:3:5: a confidence lies between 0 and 1 (field 2, 'conf_2')");
  CHECK_THROWS_AS(samples("conf_1\n-0.1\n", wide_confidences(), 1), InputError);
}

TEST_CASE("a negative entropy is refused at its line and field") {
  CHECK(refusal_of("sample,exit,entropy\n0,1,0\n1,1,-0.1\n", {.entropy = "entropy"}, 1) ==
        "t.csv:3:5: an entropy is not negative (field 3, 'entropy')");
}

TEST_CASE("what is neither right nor wrong is refused at its line and field") {
  CHECK(refusal_of("sample,exit,correct\n0,1,1\n1,1,2\n", {.correct = "correct"}, 1) ==
        "t.csv:3:5: expected 1 (right) or 0 (wrong) (field 3, 'correct')");
}

TEST_CASE("a sample that lacks exits is refused where the next one begins") {
  CHECK(refusal_of("sample,exit,confidence\na,1,0\na,2,0\nb,1,0\nb,2,0\n", confidences(), 3) ==
        "t.csv:4:1: the sample before has 2 of 3 exits (field 1, 'sample')");
}

TEST_CASE("a last sample that lacks exits is refused at the last line") {
  CHECK(refusal_of("sample,exit,confidence\na,1,0\na,2,0\nb,2,0\n", confidences(), 2) ==
        "t.csv:4:1: the last sample has 1 of 2 exits (field 1, 'sample')");
}

TEST_CASE("an exit that the network does not have is refused with those that it has") {
  CHECK(refusal_of("sample,exit,confidence\na,1,0\na,3,0\n", confidences(), 2) ==
        "t.csv:3:3: exits go from 1 to 2 (the network has 2, the end counts as one) (field 2, 'exit')");
  CHECK_THROWS_AS(samples("sample,exit,confidence\na,0,0\na,1,0\n", confidences(), 2), InputError);
}

TEST_CASE("an exit that a sample has twice is refused") {
  CHECK(refusal_of("sample,exit,confidence\na,2,0\na,2,0\n", confidences(), 2) ==
        "t.csv:3:3: this exit of the sample stands here twice (field 2, 'exit')");
}

TEST_CASE("a trace without rows or without a column that is asked for is refused") {
  CHECK_THROWS_AS(samples("sample,exit,confidence\n", confidences(), 2), InputError);
  CHECK_THROWS_AS(samples("conf_1\n0.5\n", wide_confidences(), 2), InputError);
  CHECK_THROWS_AS(samples("sample,exit\n0,1\n", confidences(), 1), InputError);
}

TEST_CASE("a prediction or label that is no whole number is refused") {
  const SampleFileLayout layout{.prediction = "prediction", .label = "label"};
  CHECK_THROWS_AS(samples("sample,exit,prediction,label\n0,1,cat,3\n", layout, 1), InputError);
  CHECK_THROWS_AS(samples("sample,exit,prediction,label\n0,1,3,3.5\n", layout, 1), InputError);
}

TEST_CASE("a trace has the features of its file in either layout") {
  const SampleTrace lines =
      samples("sample,exit,confidence,noise,dark\n1,1,0.5,0.25,1\n1,2,0.5,0.25,1\n2,2,1,4,0\n2,1,1,4,0\n",
              {.confidence = "confidence", .features = {"dark", "noise"}}, 2);
  REQUIRE(lines.feature_count() == 2);
  CHECK(lines.features(0)[0] == 1);
  CHECK(lines.features(0)[1] == 0.25);
  CHECK(lines.features(1)[1] == 4);
  SampleFileLayout wide = wide_confidences();
  wide.features = {"noise"};
  const SampleTrace columns = samples("noise,conf_1\n3,0.5\n5,1\n", wide, 1);
  CHECK(columns.features(1)[0] == 5);
}

TEST_CASE("two features of one sample are refused at the second line") {
  CHECK(refusal_of("sample,exit,confidence,noise\n1,1,0.5,1\n1,2,0.5,2\n",
                   {.confidence = "confidence", .features = {"noise"}},
                   2) == "t.csv:3:9: the line before says something else of this sample (field 4, 'noise')");
}

TEST_CASE("a trace has as many classes as its layout says or its file names") {
  const std::string text = "confidence_1,prediction_1,correct_1,label\n0.6,3,1,5\n";
  SampleFileLayout layout{.shape = SampleFileLayout::Shape::columns, .confidence = "confidence_{k}"};
  CHECK(samples(text, layout, 1).classes() == 0);
  layout.prediction = "prediction_{k}";
  CHECK(samples(text, layout, 1).classes() == 4);
  layout.label = "label";
  CHECK(samples(text, layout, 1).classes() == 6);
  layout.correct = "correct_{k}";  // then nobody compares labels, which may be words
  CHECK(samples(text, layout, 1).classes() == 4);
  layout.classes = 10;
  CHECK(samples(text, layout, 1).classes() == 10);
  CHECK(samples("p_1\n0\n", {.shape = SampleFileLayout::Shape::columns, .prediction = "p_{k}"}, 1).classes() ==
        2);
}

TEST_CASE("a file of two classes with confidences has entropies") {
  const SampleTrace trace = samples("c_1,p_1\n0.9,1\n0.5,0\n",
                                    {.shape = SampleFileLayout::Shape::columns,
                                     .confidence = "c_{k}",
                                     .prediction = "p_{k}"},
                                    1);
  CHECK(trace.has_entropies());
  CHECK(trace.at(0, 1).entropy == binary_entropy(0.9));
}
