#include "scenarios/loader/idx_file.hpp"

#include <doctest/doctest.h>

#include <string>

#include "models/random_stream.hpp"
#include "scenarios/loader/packed_file.hpp"
#include "tests/scenarios/loader/refusal.hpp"
#include "tests/support/idx_files.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

/// Three images of 2x2 pixels.
const DataSet three{
    .shape = {1, 2, 2}, .values = {0, 1, 1, 0, 1, 1, 0, 0, 0, 0, 0, 1}, .labels = {1, 0, 255}};

std::string refusal_of_images(const std::string& bytes) {
  return refusal([&] { (void)read_idx_images(bytes, "i"); });
}

std::string refusal_of_labels(const std::string& bytes) {
  return refusal([&] { (void)read_idx_labels(bytes, "l"); });
}

/// A header of big-endian numbers.
std::string header(const std::vector<std::uint32_t>& numbers) {
  std::string bytes;
  for (const std::uint32_t number : numbers) {
    for (const unsigned shift : {24U, 16U, 8U, 0U}) bytes += static_cast<char>((number >> shift) & 0xFFU);
  }
  return bytes;
}

/// Reads a file as the loader does: unpacked, then as images. Whether it could.
bool is_read(const std::string& path) {
  try {
    const std::string bytes = data_file_content(path);
    const IdxImages images = read_idx_images(bytes, path);
    // What comes back lies within the file.
    CHECK(images.pixels.size() == images.count * images.height * images.width);
    CHECK(images.pixels.size() <= bytes.size());
    return true;
  } catch (const InputError&) {
    return false;
  }
}

}  // namespace

TEST_CASE("IDX: images come back byte by byte") {
  const std::string bytes = idx_images(three);
  CHECK(bytes.substr(0, 16) == header({0x803, 3, 2, 2}));
  const IdxImages images = read_idx_images(bytes, "i");
  CHECK(images.count == 3);
  CHECK(images.height == 2);
  CHECK(images.width == 2);
  CHECK(images.pixels == std::string("\0\xff\xff\0\xff\xff\0\0\0\0\0\xff", 12));
}

TEST_CASE("IDX: labels come back byte by byte") {
  CHECK(read_idx_labels(idx_labels(three), "l") == std::string("\1\0\xff", 3));
}

TEST_CASE("IDX: images that are no squares keep height and width apart") {
  const std::string bytes = header({0x803, 1, 1, 3}) + "abc";
  const IdxImages images = read_idx_images(bytes, "i");
  CHECK(images.height == 1);
  CHECK(images.width == 3);
}

TEST_CASE("IDX: a file of something else is refused with what it begins with") {
  CHECK(refusal_of_images("sample,label\n1,2\n") ==
        "i: expected an IDX file of images, which begins with 0x00000803, found 0x73616d70");
  CHECK(refusal_of_labels(header({0x0D01, 1})) ==
        "l: expected an IDX file of labels, which begins with 0x00000801, found 0x00000d01");
}

TEST_CASE("IDX: images for labels, and labels for images, are called so") {
  CHECK(refusal_of_labels(idx_images(three)) == "l: expected an IDX file of labels, found one of images");
  CHECK(refusal_of_images(idx_labels(three)) == "i: expected an IDX file of images, found one of labels");
}

TEST_CASE("IDX: a file that ends before its header does is refused") {
  CHECK(refusal_of_images("") == "i: expected an IDX file of images, found 0 bytes");
  CHECK(refusal_of_images(header({0x803, 3})) == "i: the file ends within its header, after 8 bytes");
}

TEST_CASE("IDX: a file without samples or with images of no size is refused") {
  CHECK(refusal_of_labels(header({0x801, 0})) == "l: there are no labels in the file");
  CHECK(refusal_of_images(header({0x803, 2, 0, 2})) == "i: there are no images in the file");
}

TEST_CASE("IDX: a header that tells of more or less than there is is refused, however much") {
  CHECK(refusal_of_images(header({0x803, 3, 2, 2}) + "12345678901") ==
        "i: the header tells of 3 x 2 x 2 bytes; 11 are there");
  CHECK(refusal_of_images(header({0x803, 3, 2, 2}) + "1234567890123") ==
        "i: the header tells of 3 x 2 x 2 bytes; 13 are there");
  // 2^96 - ...: more than 64 bits can tell; 2^32 x 2^32 x 1 would be 0 in them.
  CHECK(refusal_of_images(header({0x803, 0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF}) + "1") ==
        "i: the header tells of 4294967295 x 4294967295 x 4294967295 bytes; 1 are there");
  CHECK(refusal_of_images(header({0x803, 0x80000000, 0x80000000, 4})) ==
        "i: the header tells of 2147483648 x 2147483648 x 4 bytes; 0 are there");
  CHECK(refusal_of_labels(header({0x801, 2}) + "abc") == "l: the header tells of 2 bytes; 3 are there");
}

TEST_CASE("IDX: a file cut at any byte is refused, plain and packed") {
  const TemporaryDirectory directory;
  const std::string plain = idx_images(three);
  const std::string packed = gzipped(plain);
  for (const std::string& whole : {plain, packed}) {
    CHECK(is_read(directory.write("whole", whole)));
    for (std::size_t length = 0; length < whole.size(); ++length) {
      CAPTURE(length);
      CHECK_FALSE(is_read(directory.write("cut", whole.substr(0, length))));
    }
  }
}

TEST_CASE("IDX: a file with any bytes changed is read or refused") {
  const TemporaryDirectory directory;
  RandomStream random({.purpose = Purpose::samples, .owner = "damage"});
  const std::string plain = idx_images(made_up_digits(20, 6, 1));
  std::size_t refused = 0;
  for (const std::string& whole : {plain, gzipped(plain)}) {
    for (int i = 0; i < 400; ++i) {
      std::string damaged = whole;
      for (std::uint64_t times = 1 + random.next() % 4; times > 0; --times)
        damaged[random.next() % damaged.size()] = static_cast<char>(random.next());
      if (!is_read(directory.write("damaged", damaged))) ++refused;
    }
  }
  CHECK(refused > 300);  // almost all of the packed ones, whose checksum no longer fits
}

TEST_CASE("IDX: a header with any values before few bytes is read or refused") {
  RandomStream random({.purpose = Purpose::samples, .owner = "headers"});
  for (int i = 0; i < 2000; ++i) {
    std::string bytes = header({0x803});
    for (int byte = 0; byte < 24; ++byte) {
      bytes += random.next() % 3 == 0 ? static_cast<char>(random.next()) : '\0';
    }
    const TemporaryDirectory directory;
    (void)is_read(directory.write("f", bytes));
  }
}
