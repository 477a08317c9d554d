#include "scenarios/loader/packed_file.hpp"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <limits>
#include <string_view>

#include "scenarios/loader/document.hpp"

namespace splitscape {
namespace {

constexpr std::string_view gzip_magic = "\x1f\x8b";

[[noreturn]] void refuse_file(const std::string& name, const std::string& why) {
  throw InputError({name, 0, 0}, why, ErrorKind::meaning);
}

[[noreturn]] void refuse_size(const std::string& name, std::size_t most) {
  refuse_file(name, fmt::format("more than {} bytes are no set of samples that this program takes", most));
}

/// zlib at work on one file.
class Inflation {
 public:
  Inflation(const std::string& bytes, std::string name, std::size_t most)
      : bytes_(bytes), name_(std::move(name)), most_(most) {
    constexpr int of_gzip = 16 + MAX_WBITS;
    if (inflateInit2(&stream_, of_gzip) != Z_OK) refuse_file(name_, "zlib cannot unpack it");
  }
  ~Inflation() { inflateEnd(&stream_); }
  Inflation(const Inflation&) = delete;
  Inflation& operator=(const Inflation&) = delete;

  std::string run() {
    while (true) {
      const int status = step();
      if (status == Z_STREAM_END) {
        if (rest().empty()) return std::move(content_);
        if (!rest().starts_with(gzip_magic))
          refuse_file(name_, fmt::format("{} bytes follow the end of what gzip packed", rest().size()));
        inflateReset(&stream_);
      } else if (status == Z_BUF_ERROR) {
        refuse_file(name_, "the file is cut short: what gzip packed does not end");
      } else if (status != Z_OK) {
        refuse_file(name_, fmt::format("the file is damaged: {}",
                                       stream_.msg != nullptr ? stream_.msg : "gzip cannot unpack it"));
      }
    }
  }

 private:
  std::string_view rest() const { return std::string_view(bytes_).substr(taken_); }

  /// Unpacks a block at most. Memory grows with what comes out, whatever the file says of its size.
  int step() {
    const std::size_t offered = std::min<std::size_t>(rest().size(), std::numeric_limits<uInt>::max());
    // zlib does not write to what it reads, but its C interface may lack the const.
    stream_.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(rest().data()));
    stream_.avail_in = static_cast<uInt>(offered);
    stream_.next_out = block_.data();
    stream_.avail_out = static_cast<uInt>(block_.size());
    const int status = inflate(&stream_, Z_NO_FLUSH);
    taken_ += offered - stream_.avail_in;
    const std::size_t made = block_.size() - stream_.avail_out;
    if (content_.size() + made > most_) refuse_size(name_, most_);
    content_.append(reinterpret_cast<const char*>(block_.data()), made);
    return status;
  }

  const std::string& bytes_;
  std::string name_;
  std::size_t most_;
  z_stream stream_{};
  std::size_t taken_ = 0;
  std::array<Bytef, std::size_t{1} << 15U> block_{};
  std::string content_{};
};

}  // namespace

std::string unpacked(const std::string& bytes, const std::string& name, std::size_t most) {
  return Inflation(bytes, name, most).run();
}

std::string data_file_content(const std::string& path) {
  std::error_code failed;
  const auto status = std::filesystem::status(path, failed);
  // A device or a pipe may have no end.
  if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status) &&
      !std::filesystem::is_directory(status)) {
    refuse_file(path, "this is a device or a pipe, not a file");
  }
  const auto size = std::filesystem::file_size(path, failed);
  if (!failed && size > most_bytes_of_data) refuse_size(path, most_bytes_of_data);
  std::string content = read_text_file(path);
  return content.starts_with(gzip_magic) ? unpacked(content, path) : content;
}

}  // namespace splitscape
