#include <doctest/doctest.h>

#include <filesystem>

#include "tests/support/program.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace splitscape::test;

namespace {

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

Ran samples(std::vector<std::string> arguments, const RunHow& how = {}) {
  arguments.insert(arguments.begin(), "samples");
  return run_splitscape(arguments, how);
}

std::string refusal(const std::vector<std::string>& arguments) {
  const Ran ran = samples(arguments);
  CHECK(ran.code == 2);
  CHECK(ran.out.empty());
  return ran.err.substr(0, ran.err.find('\n'));
}

/// Four samples at two exits. From a confidence of .8 on the last two leave at exit 1, and all are right.
const std::string four =
    "sample,exit,confidence,entropy,prediction,label\n"
    "0,1,0.5,1,3,4\n0,2,0.9,0.1,4,4\n"
    "1,1,0.6,0.5,3,4\n1,2,0.9,0.1,4,4\n"
    "2,1,0.8,0.2,7,7\n2,2,0.9,0.1,7,7\n"
    "3,1,1,0,7,7\n3,2,0.9,0.1,1,7\n";

/// Layers of 1 and 3 MMAC, an exit of .5 MMAC after the first; its samples are the file s.csv.
const std::string network =
    "input: 9 B\n"
    "layers: [{name: a, macs: 1 MMAC, output: 8 B}, {name: b, macs: 3 MMAC, output: 7 B}]\n"
    "exits: [{after: a, macs: 500 kMAC}]\n";

class Files {
 public:
  std::string write(const std::string& name, const std::string& text) const {
    return directory_.write(name, text);
  }
  std::string path(const std::string& name) const { return directory_.path() + "/" + name; }

 private:
  TemporaryDirectory directory_{};
};

}  // namespace

TEST_CASE("samples prints the quality of exits and the curves of a table without costs") {
  const Files files;
  const std::string table = files.write("s.csv", four);
  const Ran ran = samples({table});
  CHECK(ran.err == "");
  CHECK(ran.code == 0);
  CHECK(ran.out.starts_with(table + ": 4 samples, 2 exits\n\n"
                                    "exit  accuracy %  confidence %  ECE %  entropy\n"
                                    "   1       50.00         72.50  32.50    0.425\n"
                                    "   2       75.00         90.00  15.00      0.1\n"
                                    "\nany exit right: 100.00 %\n\n"
                                    "leaves by   threshold  exit 1 %  exit 2 %  accuracy %  mean exit\n"
                                    "confidence        0.5    100.00      0.00       50.00      1.000\n"));
  CHECK(contains(ran.out, "confidence        0.8     50.00     50.00      100.00      1.500\n"));
  CHECK(contains(ran.out, "entropy          0.25     50.00     50.00      100.00      1.500\n"));
}

TEST_CASE("samples counts what a network costs up to each exit") {
  const Files files;
  const std::string table = files.write("s.csv", four);
  const Ran ran = samples({table, "--network", files.write("net.yaml", network)});
  CHECK(ran.err == "");
  CHECK(ran.code == 0);
  // 1 + .5, and 1 + .5 + 3, of the 4 without the exit.
  CHECK(contains(ran.out, "   1       50.00         72.50  32.50    0.425   1.5   37.50\n"));
  CHECK(contains(ran.out, "   2       75.00         90.00  15.00      0.1   4.5  112.50\n"));
  CHECK(contains(ran.out, "confidence        0.8     50.00     50.00      100.00     3  75.00\n"));
}

TEST_CASE("samples prints CSV in SI units and shares of one") {
  const Files files;
  const std::string table = files.write("s.csv", four);
  const Ran ran = samples({table, "--network", files.write("net.yaml", network), "--csv"});
  CHECK(ran.code == 0);
  CHECK(
      ran.out.starts_with("rule,threshold,share_1,share_2,accuracy,mean_exit,mean_macs,macs_share\n"
                          "confidence,0.5,1,0,0.5,1,1500000,0.375\n"));
  CHECK(contains(ran.out, "\nconfidence,0.8,0.5,0.5,1,1.5,3000000,0.75\n"));
  CHECK(contains(ran.out, "\nentropy,2,1,0,0.5,1,1500000,0.375\n"));
  CHECK(contains(samples({table, "--csv"}).out, "\nconfidence,0.8,0.5,0.5,1,1.5,,\n"));
  CHECK(contains(samples({table, "--markdown"}).out,
                 "\n| confidence | 0.8 | 50.00 | 50.00 | 100.00 | 1.500 |\n"));
}

