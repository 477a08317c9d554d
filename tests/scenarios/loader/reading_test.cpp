#include "scenarios/loader/reading.hpp"

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>
#include <vector>

#include "tests/scenarios/loader/read_as.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

// FIPS 180-4 and the examples of NIST that go with it.
const std::string digest_of_nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
const std::string digest_of_abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
const std::string digest_of_a_million_a = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0";

/// A word as a document has it, at line 1, column 7.
Value named_file(const std::string& path) {
  return *parse_document("file: " + path, "f.yaml").find("file");
}

}  // namespace

TEST_CASE("the digest of a text is SHA-256") {
  CHECK(sha256("") == digest_of_nothing);
  CHECK(sha256("abc") == digest_of_abc);
  CHECK(sha256(std::string(1000000, 'a')) == digest_of_a_million_a);
}

TEST_CASE("the digest of a file is that of its text however long it is") {
  const TemporaryDirectory directory;
  CHECK(sha256_of_file(directory.write("empty", "")) == digest_of_nothing);
  CHECK(sha256_of_file(directory.write("abc", "abc")) == digest_of_abc);
  CHECK(sha256_of_file(directory.write("long", std::string(1000000, 'a'))) == digest_of_a_million_a);
}

TEST_CASE("the digest of a file that is not there is refused") {
  CHECK_THROWS_WITH_AS(sha256_of_file("no/such/file"), "cannot read 'no/such/file'", std::runtime_error);
}

TEST_CASE("the digest of a directory is refused as it is no file") {
  CHECK_THROWS_AS(sha256_of_file(TemporaryDirectory().path()), std::runtime_error);
}

TEST_CASE("a relative path starts from the directory and an absolute one does not") {
  const TemporaryDirectory directory;
  const std::string path = directory.write("traces/a.csv", "abc");
  Reading reading(project_zoo(), directory.path());
  CHECK(reading.text_of_file(named_file("traces/a.csv")) == "abc");
  CHECK(reading.text_of_file(named_file(path)) == "abc");
  Reading elsewhere(project_zoo(), "");
  CHECK(elsewhere.text_of_file(named_file(path)) == "abc");
}

TEST_CASE("a file that is named in a file is looked for from there") {
  const TemporaryDirectory directory;
  const std::string path = directory.write("nets/traces/a.csv", "abc");
  Reading reading(project_zoo(), directory.path());
  {
    const Reading::Below nets(reading, "nets");
    CHECK(reading.text_of_file(named_file("traces/a.csv")) == "abc");
    {
      const Reading::Below traces(reading, "traces");
      CHECK(reading.text_of_file(named_file("a.csv")) == "abc");
    }
    CHECK(reading.text_of_file(named_file(path)) == "abc");
  }
  CHECK(reading.text_of_file(named_file("nets/traces/a.csv")) == "abc");
  CHECK(reading.inputs() ==
        std::vector<InputFile>{{"nets/traces/a.csv", digest_of_abc}, {path, digest_of_abc}});
}

TEST_CASE("a file that cannot be read is refused where it is named") {
  Reading reading(project_zoo(), "no/such");
  CHECK(refusal([&] { reading.text_of_file(named_file("a.csv")); }) ==
        "f.yaml:1:7: no/such/a.csv: cannot read the file: No such file or directory");
}

TEST_CASE("the files that were read are remembered once each in order with their digests") {
  const TemporaryDirectory directory;
  directory.write("b.csv", "abc");
  directory.write("a.csv", "");
  Reading reading(project_zoo(), directory.path());
  for (const char* name : {"b.csv", "a.csv", "b.csv"}) reading.text_of_file(named_file(name));
  CHECK(reading.inputs() == std::vector<InputFile>{{"b.csv", digest_of_abc}, {"a.csv", digest_of_nothing}});
}

TEST_CASE("an entry of the zoo is remembered as one of the zoo") {
  const TemporaryDirectory directory;
  directory.write("radios/abc.yaml", "abc");
  const Zoo zoo(directory.path());
  Reading reading(zoo, "elsewhere");
  CHECK(reading.text_of_zoo("radios/abc.yaml") == "abc");
  CHECK(reading.inputs() == std::vector<InputFile>{{"zoo:radios/abc.yaml", digest_of_abc}});
}

TEST_CASE("a file that an entry of the zoo names is looked for from there and remembered as one of the zoo") {
  const TemporaryDirectory directory;
  directory.write("traces/a.csv", "abc");
  directory.write("radios/entry.yaml", "");
  const std::string outside = directory.write("b.csv", "");
  const Zoo zoo(directory.path());
  Reading reading(zoo, "elsewhere");
  const Reading::Below below(reading, "nets");
  {
    const Reading::Below radios(reading, ZooFolder{"radios"});
    CHECK(reading.text_of_file(named_file("../traces/a.csv")) == "abc");
    CHECK(reading.text_of_file(named_file(outside)) == "");
    CHECK(refusal([&] { reading.text_of_file(named_file("a.csv")); }) ==
          "f.yaml:1:7: " + directory.path() +
              "/radios/a.csv: cannot read the file: No such file or directory");
  }
  CHECK(reading.inputs() ==
        std::vector<InputFile>{{"zoo:traces/a.csv", digest_of_abc}, {outside, digest_of_nothing}});
  CHECK(refusal([&] { reading.text_of_file(named_file("a.csv")); }).find("elsewhere/nets/a.csv") !=
        std::string::npos);
}

TEST_CASE("an entry that the zoo does not have is refused with its path") {
  const Zoo zoo("no/zoo");
  Reading reading(zoo, "");
  CHECK(refusal([&] { reading.text_of_zoo("radios/abc.yaml"); }) ==
        "no/zoo/radios/abc.yaml: cannot read the file: No such file or directory");
}

TEST_CASE("a device or a pipe that a scenario names is refused and not read to its end") {
  Reading reading(project_zoo(), "");
  CHECK(refusal([&] { (void)reading.text_of_file(named_file("/dev/zero")); }) ==
        "f.yaml:1:7: /dev/zero: this is a device or a pipe, not a file");
}
