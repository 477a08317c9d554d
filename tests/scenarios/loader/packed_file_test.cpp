#include "scenarios/loader/packed_file.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <string>

#include "tests/scenarios/loader/refusal.hpp"
#include "tests/support/idx_files.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

std::string refusal_of(const std::string& bytes, std::size_t most = most_bytes_of_data) {
  return refusal([&] { (void)unpacked(bytes, "f.gz", most); });
}

}  // namespace

TEST_CASE("packed files: what was packed comes back") {
  const std::string large(300000, 'x');
  for (const std::string& content : {std::string(), std::string("some text"), large}) {
    CHECK(unpacked(gzipped(content), "f.gz") == content);
  }
}

TEST_CASE("packed files: several members in a row are one content") {
  CHECK(unpacked(gzipped("one, ") + gzipped("") + gzipped("two"), "f.gz") == "one, two");
}

TEST_CASE("packed files: what follows the packed bytes is refused") {
  CHECK(refusal_of(gzipped("text") + "more") == "f.gz: 4 bytes follow the end of what gzip packed");
}

TEST_CASE("packed files: a cut file is refused") {
  const std::string whole = gzipped("some text that is long enough to be cut anywhere");
  CHECK(refusal_of(whole.substr(0, whole.size() - 1)) ==
        "f.gz: the file is cut short: what gzip packed does not end");
  CHECK(refusal_of(whole.substr(0, 5)).ends_with("does not end"));
  CHECK(refusal_of(gzipped("a") + whole.substr(0, 9)).ends_with("does not end"));
}

TEST_CASE("packed files: a damaged file is refused with what zlib says of it") {
  std::string damaged = gzipped("some text");
  damaged[damaged.size() - 6] ^= 1;  // of the checksum
  CHECK(refusal_of(damaged) == "f.gz: the file is damaged: incorrect data check");
}

TEST_CASE("packed files: a small file that holds very much is refused") {
  const std::string bomb = gzipped(std::string(1000000, '\0'));
  CHECK(bomb.size() < 10000);
  CHECK(refusal_of(bomb, 999999) ==
        "f.gz: more than 999999 bytes are no set of samples that this program takes");
  CHECK(unpacked(bomb, "f.gz", 1000000).size() == 1000000);
}

TEST_CASE("packed files: the content says whether a file is packed, not its name") {
  const TemporaryDirectory directory;
  CHECK(data_file_content(directory.write("packed", gzipped("text"))) == "text");
  CHECK(data_file_content(directory.write("plain.gz", "text")) == "text");
}

TEST_CASE("packed files: a directory, a device and a file that is not there are refused") {
  const TemporaryDirectory directory;
  const auto refusal_at = [](const std::string& path) {
    return refusal([&] { (void)data_file_content(path); });
  };
  CHECK(refusal_at(directory.path()).ends_with("this is a directory, not a file"));
  CHECK(refusal_at("/dev/zero") == "/dev/zero: this is a device or a pipe, not a file");
  CHECK(refusal_at(directory.path() + "/none").ends_with("cannot read the file: No such file or directory"));
}

TEST_CASE("packed files: a file larger than any set of samples is refused before it is read") {
  const TemporaryDirectory directory;
  const std::string path = directory.write("large", "");
  std::filesystem::resize_file(path, most_bytes_of_data + 1);  // a hole: takes no room on the disk
  CHECK(refusal([&] {
          (void)data_file_content(path);
        }).ends_with("more than 1073741824 bytes are no set of samples that this program takes"));
}
