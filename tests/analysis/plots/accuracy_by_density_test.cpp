#include <doctest/doctest.h>

#include <fmt/format.h>

#include "tests/support/plot_scripts.hpp"

// Pictures of training studies, whose tables are made up here.

using namespace splitscape::test;

namespace {

const std::string script = "accuracy_by_density.py";
const std::string header = "variant,seed,exit,accuracy,macs\n";

/// A network with one branch, dense and in two densities, with three seeds each.
std::string study(double loss = .01) {
  std::string lines = header;
  for (const auto& [variant, macs] : {std::pair{"dense", 1000}, {"20", 230}, {"5", 80}}) {
    for (int seed = 1; seed <= 3; ++seed) {
      const double accuracy = .95 + .002 * seed - loss * (1000 - macs) / 1000;
      lines += fmt::format("{},{},1,{},{}\n", variant, seed, accuracy - .05, macs);
      lines += fmt::format("{},{},2,{},{}\n", variant, seed, accuracy, macs);
    }
  }
  return lines;
}

std::string replaced(std::string text, const std::string& part, const std::string& by) {
  text.replace(text.find(part), part.size(), by);
  return text;
}

}  // namespace

TEST_CASE(
    "plots: accuracy is drawn against density, of one study and of several, with what others published") {
  const PlotScripts plots;
  plots.write("a.csv", study());
  plots.write("b.csv", study(.03));
  plots.write("others.csv", "epochs,density,accuracy\n30,1,0.98\n30,0.02,0.93\n30,0.2,0.97\n");
  const std::string one = plots.drawn(script, {"a.csv"});
  CHECK(plots.drawn(script, {"a.csv"}) == one);  // the same results give the same bytes
  CHECK(plots.drawn(script, {"a=a.csv"}) == one);
  CHECK(plots.drawn(script, {"another name=a.csv"}) != one);
  CHECK(plots.drawn(script, {"b.csv"}) != one);
  CHECK(plots.drawn(script, {"a.csv", "b.csv"}) != one);
  CHECK(plots.drawn(script, {"a.csv", "--all-exits"}) != one);
  CHECK(plots.drawn(script, {"a.csv", "--title", "made up"}) != one);
  const std::string beside = plots.drawn(script, {"a.csv", "--published", "others=others.csv"});
  CHECK(beside != one);
  // The curve is drawn along its densities, however its lines stand.
  plots.write("others.csv", "density,accuracy\n0.02,0.93\n0.2,0.97\n1,0.98\n");
  CHECK(plots.drawn(script, {"a.csv", "--published", "others.csv"}) == beside);
}

TEST_CASE("plots: both axes of accuracy by density are in percent, for studies and published curves alike") {
  const PlotScripts plots;
  plots.write("s.csv", header + "dense,1,1,0.97,1000\n5 %,1,1,0.91,50\n");
  plots.write("p.csv", "density,accuracy\n1,0.96\n0.05,0.92\n");
  const Ran ran = plots.run(script, {"s.csv", "--published", "p.csv", "-o", plots.path("picture.svg")});
  REQUIRE(ran.code == 0);
  const std::string picture = content(plots.path("picture.svg"));
  const auto has_label = [&picture](const std::string& text) {
    return picture.find("<!-- " + text + " -->") != std::string::npos;
  };
  for (const std::string label : {"91", "97", "5", "10", "100", "test accuracy (%)"}) {
    CAPTURE(label);
    CHECK(has_label(label));
  }
  // With shares on an axis its labels would begin at their size.
  for (const std::string label : {"0", "1", "80"}) {
    CAPTURE(label);
    CHECK_FALSE(has_label(label));
  }
}

TEST_CASE("plots: a density has its bar by the spread over seeds, and none where there is one seed") {
  const PlotScripts plots;
  const std::string three = header + "dense,1,1,0.9,100\ndense,2,1,0.91,100\ndense,3,1,0.92,100\n";
  plots.write("three.csv", three);
  plots.write("wider.csv", replaced(replaced(three, "0.9,", "0.89,"), "0.92", "0.93"));  // the same mean
  plots.write("one.csv", header + "dense,1,1,0.91,100\n");
  const std::string narrow = plots.drawn(script, {"s=three.csv"});
  CHECK(plots.drawn(script, {"s=wider.csv"}) != narrow);
  CHECK(plots.drawn(script, {"s=one.csv"}) != narrow);
}

