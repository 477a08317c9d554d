#include "scenarios/loader/data_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <filesystem>
#include <map>

#include "scenarios/loader/csv_table.hpp"
#include "scenarios/loader/idx_file.hpp"
#include "scenarios/loader/packed_file.hpp"

namespace splitscape {
namespace {

// ---- where the files are

struct NamedFile {
  PlacedName name{};
  std::string what{};  ///< that it must be
};

/// Files of MNIST, which Fashion-MNIST has, too. Numbers and bytes of the packed files: those of the page
/// http://yann.lecun.com/exdb/mnist/.
const std::map<std::string, std::string>& files_of_mnist() {
  static const std::map<std::string, std::string> files{
      {"train-images-idx3-ubyte", "60,000 images of 28x28, an IDX file; MNIST's .gz has 9,912,422 B"},
      {"train-labels-idx1-ubyte", "60,000 labels, an IDX file; MNIST's .gz has 28,881 B"},
      {"t10k-images-idx3-ubyte", "10,000 images of 28x28, an IDX file; MNIST's .gz has 1,648,877 B"},
      {"t10k-labels-idx1-ubyte", "10,000 labels, an IDX file; MNIST's .gz has 4,542 B"}};
  return files;
}

constexpr const char* where_published =
    "MNIST is published at http://yann.lecun.com/exdb/mnist/ (mirror: "
    "https://ossci-datasets.s3.amazonaws.com/mnist/), Fashion-MNIST, with the same names, at "
    "https://github.com/zalandoresearch/fashion-mnist. Splitscape downloads nothing.";

std::string unpacked_name(const std::string& name) {
  return name.ends_with(".gz") ? name.substr(0, name.size() - 3) : name;
}

std::vector<NamedFile> named_files(const DataFiles& files) {
  const auto idx = [](const PlacedName& name, const char* otherwise) {
    const auto known = files_of_mnist().find(std::filesystem::path(unpacked_name(name.name)).filename());
    return NamedFile{name, known != files_of_mnist().end() ? known->second : otherwise};
  };
  std::vector<NamedFile> named;
  if (files.images) named.push_back(idx(*files.images, "an IDX file of images"));
  if (files.labels) named.push_back(idx(*files.labels, "an IDX file of labels"));
  if (files.table)
    named.push_back({*files.table, fmt::format("a CSV table with a column '{}'", files.label)});
  return named;
}

/// The path of NAME, else of NAME.gz; empty where neither is there.
std::string path_of(const std::string& directory, const std::string& name) {
  const std::string path = (std::filesystem::path(directory) / name).string();
  std::error_code failed;
  for (const std::string& candidate : {path, path + ".gz"}) {
    if (std::filesystem::exists(candidate, failed)) return candidate;
  }
  return "";
}

/// Every file of the spec must be there: one error tells all that are not.
void require_files(const DataSpec& spec, const std::string& directory) {
  std::vector<NamedFile> missing;
  for (const DataFiles* files : {&spec.train, &spec.test}) {
    for (NamedFile& file : named_files(*files)) {
      const bool told = std::any_of(missing.begin(), missing.end(),
                                    [&](const auto& other) { return other.name.name == file.name.name; });
      if (!told && path_of(directory, file.name.name).empty()) missing.push_back(std::move(file));
    }
  }
  if (missing.empty()) return;
  std::string list;
  for (const auto& file : missing) {
    const std::string& name = file.name.name;
    const std::string packed = name.ends_with(".gz") ? "" : fmt::format(" (or {}.gz)", name);
    list += fmt::format("\n  {}{}: {}", name, packed, file.what);
  }
  throw InputError(missing.front().name.position,
                   fmt::format("missing in the directory '{}':{}\n{}", directory.empty() ? "." : directory,
                               list, where_published),
                   ErrorKind::meaning);
}

// ---- reading them

/// Reads the files of a spec and remembers which.
class DataReader {
 public:
  explicit DataReader(std::string directory) : directory_(std::move(directory)) {}

  DataSet read(const DataFiles& files) { return files.table ? read_table(files) : read_pair(files); }
  const std::vector<InputFile>& inputs() const { return inputs_; }

 private:
  struct Content {
    std::string path{};
    std::string bytes{};
  };

  Content content(const PlacedName& name) {
    Content read{.path = path_of(directory_, name.name)};
    read.bytes = data_file_content(read.path);
    const InputFile input{name.name, sha256(read.bytes)};
    if (std::find(inputs_.begin(), inputs_.end(), input) == inputs_.end()) inputs_.push_back(input);
    return read;
  }

  DataSet read_pair(const DataFiles& files) {
    const Content image_file = content(*files.images);
    const Content label_file = content(*files.labels);
    const IdxImages images = read_idx_images(image_file.bytes, image_file.path);
    const std::string_view labels = read_idx_labels(label_file.bytes, label_file.path);
    if (images.count != labels.size()) {
      throw InputError(files.labels->position,
                       fmt::format("{} images in {}, but {} labels in {}", images.count, image_file.path,
                                   labels.size(), label_file.path),
                       ErrorKind::meaning);
    }
    const std::size_t samples = used(files, images.count, *files.images);
    DataSet data{.shape = {1, images.height, images.width}};
    constexpr float brightest = 255;
    data.values.resize(samples * data.shape.size());
    std::transform(
        images.pixels.begin(), images.pixels.begin() + static_cast<std::ptrdiff_t>(data.values.size()),
        data.values.begin(),
        [](char pixel) { return static_cast<float>(static_cast<unsigned char>(pixel)) / brightest; });
    for (const char label : labels.substr(0, samples))
      data.labels.push_back(static_cast<unsigned char>(label));
    return data;
  }