TEST_CASE("samples of a network are those that its profile names, with its costs") {
  const Files files;
  (void)files.write("s.csv", four);
  const std::string net = files.write(
      "net.yaml", network +
                      "samples: {file: s.csv, confidence: confidence, prediction: prediction, label: "
                      "label}\n");
  const Ran ran = samples({net, "--csv"});
  CHECK(ran.err == "");
  CHECK(contains(ran.out, "\nconfidence,0.8,0.5,0.5,1,1.5,3000000,0.75\n"));
  CHECK(!contains(ran.out, "entropy"));
  // Published shares know the exit that was taken only.
  const Ran published = samples({"b-lenet"});
  CHECK(published.code == 0);
  CHECK(contains(published.out, "b-lenet: 10000 samples, 2 exits\n"));
  CHECK(contains(published.out, "confidence        0.5     94.37      5.63       99.25"));
}

TEST_CASE("samples of a sparse network cost what is left of it") {
  const Files files;
  const std::string net = files.write(
      "net.yaml",
      "input: 32 B\n"
      "layers: [{name: fc, macs: 64 MAC, parameters: 64, output: 32 B, junctions: {inputs: 8, outputs: 8}}]\n"
      "sparsity: {fc: 25%}\nsamples: {shares: [1], accuracy: 90%}\n");
  CHECK(contains(samples({net, "--csv"}).out, "\nconfidence,0.5,1,0.9,1,16,1\n"));
  CHECK(samples({net}).out.starts_with(net + ": 10000 samples, 1 exit\n"));
}

TEST_CASE("samples reads tables of other names and of other layout") {
  const Files files;
  const Ran tall =
      samples({files.write("long.csv", "id,k,c,h,p,y,ok\na,0,0.9,0.1,3,3,0\na,1,0.8,0.2,3,3,1\n"),
               "--sample",
               "id",
               "--exit",
               "k",
               "--first-exit",
               "0",
               "--confidence",
               "c",
               "--entropy",
               "h",
               "--prediction",
               "p",
               "--label",
               "y",
               "--correct",
               "ok",
               "--layout",
               "long",
               "--csv"});
  CHECK(tall.err == "");
  CHECK(contains(tall.out, "\nconfidence,0.9,1,0,0,1,,\n"));  // 'ok' wins over prediction and label
  CHECK(contains(tall.out, "\nentropy,0.1,0,1,1,2,,\n"));
  const Ran wide = samples({files.write("wide.csv", "c1,p1,c2,p2,c3,p3,y\n0.4,1,0.6,2,0.9,2,2\n"), "--layout",
                            "wide", "--confidence", "c{k}", "--prediction", "p{k}", "--label", "y", "--csv"});
  CHECK(wide.err == "");
  CHECK(contains(wide.out, "\nconfidence,0.5,0,1,0,1,2,,\n"));
  CHECK(contains(wide.out, "\nconfidence,0.7,0,0,1,1,3,,\n"));
  const Ran own = samples({files.write("own.csv",
                                       "label,confidence_1,prediction_1,confidence_2,prediction_2\n"
                                       "2,0.4,1,0.6,2\n"),
                           "--layout", "wide", "--csv"});
  CHECK(contains(own.out, "\nconfidence,0.5,0,1,1,2,,\n"));
}

TEST_CASE("samples without confidences and entropies are judged exit by exit") {
  const Files files;
  const std::string table = files.write("s.csv", "sample,exit,correct\n0,1,0\n0,2,1\n");
  const Ran ran = samples({table});
  CHECK(ran.code == 0);
  CHECK(contains(ran.out, "   1        0.00             -      -        -\n"));
  CHECK(contains(ran.out, "any exit right: 100.00 %\n"));
  CHECK(!contains(ran.out, "leaves by"));
  CHECK(refusal({table, "--csv"}) ==
        table + " has neither confidences nor entropies: nothing says which samples leave early");
}

