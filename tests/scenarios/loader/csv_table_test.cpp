#include "scenarios/loader/csv_table.hpp"

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>

#include "tests/scenarios/loader/refusal.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

CsvTable with_header(const std::string& text) {
  return CsvTable(text, "t.csv", true);
}

CsvTable without_header(const std::string& text) {
  return CsvTable(text, "t.csv", false);
}

/// A field alone in a file, read as an instant. The second column keeps blanks from being separators.
double instant_of(const std::string& field) {
  return without_header(field + ",x\n").instant(0, 0, 1);
}

}  // namespace

TEST_CASE("the separator of a table is found in its first line") {
  for (const std::string separator : {",", ";", "\t", " ", "   "}) {
    CAPTURE(separator);
    const CsvTable table = with_header("a" + separator + "b\n1" + separator + "2\n3" + separator + "4\n");
    CHECK(table.rows() == 2);
    CHECK(table.columns() == 2);
    CHECK(table.text(1, table.column("a")) == "3");
    CHECK(table.text(0, table.column("b")) == "2");
  }
}

TEST_CASE("a tab separates before a semicolon and that before a comma and that before a blank") {
  CHECK(without_header("a;b\tc d\n").text(0, 0) == "a;b");
  CHECK(without_header("1,5;2,5\n").text(0, 1) == "2,5");
  CHECK(without_header("New York,1\n").text(0, 0) == "New York");
}

TEST_CASE("blanks at both ends of a line of blanks are no fields") {
  const CsvTable table = without_header("  1 2  \n3 4\n");
  CHECK(table.columns() == 2);
  CHECK(table.text(0, 0) == "1");
  CHECK(table.text(0, 1) == "2");
}

TEST_CASE("a quoted field may hold the separator and quotes and be empty") {
  const CsvTable table = without_header("\"a,b\",\"say \"\"hi\"\"\",\"\"\n");
  CHECK(table.columns() == 3);
  CHECK(table.text(0, 0) == "a,b");
  CHECK(table.text(0, 1) == "say \"hi\"");
  CHECK(table.text(0, 2) == "");
}

TEST_CASE("an empty field between separators counts") {
  const CsvTable table = without_header("1,,3\n,,\n");
  CHECK(table.columns() == 3);
  CHECK(table.text(0, 1) == "");
  CHECK(table.text(1, 2) == "");
}

TEST_CASE("carriage returns and empty lines and a missing last line end make no difference") {
  const CsvTable table = with_header("\r\na,b\r\n\r\n1,2\r\n \t\n3,4");
  CHECK(table.rows() == 2);
  CHECK(table.text(0, 1) == "2");
  CHECK(table.text(1, 1) == "4");
}

TEST_CASE("a table without a header has its first line as a row") {
  const CsvTable table = without_header("5,6\n7,8\n");
  CHECK(table.rows() == 2);
  CHECK(table.number(0, 0) == 5);
  CHECK(table.number(1, 1) == 8);
}

TEST_CASE("numbers are read with sign and fraction and exponent") {
  const CsvTable table = without_header("-1.5,2e3,0.25,7\n");
  CHECK(table.number(0, 0) == -1.5);
  CHECK(table.number(0, 1) == 2000);
  CHECK(table.number(0, 2) == 0.25);
  CHECK(table.integer(0, 3) == 7);
}

TEST_CASE("a whole number may be written with a fraction of zero") {
  CHECK(without_header("3.0,-4.00\n").integer(0, 0) == 3);
  CHECK(without_header("3.0,-4.00\n").integer(0, 1) == -4);
}

TEST_CASE("an instant is a number or a date and time in seconds since 1970") {
  CHECK(instant_of("12.5") == 12.5);
  CHECK(instant_of("1e-3") == 0.001);
  CHECK(instant_of("1970-01-01 00:00:00") == 0);
  CHECK(instant_of("2000-01-01T00:00:00Z") == 946684800);  // a well-known one
  CHECK(instant_of("2023-11-14 22:13:20") == 1700000000);  // another
  CHECK(instant_of("2019.12.16_13.40.04") == 1576503604);  // 16 days before 2020-01-01 (1577836800)
  CHECK(instant_of("2023-11-16 18:17:03.97") == doctest::Approx(1700158623.97).epsilon(1e-12));
}

TEST_CASE("a number is in the unit of its column and a date in none") {
  CHECK(without_header("250\n").instant(0, 0, 1e-3) == 0.25);
  CHECK(without_header("1970-01-01 00:01:00,x\n").instant(0, 0, 1e-3) == 60);
  CHECK(without_header("1970-01-01 00:01:00,5\n").is_date(0, 0));
  CHECK(!without_header("1970-01-01 00:01:00,5\n").is_date(0, 1));
}

