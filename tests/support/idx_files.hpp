#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "models/training/data_set.hpp"

namespace splitscape::test {

/// The bytes of an IDX file of images; values are rounded to multiples of 1/255.
/// @param data of one channel
std::string idx_images(const DataSet& data);
/// The bytes of an IDX file of labels, which must be below 256.
std::string idx_labels(const DataSet& data);
/// Bytes as gzip packs them.
std::string gzipped(const std::string& bytes);

/// Writes a file, packed where its name ends in ".gz".
void write_idx_images(const std::string& path, const DataSet& data);
void write_idx_labels(const std::string& path, const DataSet& data);

/// Writes the four files of a set under the names that MNIST has ("train-images-idx3-ubyte" ...).
/// @param packed with ".gz" behind the names
void write_idx_set(const std::string& directory, const DataSet& train, const DataSet& test,
                   bool packed = false);

/// Square images of ten made-up signs, one a class in turn, with noise on every pixel. The signs depend on
/// the side alone, so that sets of several seeds show the same ones. All values are multiples of 1/255, so
/// that they come back from a file as they are.
/// @param side pixels, at least 4
/// @param noise standard deviation on a scale where paper is 0 and ink is 1
DataSet made_up_digits(std::size_t samples, std::uint32_t side, std::uint64_t seed, double noise = .3);

}  // namespace splitscape::test