TEST_CASE("samples names what is wrong, and what is near") {
  const Files files;
  const std::string table = files.write("s.csv", four);
  const std::string net = files.write("net.yaml", network);
  CHECK(refusal({net}) == "network '" + net + "' has no samples");
  CHECK(contains(refusal({"b-lenett"}), "the zoo has no network 'b-lenett'"));
  CHECK(contains(refusal({files.path("none.csv")}),
                 "none.csv: cannot read the file: No such file or directory"));
  CHECK(refusal({"b-lenet", "--network", "b-lenet"}) ==
        "b-lenet is a network, with columns and costs of its own: --network and the options for columns are "
        "for "
        "tables");
  CHECK(contains(refusal({"b-lenet", "--first-exit", "0"}), "b-lenet is a network"));
  CHECK(contains(refusal({table, "--confidence", "confidense"}),
                 "the table has no column 'confidense'; did you mean 'confidence'?"));
  CHECK(
      refusal({files.write("other.csv", "a,b\n1,2\n")}) ==
      files.path("other.csv") +
          " has neither the column 'confidence' nor 'entropy' nor 'correct', nor 'prediction' and 'label': "
          "name its columns (--confidence COLUMN ...; --layout wide where each exit has columns of its own)");
  CHECK(contains(refusal({table, "--network", "alexnet"}), "exits go from 1 to 1 (the network has 1"));
  CHECK(contains(refusal({files.write("far.csv", "sample,exit,confidence\n0,1,1\n0,900,1\n")}),
                 "far.csv:3:3: exits go from 1 on, and a table of 2 lines has no more than that"));
  CHECK(contains(refusal({table, "--layout", "wide", "--confidence", "confidence"}),
                 "s.csv:1:1: in a wide table a column's name holds the number of the exit, {k}"));
  CHECK(contains(refusal({table, "--layout", "wider"}), "--layout"));
}

// ---- the picture

TEST_CASE("samples draws its curves in each format and prints them all the same") {
  const Files files;
  const std::string table = files.write("s.csv", four);
  const auto drawn = [&](const std::string& ending, const std::vector<std::string>& more) {
    const std::string out = files.path("curves." + ending);
    std::vector<std::string> arguments{table, "--out", out};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const Ran ran = samples(arguments);
    CHECK(ran.err == "");
    CHECK(ran.code == 0);
    CHECK(ran.out.starts_with(table + ": 4 samples, 2 exits\n"));
    CHECK(ran.out.ends_with("\ndrawn: " + out + "\n"));
    return content(out);
  };
  CHECK(drawn("png", {"--network", files.write("net.yaml", network)}).starts_with("\x89PNG"));
  CHECK(drawn("pdf", {}).starts_with("%PDF"));
  CHECK(contains(drawn("svg", {}), "<svg"));
  CHECK(refusal({table, "--out", files.path("curves.svg")}).find("--force") != std::string::npos);
  CHECK(contains(refusal({table, "--out", files.path("curves.gif")}),
                 "the ending says in what to draw; one of: svg, png, pdf"));
  const Ran csv = samples({table, "--csv", "--out", files.path("beside.svg")});
  CHECK(csv.out == samples({table, "--csv"}).out);
  CHECK(csv.err == "drawn: " + files.path("beside.svg") + "\n");
}

TEST_CASE("without Python or its modules samples says what is missing and prints the numbers all the same") {
  const Files files;
  const std::string table = files.write("s.csv", four);
  const std::string out = files.path("curves.png");
  const auto missing = [&](const std::string& python) {
    const Ran ran = samples({table, "--out", out}, {.environment = {"SPLITSCAPE_PYTHON=" + python}});
    CHECK(ran.code == 2);
    CHECK(ran.err ==
          "drawing needs Python 3 with matplotlib and pandas (Debian packages python3, python3-matplotlib, "
          "python3-pandas; '" +
              python + "' has none); --csv prints the numbers without it\n");
    CHECK(contains(ran.out, "any exit right"));
    CHECK(!std::filesystem::exists(out));
  };
  missing(files.path("no-python"));
  // -S leaves out where Debian's modules are.
  const std::string bare =
      files.write("bare-python", std::string("#!/bin/sh\nexec ") + SPLITSCAPE_PYTHON + " -S \"$@\"\n");
  std::filesystem::permissions(bare, std::filesystem::perms::owner_all);
  missing(bare);
}
