#include "scenarios/loader/document.hpp"

#include <doctest/doctest.h>

#include <string>

#include "scenarios/loader/yaml_document.hpp"
#include "tests/scenarios/loader/refusal.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

Value parsed(const std::string& text) {
  return parse_document(text, "f.yaml");
}

}  // namespace

TEST_CASE("a position without a line is only the file") {
  CHECK(Position{"f.yaml", 3, 14}.text() == "f.yaml:3:14");
  CHECK(Position{"f.yaml", 0, 0}.text() == "f.yaml");
}

TEST_CASE("an input error is one of structure unless it says otherwise") {
  CHECK(InputError({"f", 1, 2}, "no").kind() == ErrorKind::structure);
  CHECK(InputError({"f", 1, 2}, "no", ErrorKind::meaning).kind() == ErrorKind::meaning);
  CHECK(std::string(InputError({"f", 1, 2}, "no").what()) == "f:1:2: no");
}

// ---- files

TEST_CASE("a text file is read as it stands") {
  const TemporaryDirectory directory;
  CHECK(read_text_file(directory.write("a.txt", "one\r\n\xE9")) == "one\r\n\xE9");
  CHECK(read_text_file(directory.write("empty.txt", "")) == "");
}

TEST_CASE("a directory is refused where a file is needed") {
  const TemporaryDirectory directory;
  CHECK(refusal([&] { read_text_file(directory.path()); }) ==
        directory.path() + ": this is a directory, not a file");
}

TEST_CASE("a file that is not there is refused") {
  CHECK(refusal([] { read_text_file("no/such/file.yaml"); }) ==
        "no/such/file.yaml: cannot read the file: No such file or directory");
}

TEST_CASE("a file that can be opened but not read is refused") {
  // The first page of a process is never mapped, so reading it fails with EIO.
  CHECK(refusal([] { read_text_file("/proc/self/mem"); }) ==
        "/proc/self/mem: cannot read the file: Input/output error");
}

// ---- plain text that is no word

TEST_CASE("plain numbers are those of YAML 1.2") {
  for (const char* text : {"0", "12", "-3", "+4", "1.5", ".5", "5.", "1e3", "-1.5E-3", ".inf", "-.inf",
                           "+.inf", ".nan", ".NaN", ".NAN"}) {
    CHECK_MESSAGE(is_plain_number(text), text);
  }
  for (const char* text : {"", "-", ".", "a", "1a", "0x10", "1_000", "1,5", "inf", "nan", "-inf", "1 s", "1e",
                           "infinity", "1p3", "--1"}) {
    CHECK_MESSAGE(!is_plain_number(text), text);
  }
}

TEST_CASE("plain integers are digits with or without a sign") {
  for (const char* text : {"0", "12", "-3", "+4", "007"}) CHECK_MESSAGE(is_plain_integer(text), text);
  for (const char* text : {"", "-", "1.0", "1e3", "--1", "a"}) CHECK_MESSAGE(!is_plain_integer(text), text);
}

TEST_CASE("a finite number is written without quotes") {
  CHECK(finite_number(parsed("-1.5e1")) == -15);
  CHECK(finite_number(parsed(".5")) == 0.5);
  for (const std::string text : {"'5'", ".nan", ".inf", "-.inf", "1e999", "word", "5 s", "~", "[5]"}) {
    CAPTURE(text);
    CHECK(!finite_number(*parsed("a: " + text).find("a")));
  }
}

TEST_CASE("plain truth values are true and false") {
  CHECK(is_plain_bool("true"));
  CHECK(is_plain_bool("false"));
  for (const char* text : {"yes", "no", "on", "True", "", "1"}) CHECK_MESSAGE(!is_plain_bool(text), text);
}
