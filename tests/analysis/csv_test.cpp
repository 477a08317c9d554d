#include "analysis/csv.hpp"

#include <doctest/doctest.h>

#include <bit>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <stdexcept>

#include "models/random_stream.hpp"
#include "scenarios/loader/document.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace splitscape;
using namespace splitscape::test;

// ---- fields

TEST_CASE("a field that needs no quotes has none") {
  CHECK(csv_field("") == "");
  CHECK(csv_field("plain text; with: signs") == "plain text; with: signs");
  CHECK(csv_field("naïve") == "naïve");
}

TEST_CASE("a field with a comma or a quote or the end of a line is quoted") {
  CHECK(csv_field("a,b") == "\"a,b\"");
  CHECK(csv_field("say \"a\"") == "\"say \"\"a\"\"\"");
  CHECK(csv_field("two\nlines") == "\"two\nlines\"");
  CHECK(csv_field("two\r\nlines") == "\"two\r\nlines\"");
  CHECK(csv_field("\"") == "\"\"\"\"");
}

// ---- numbers

TEST_CASE("a number is written in the fewest digits that read back as the same number") {
  CHECK(csv_number(0.1) == "0.1");
  CHECK(csv_number(1) == "1");
  CHECK(csv_number(-2.5) == "-2.5");
  CHECK(csv_number(1.0 / 3) == "0.3333333333333333");
  CHECK(csv_number(1e-7) == "1e-07");
  CHECK(csv_number(0.1 + 0.2) == "0.30000000000000004");
}

TEST_CASE("a number that is none is an empty field") {
  CHECK(csv_number(std::numeric_limits<double>::quiet_NaN()) == "");
}

TEST_CASE("an infinite number says so") {
  CHECK(csv_number(std::numeric_limits<double>::infinity()) == "inf");
  CHECK(csv_number(-std::numeric_limits<double>::infinity()) == "-inf");
}

TEST_CASE("random numbers of every size read back bit for bit") {
  RandomStream random(31);
  int finite = 0;
  for (int i = 0; i < 100000; ++i) {
    const double value = std::bit_cast<double>(random.next());
    if (!std::isfinite(value)) continue;
    ++finite;
    const std::string text = csv_number(value);
    REQUIRE(std::bit_cast<std::uint64_t>(std::strtod(text.c_str(), nullptr)) ==
            std::bit_cast<std::uint64_t>(value));
  }
  CHECK(finite > 99000);
}

// ---- files

TEST_CASE("a file has a line for each line with its fields between commas") {
  const TemporaryDirectory directory;
  const std::string path = directory.path() + "/out.csv";
  CsvWriter file(path);
  file.line({"name", "value"});
  file.line({"a,b", csv_number(0.25)});
  file.line({"", ""});
  file.close();
  CHECK(read_text_file(path) == "name,value\n\"a,b\",0.25\n,\n");
}

TEST_CASE("a row is written by its columns and their names are the header") {
  struct Row {
    int number;
    std::string word;
  };
  const std::vector<Column<Row>> columns{
      {"number", "", "", [](const Row& row) { return std::to_string(row.number); }},
      {"word", "", "", [](const Row& row) { return row.word; }}};
  CHECK(header(columns) == std::vector<std::string>{"number", "word"});
  const TemporaryDirectory directory;
  const std::string path = directory.path() + "/out.csv";
  CsvWriter file(path);
  file.line(header(columns));
  file.row(columns, {1, "one"});
  file.row(columns, {2, "two, too"});
  file.close();
  CHECK(read_text_file(path) == "number,word\n1,one\n2,\"two, too\"\n");
}

TEST_CASE("a file that was there is written anew") {
  const TemporaryDirectory directory;
  const std::string path = directory.write("out.csv", "much more text than will be written\n");
  CsvWriter file(path);
  file.line({"a"});
  file.close();
  CHECK(read_text_file(path) == "a\n");
}

TEST_CASE("a file that cannot be made is refused with the reason") {
  const TemporaryDirectory directory;
  const std::string path = directory.path() + "/missing/out.csv";
  CHECK_THROWS_WITH_AS(CsvWriter{path}, ("cannot write '" + path + "': No such file or directory").c_str(),
                       std::runtime_error);
}

TEST_CASE("a file that cannot be written to its end is refused with the reason") {
  // /dev/full takes everything into its buffer and then has no room.
  CsvWriter file("/dev/full");
  file.line({"a"});
  CHECK_THROWS_WITH_AS(file.close(), "cannot write '/dev/full': No space left on device", std::runtime_error);
}

TEST_CASE("a line that cannot be written is refused with the reason") {
  CsvWriter file("/dev/full");
  const std::string large(1 << 20, 'x');  // more than any buffer
  CHECK_THROWS_WITH_AS(file.line({large}), "cannot write '/dev/full': No space left on device",
                       std::runtime_error);
}