TEST_CASE("plots: the end of a variant with fewer exits than others is drawn with their ends") {
  const PlotScripts plots;
  plots.write("s.csv", header + "dense,1,1,0.8,100\ndense,1,2,0.9,100\nsmall,1,1,0.7,50\n");
  plots.write("same.csv", header + "dense,1,1,0.8,100\ndense,1,2,0.9,100\nsmall,1,2,0.7,50\n");
  CHECK(plots.drawn(script, {"s=s.csv"}) == plots.drawn(script, {"s=same.csv"}));
}

TEST_CASE("plots: a study that is none is refused in one line") {
  const PlotScripts plots;
  const auto refused = [&plots](const std::string& text, const std::string& words) {
    plots.write("s.csv", text);
    plots.refused(script, {"s.csv"}, words);
  };
  plots.refused(script, {"s.csv"}, "there is no s.csv");
  refused("", "cannot read s.csv: No columns to parse from file");
  refused(header, "s.csv has no lines");
  refused("variants,seed,exit,accuracy,macs\nd,1,1,.9,100\n",
          "s.csv has no column 'variant'; did you mean 'variants'?");
  refused("variant,seed\nd,1\n", "s.csv has no column 'exit'; one of: variant, seed");
  refused(header + "d,one,1,.9,100\n", "the column 'seed' of s.csv holds text, not numbers");
  refused(header + "d,1.5,1,.9,100\n", "the column 'seed' of s.csv holds 1.5; expected whole numbers");
  refused(header + "d,1,0,.9,100\n", "the column 'exit' of s.csv holds 0; expected whole numbers from 1");
  refused(header + "d,1,1,93.5,100\n",
          "the column 'accuracy' of s.csv holds 93.5; expected shares from 0 to 1");
  refused(header + "d,1,1,.9,100\nd,2,1,,100\n",
          "the column 'accuracy' of s.csv holds an empty field; expected shares from 0 to 1");
  refused(header + "d,1,1,,100\n", "the column 'accuracy' of s.csv is empty: not known in these results");
  refused(header + "d,1,1,.9,0\n", "the column 'macs' of s.csv holds 0; expected whole numbers from 1");
  refused(header + "d,1,1,.9,100\nd,1,1,.8,100\n", "s.csv has two lines of 'd' with seed 1 and exit 1");
  refused(header + "5 %,1,1,.8,50\nd,1,1,.9,100\n",
          "'d' of s.csv has more multiply-accumulates than '5 %', the first variant, which is to be the "
          "dense one");
}

TEST_CASE("plots: a published curve that is none is refused in one line, and so are other arguments") {
  const PlotScripts plots;
  plots.write("s.csv", study());
  const auto refused = [&plots](const std::string& text, const std::string& words) {
    plots.write("p.csv", text);
    plots.refused(script, {"s.csv", "--published", "P et al.=p.csv"}, words);
  };
  plots.refused(script, {"s.csv", "--published", "p.csv"}, "there is no p.csv");
  refused("densities,accuracy\n1,.9\n", "p.csv has no column 'density'; did you mean 'densities'?");
  refused("density,accuracy\n0,.9\n",
          "the column 'density' of p.csv holds 0; expected shares above 0 and up to 1");
  refused("density,accuracy\n.5,90\n",
          "the column 'accuracy' of p.csv holds 90; expected shares from 0 to 1");
  CHECK(plots.run(script, {"s.csv"}).code == 2);                          // where to?
  CHECK(plots.run(script, {"s.csv", "-o", "picture.pngg"}).code == 2);    // what is that?
  CHECK(plots.run(script, {"-o", plots.path("picture.png")}).code == 2);  // of what?
  CHECK(plots.run(script, {"--help"}).out.find("examples:\n  " + script + " study.csv -o study.png") !=
        std::string::npos);
}
