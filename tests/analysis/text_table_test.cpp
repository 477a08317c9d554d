#include "analysis/text_table.hpp"

#include <doctest/doctest.h>

using namespace splitscape;

TEST_CASE("numbers stand to the right and words to the left") {
  TextTable table({"name", "value"});
  table.row({"a", "1.5"});
  table.row({"longer", "12"});
  CHECK(table.text() ==
        "name    value\n"
        "a         1.5\n"
        "longer     12\n");
}

TEST_CASE("a column with one word stands to the left") {
  TextTable table({"value", "x"});
  table.row({"12", "1"});
  table.row({"none", "1"});
  CHECK(table.text() ==
        "value  x\n"
        "12     1\n"
        "none   1\n");
}

TEST_CASE("an empty cell makes no words of numbers and no line ends with spaces") {
  TextTable table({"n", "comment"});
  table.row({"", ""});
  table.row({"-10", "cold"});
  table.row({"+5", ""});
  CHECK(table.text() ==
        "  n  comment\n"
        "\n"
        "-10  cold\n"
        " +5\n");
}

TEST_CASE("a table without rows is its header") {
  CHECK(TextTable({"a", "b"}).text() == "a  b\n");
}

TEST_CASE("columns are as wide as their letters and not their bytes") {
  TextTable table({"name", "n"});
  table.row({"Übergröße", "1"});  // nine letters, twelve bytes
  table.row({"plain", "2"});
  CHECK(table.text() ==
        "name       n\n"
        "Übergröße  1\n"
        "plain      2\n");
}