  DataSet read_table(const DataFiles& files) {
    const Content file = content(*files.table);
    const CsvTable table(file.bytes, file.path, true);
    table.require_rows();
    const std::size_t label = table.column(files.label);
    if (table.columns() == 1) {
      throw InputError(files.table->position, fmt::format("{} has the label but no features", file.path),
                       ErrorKind::meaning);
    }
    const std::size_t samples = used(files, table.rows(), *files.table);
    DataSet data{.shape = {static_cast<std::uint32_t>(table.columns() - 1), 1, 1}};
    data.values.reserve(samples * data.shape.size());
    for (std::size_t row = 0; row < samples; ++row) {
      for (std::size_t column = 0; column < table.columns(); ++column) {
        if (column != label) data.values.push_back(feature(table, row, column));
      }
      const long long value = table.integer(row, label);
      if (value < 0) table.refuse(row, label, fmt::format("{} is no class; they count from 0", value));
      data.labels.push_back(static_cast<std::int32_t>(value));
    }
    return data;
  }

  static float feature(const CsvTable& table, std::size_t row, std::size_t column) {
    const auto value = static_cast<float>(table.number(row, column));
    if (!std::isfinite(value)) {
      table.refuse(row, column,
                   fmt::format("'{}' is too large for a 32-bit number", table.text(row, column)));
    }
    return value;
  }

  /// Samples that the spec wants of those that are there.
  static std::size_t used(const DataFiles& files, std::size_t samples, const PlacedName& name) {
    if (!files.first) return samples;
    if (*files.first > samples) {
      throw InputError(name.position,
                       fmt::format("the first {} samples are wanted; there are {}", *files.first, samples),
                       ErrorKind::meaning);
    }
    return *files.first;
  }

  std::string directory_;
  std::vector<InputFile> inputs_{};
};

// ---- what they must have to do with each other

const PlacedName& first_name(const DataFiles& files) {
  return files.table ? *files.table : *files.images;
}

std::string told(const TensorShape& shape) {
  if (shape.positions() == 1) return fmt::format("{} features", shape.channels);
  return fmt::format("{}x{} pixels", shape.height, shape.width);
}

void require_same_shape(const DataSpec& spec, const TrainingData& data) {
  if (data.train.shape == data.test.shape) return;
  throw InputError(first_name(spec.test).position,
                   fmt::format("samples to test with have {}, those to train with {}", told(data.test.shape),
                               told(data.train.shape)),
                   ErrorKind::meaning);
}

void pad(const DataSpec& spec, TrainingData& data) {
  if (!spec.pad) return;
  if (data.train.shape.size() > *spec.pad) {
    throw InputError(first_name(spec.train).position,
                     fmt::format("samples with {}, {} values, cannot be padded to {}", told(data.train.shape),
                                 data.train.shape.size(), *spec.pad),
                     ErrorKind::meaning);
  }
  data.train = padded(data.train, *spec.pad);
  data.test = padded(data.test, *spec.pad);
}

void require_classes(const DataFiles& files, const DataSet& data, std::size_t classes) {
  if (data.classes() <= classes) return;
  throw InputError(files.table ? files.table->position : files.labels->position,
                   fmt::format("there is a label {}, but the network has {} classes, 0 to {}",
                               data.classes() - 1, classes, classes - 1),
                   ErrorKind::meaning);
}

void append_little_endian(std::string& bytes, std::uint32_t number) {
  for (const unsigned shift : {0U, 8U, 16U, 24U}) bytes += static_cast<char>((number >> shift) & 0xFFU);
}

}  // namespace

std::string sha256_of(const DataSet& data) {
  std::string bytes;
  bytes.reserve(4 * (4 + data.labels.size() + data.values.size()));
  for (const std::size_t extent : {data.samples(), std::size_t{data.shape.channels},
                                   std::size_t{data.shape.height}, std::size_t{data.shape.width}})
    append_little_endian(bytes, static_cast<std::uint32_t>(extent));
  for (const std::int32_t label : data.labels) append_little_endian(bytes, static_cast<std::uint32_t>(label));
  for (const float value : data.values) append_little_endian(bytes, std::bit_cast<std::uint32_t>(value));
  return sha256(bytes);
}

TrainingData read_training_data(const DataSpec& spec, const std::string& directory) {
  require_files(spec, directory);
  DataReader reader(directory);
  TrainingData data;
  data.train = reader.read(spec.train);
  data.test = reader.read(spec.test);
  require_same_shape(spec, data);
  data.inputs = reader.inputs();
  data.train_sha256 = sha256_of(data.train);
  data.test_sha256 = sha256_of(data.test);
  pad(spec, data);
  return data;
}

TrainingData read_training_data(const TrainingSpec& spec, const std::string& directory) {
  TrainingData data = read_training_data(spec.data, directory);
  require_classes(spec.data.train, data.train, spec.architecture.classes());
  require_classes(spec.data.test, data.test, spec.architecture.classes());
  return data;
}

}  // namespace splitscape
