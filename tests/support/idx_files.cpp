#include "tests/support/idx_files.hpp"

#include <zlib.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <vector>

#include "models/random_stream.hpp"

namespace splitscape::test {
namespace {

void append_big_endian(std::string& bytes, std::size_t number) {
  for (const unsigned shift : {24U, 16U, 8U, 0U}) bytes += static_cast<char>((number >> shift) & 0xFFU);
}

void write(const std::string& path, const std::string& bytes) {
  std::filesystem::create_directories(std::filesystem::absolute(path).parent_path());
  std::ofstream file(path, std::ios::binary);
  file << (path.ends_with(".gz") ? gzipped(bytes) : bytes);
  if (!file.flush()) throw std::runtime_error("cannot write " + path);
}

/// Which pixels of each sign are ink.
std::vector<bool> signs(std::size_t classes, std::size_t pixels) {
  RandomStream random({.purpose = Purpose::samples, .owner = "made-up signs"});
  std::vector<bool> ink(classes * pixels);
  for (std::size_t i = 0; i < ink.size(); ++i) ink[i] = random.uniform() < .4;
  return ink;
}

}  // namespace

std::string idx_images(const DataSet& data) {
  std::string bytes;
  append_big_endian(bytes, 0x803);
  append_big_endian(bytes, data.samples());
  append_big_endian(bytes, data.shape.height);
  append_big_endian(bytes, data.shape.width);
  for (const float value : data.values) bytes += static_cast<char>(std::lround(255.F * value));
  return bytes;
}

std::string idx_labels(const DataSet& data) {
  std::string bytes;
  append_big_endian(bytes, 0x801);
  append_big_endian(bytes, data.samples());
  for (const std::int32_t label : data.labels) bytes += static_cast<char>(label);
  return bytes;
}

std::string gzipped(const std::string& bytes) {
  constexpr int with_gzip_header = 16 + MAX_WBITS;
  z_stream stream{};
  if (deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, with_gzip_header, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
    throw std::runtime_error("zlib cannot pack");
  }
  std::vector<Bytef> input(bytes.begin(), bytes.end());
  std::string packed(deflateBound(&stream, static_cast<uLong>(bytes.size())), '\0');
  stream.next_in = input.data();
  stream.avail_in = static_cast<uInt>(input.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  const int status = deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  if (status != Z_STREAM_END) throw std::runtime_error("zlib did not pack all");
  return packed;
}

void write_idx_images(const std::string& path, const DataSet& data) {
  write(path, idx_images(data));
}

void write_idx_labels(const std::string& path, const DataSet& data) {
  write(path, idx_labels(data));
}

void write_idx_set(const std::string& directory, const DataSet& train, const DataSet& test, bool packed) {
  const std::string end = packed ? ".gz" : "";
  write_idx_images(directory + "/train-images-idx3-ubyte" + end, train);
  write_idx_labels(directory + "/train-labels-idx1-ubyte" + end, train);
  write_idx_images(directory + "/t10k-images-idx3-ubyte" + end, test);
  write_idx_labels(directory + "/t10k-labels-idx1-ubyte" + end, test);
}

DataSet made_up_digits(std::size_t samples, std::uint32_t side, std::uint64_t seed, double noise) {
  constexpr std::size_t classes = 10;
  DataSet data{.shape = {1, side, side}};
  const std::size_t pixels = data.shape.size();
  const std::vector<bool> ink = signs(classes, pixels);
  RandomStream random({.seed = seed, .purpose = Purpose::samples, .owner = "noise"});
  for (std::size_t sample = 0; sample < samples; ++sample) {
    const std::size_t label = sample % classes;
    data.labels.push_back(static_cast<std::int32_t>(label));
    for (std::size_t pixel = 0; pixel < pixels; ++pixel) {
      const double value = (ink[label * pixels + pixel] ? .8 : .2) + noise * random.normal();
      data.values.push_back(static_cast<float>(std::lround(255 * std::clamp(value, 0.0, 1.0))) / 255.F);
    }
  }
  return data;
}

}  // namespace splitscape::test
