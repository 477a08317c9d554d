#pragma once

#include <cstddef>
#include <string>

namespace splitscape {

/// Larger than any file of samples that this program is for (the images of MNIST: 47 MB).
inline constexpr std::size_t most_bytes_of_data = std::size_t{1} << 30U;

/// What is in bytes that gzip packed (RFC 1952), several members in a row included.
/// @param name of the file, for error messages
/// @param most bytes that may come out
/// @throws InputError where they are damaged, cut short, followed by something else, or hold more
std::string unpacked(const std::string& bytes, const std::string& name,
                     std::size_t most = most_bytes_of_data);

/// The content of a data file, unpacked where it begins as gzip's files do, whatever its name.
/// @throws InputError also where it cannot be read, is no file, or is too large
std::string data_file_content(const std::string& path);

}  // namespace splitscape