TEST_CASE("instants know leap years") {
  const double day = 86400;
  CHECK(instant_of("2024-03-01 00:00:00") - instant_of("2024-02-28 00:00:00") == 2 * day);
  CHECK(instant_of("2023-03-01 00:00:00") - instant_of("2023-02-28 00:00:00") == day);
  CHECK(instant_of("2000-03-01 00:00:00") - instant_of("2000-02-28 00:00:00") == 2 * day);
  CHECK(instant_of("2100-03-01 00:00:00") - instant_of("2100-02-28 00:00:00") == day);
}

TEST_CASE("a fraction of a second is kept to the 100 ns of the Azure traces") {
  const double gap = instant_of("2023-11-16 18:17:04.0319600") - instant_of("2023-11-16 18:17:03.9799600");
  CHECK(gap == doctest::Approx(0.052).epsilon(1e-6).scale(0));
}

TEST_CASE("a table that is no text is refused") {
  CHECK(refusal([] { with_header(std::string("a\0b", 3)); }) == "t.csv: this is not a text file");
}

TEST_CASE("an empty table is refused") {
  CHECK(refusal([] { with_header("\n \n"); }) == "t.csv: the file is empty");
}

TEST_CASE("a table with a header alone is refused where rows are needed") {
  CHECK(with_header("a,b\n").rows() == 0);
  CHECK(refusal([] { with_header("a,b\n").require_rows(); }) == "t.csv: the table has a header but no rows");
  CHECK(refusal([] { with_header("a,b\n1,2\n").require_rows(); }) == "");
}

TEST_CASE("a line with another number of fields is refused at its line of the file") {
  CHECK(refusal([] { with_header("a,b\n\n1,2\n3,4,5\n"); }) ==
        "t.csv:4:1: 3 fields in this line, 2 in the first");
}

TEST_CASE("a column that is not there is refused with the nearest one") {
  const CsvTable table = with_header("sample,exit\n1,1\n");
  CHECK(refusal([&] { (void)table.column("smaple"); }) ==
        "t.csv:1:1: the table has no column 'smaple'; did you mean 'sample'?");
}

TEST_CASE("what is no number is refused at its line and field") {
  const CsvTable table = with_header("a,b\n\n1,2\n3,fast\n");
  CHECK(refusal([&] { (void)table.number(1, 1); }) == "t.csv:4:3: 'fast' is no number (field 2, 'b')");
}

TEST_CASE("a number in a table is finite and has nothing behind it") {
  const CsvTable table = without_header("inf,nan,1e999,1.5x,\"\",0x10\n");
  for (std::size_t column = 0; column < table.columns(); ++column) {
    CHECK_THROWS_AS((void)table.number(0, column), InputError);
  }
}

TEST_CASE("a fraction is refused where a whole number is needed") {
  const CsvTable table = without_header("1\n2.5\n");
  CHECK(refusal([&] { (void)table.integer(1, 0); }) == "t.csv:2:1: '2.5' is no whole number (field 1)");
}

TEST_CASE("what is neither a number nor a date and time is refused") {
  const CsvTable table = without_header("a,b\n7,12:30\n");
  CHECK(refusal([&] { (void)table.instant(1, 1, 1); }) ==
        "t.csv:2:3: '12:30' is neither a number nor a date and time (field 2)");
}

TEST_CASE("a date that no calendar has is refused") {
  for (const std::string date :
       {"2023-13-01 00:00:00", "2023-00-01 00:00:00", "2023-01-32 00:00:00", "2023-01-00 00:00:00",
        "2023-01-01 25:00:00", "2023-01-01 00:60:00", "2023-01-01 00:00:61"}) {
    CAPTURE(date);
    CHECK_THROWS_AS(instant_of(date), InputError);
  }
}

TEST_CASE("an error in a table is one of meaning and not of structure") {
  const auto kind_of = [](const std::string& text) {
    try {
      const CsvTable table = with_header(text);
      table.require_rows();
      (void)table.number(0, table.column("a"));
    } catch (const InputError& error) {
      return error.kind();
    }
    throw std::logic_error("nothing was refused");
  };
  for (const std::string text : {"", "a\n", "b\n1\n", "a,b\n1\n", "a\nx\n"}) {
    CAPTURE(text);
    CHECK(kind_of(text) == ErrorKind::meaning);
  }
}

TEST_CASE("a caller refuses a field with a message of its own") {
  const CsvTable table = with_header("a,b\n1,2\n");
  CHECK(refusal([&] { table.refuse(0, 1, "too small"); }) == "t.csv:2:3: too small (field 2, 'b')");
}
