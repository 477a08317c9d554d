#include "scenarios/loader/reading.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <utility>

#include "scenarios/loader/document_json.hpp"
#include "scenarios/loader/read_before.hpp"
#include "scenarios/loader/zoo.hpp"

namespace splitscape {

namespace {

/// SHA-256 of what is fed to it piece by piece.
class Digest {
 public:
  Digest() : context_(EVP_MD_CTX_new(), EVP_MD_CTX_free) {
    EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr);
  }

  void feed(const char* data, std::size_t size) { EVP_DigestUpdate(context_.get(), data, size); }
  std::string hexadecimal() {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int length = 0;
    EVP_DigestFinal_ex(context_.get(), digest.data(), &length);
    std::string text;
    for (unsigned int i = 0; i < length; ++i) text += fmt::format("{:02x}", digest[i]);
    return text;
  }

 private:
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context_;
};

/// A path that may be relative to a directory.
std::string seen_from(const std::string& directory, const std::string& path) {
  return (std::filesystem::path(directory) / path).string();
}

}  // namespace

std::string sha256(const std::string& text) {
  Digest digest;
  digest.feed(text.data(), text.size());
  return digest.hexadecimal();
}

std::string sha256_of_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  const bool directory = std::filesystem::is_directory(path);
  if (!file || directory) throw std::runtime_error(fmt::format("cannot read '{}'", path));
  Digest digest;
  std::vector<char> block(1U << 16U);
  while (file.read(block.data(), static_cast<std::streamsize>(block.size())) || file.gcount() > 0) {
    digest.feed(block.data(), static_cast<std::size_t>(file.gcount()));
  }
  if (file.bad()) throw std::runtime_error(fmt::format("cannot read '{}'", path));
  return digest.hexadecimal();
}

Reading::Below::Below(Reading& reading, const std::string& directory)
    : reading_(reading), before_(reading.start_) {
  reading.start_.directory = seen_from(before_.directory, directory);
}

Reading::Below::Below(Reading& reading, const ZooFolder& folder)
    : reading_(reading), before_(reading.start_) {
  reading.start_ = {.directory = folder.name, .in_zoo = true};
}

std::string Reading::text_of_file(const Value& value) {
  std::string name = seen_from(start_.directory, value.text());
  std::string path = seen_from(directory_, name);
  if (start_.in_zoo && std::filesystem::path(name).is_relative()) {
    const std::string entry = std::filesystem::path(name).lexically_normal().string();
    path = zoo_.path(entry);
    name = "zoo:" + entry;  // wherever the zoo lies, it is the same file
  }
  std::error_code failed;
  // A device or a pipe that a scenario names may have no end.
  if (std::filesystem::exists(path, failed) && !std::filesystem::is_regular_file(path, failed) &&
      !std::filesystem::is_directory(path, failed)) {
    throw InputError(value.position(), fmt::format("{}: this is a device or a pipe, not a file", path),
                     ErrorKind::meaning);
  }
  try {
    return text_at(path, name);
  } catch (const InputError& error) {
    throw InputError(value.position(), error.what(), ErrorKind::meaning);
  }
}

std::string Reading::text_of_zoo(const std::string& entry) {
  return text_at(zoo_.path(entry), "zoo:" + entry);
}

std::shared_ptr<const std::any> Reading::kept(const std::string& what, const Value& part,
                                              const std::function<std::any()>& make) {
  if (before_ == nullptr) return std::make_shared<const std::any>(make());
  // The same words name other files where paths start from elsewhere.
  const std::string key = fmt::format("{}\n{}\n{}\n{}\n{}", what, directory_, start_.directory,
                                      start_.in_zoo ? "zoo" : "", to_json(part));
  auto made = before_->find(key);
  if (!made) {
    std::vector<InputFile> others = std::exchange(inputs_, {});
    made = before_->keep(key, {std::make_shared<const std::any>(make()), inputs_});
    inputs_ = std::move(others);
  }
  for (const InputFile& input : made->inputs) remember(input);
  return made->value;
}

std::string Reading::text_at(const std::string& path, const std::string& name) {
  if (before_ != nullptr) {
    const FileText& file = before_->text_of(path);
    remember({name, file.sha256});
    return file.text;
  }
  std::string content = read_text_file(path);
  remember({name, sha256(content)});
  return content;
}

void Reading::remember(const InputFile& input) {
  if (std::find(inputs_.begin(), inputs_.end(), input) == inputs_.end()) inputs_.push_back(input);
}

}  // namespace splitscape
