#include "scenarios/loader/data_files.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <numeric>
#include <string>

#include "tests/scenarios/loader/refusal.hpp"
#include "tests/support/idx_files.hpp"
#include "tests/support/shared_data.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

DataFiles pair_of(const std::string& part, std::optional<std::uint64_t> first = std::nullopt) {
  return {.images = PlacedName{part + "-images-idx3-ubyte", {"s.yaml", 3, 1}},
          .labels = PlacedName{part + "-labels-idx1-ubyte", {"s.yaml", 3, 9}},
          .first = first};
}

DataFiles table_of(const std::string& name) {
  return {.table = PlacedName{name, {"s.yaml", 5, 1}}, .label = "y"};
}

const DataSpec mnist_names{.train = pair_of("train"), .test = pair_of("t10k")};
const DataSpec tables{.train = table_of("train.csv"), .test = table_of("test.csv")};

std::string refusal_of(const DataSpec& spec, const TemporaryDirectory& directory) {
  return refusal([&] { (void)read_training_data(spec, directory.path()); });
}

/// Reads two tables that are written for it.
TrainingData read_tables(const std::string& train, const std::string& test) {
  const TemporaryDirectory directory;
  directory.write("train.csv", train);
  directory.write("test.csv", test);
  return read_training_data(tables, directory.path());
}

std::string refusal_of_table(const std::string& train, const std::string& test = "a,y\n1,0\n") {
  const TemporaryDirectory directory;
  directory.write("train.csv", train);
  directory.write("test.csv", test);
  const std::string whole = refusal_of(tables, directory);
  // Without the directory, which has another name each time.
  const auto at = whole.find(directory.path());
  return at == 0 ? whole.substr(directory.path().size() + 1) : whole;
}

TrainingSpec with_classes(const DataSpec& data, std::uint32_t classes) {
  TrainingSpec spec{.data = data};
  spec.architecture.layers = {{.name = "fc", .outputs = classes}};
  return spec;
}

}  // namespace

// ---- IDX

TEST_CASE("data files: images and labels come back from IDX files, plain and packed") {
  const DataSet train = made_up_digits(30, 8, 1);
  const DataSet test = made_up_digits(20, 8, 2);
  TrainingData plain;
  for (const bool packed : {false, true}) {
    const TemporaryDirectory directory;
    write_idx_set(directory.path(), train, test, packed);
    const TrainingData data = read_training_data(mnist_names, directory.path());
    CHECK(data.train == train);
    CHECK(data.test == test);
    REQUIRE(data.inputs.size() == 4);
    CHECK(data.inputs[0].path == "train-images-idx3-ubyte");
    CHECK(data.inputs[0].sha256 == sha256(idx_images(train)));
    CHECK(data.inputs[3].path == "t10k-labels-idx1-ubyte");
    CHECK(data.inputs[3].sha256 == sha256(idx_labels(test)));
    if (!packed) plain = data;
    CHECK(data.inputs == plain.inputs);
    CHECK(data.train_sha256 == plain.train_sha256);
  }
}

TEST_CASE("data files: of a file and its packed twin the file is read") {
  const TemporaryDirectory directory;
  write_idx_set(directory.path(), made_up_digits(20, 8, 1), made_up_digits(20, 8, 2));
  const DataSet other = made_up_digits(20, 8, 3);
  write_idx_set(directory.path(), other, other, true);
  CHECK(read_training_data(mnist_names, directory.path()).train == made_up_digits(20, 8, 1));
}

TEST_CASE("data files: a name may be a path, and may name the packed file") {
  const TemporaryDirectory directory;
  const DataSet digits = made_up_digits(20, 8, 1);
  write_idx_set(directory.path() + "/deep", digits, digits, true);
  DataSpec spec = mnist_names;
  spec.train.images->name = directory.path() + "/deep/train-images-idx3-ubyte.gz";
  spec.train.labels->name = directory.path() + "/deep/train-labels-idx1-ubyte";
  spec.test.images->name = "deep/t10k-images-idx3-ubyte";
  spec.test.labels->name = "deep/t10k-labels-idx1-ubyte.gz";
  CHECK(read_training_data(spec, directory.path()).train == digits);
}

TEST_CASE("data files: the first samples of a large file are those of a small one") {
  const TemporaryDirectory large;
  const TemporaryDirectory small;
  write_idx_set(large.path(), made_up_digits(50, 8, 1), made_up_digits(40, 8, 2));
  write_idx_set(small.path(), made_up_digits(30, 8, 1), made_up_digits(20, 8, 2));
  const DataSpec first{.train = pair_of("train", 30), .test = pair_of("t10k", 20)};
  const TrainingData some = read_training_data(first, large.path());
  const TrainingData all = read_training_data(mnist_names, small.path());
  CHECK(some.train == all.train);
  CHECK(some.train_sha256 == all.train_sha256);
  CHECK(some.test_sha256 == all.test_sha256);
  CHECK(some.inputs != all.inputs);
  CHECK(read_training_data(mnist_names, large.path()).train_sha256 != all.train_sha256);
}

TEST_CASE("data files: the digest is that of extents, labels and values, little endian") {
  const DataSet data{.shape = {2, 1, 1}, .values = {1, -2}, .labels = {3}};
  const std::string bytes(
      "\1\0\0\0\2\0\0\0\1\0\0\0\1\0\0\0"
      "\3\0\0\0"
      "\0\0\x80\x3f\0\0\0\xc0",
      28);
  CHECK(sha256_of(data) == sha256(bytes));
}

TEST_CASE("data files: padding adds zeros and leaves the digest") {
  const TemporaryDirectory directory;
  write_idx_set(directory.path(), made_up_digits(20, 8, 1), made_up_digits(20, 8, 2));
  DataSpec spec = mnist_names;
  spec.pad = 80;
  const TrainingData data = read_training_data(spec, directory.path());
  CHECK(data.train == padded(made_up_digits(20, 8, 1), 80));
  CHECK(data.test == padded(made_up_digits(20, 8, 2), 80));
  CHECK(data.train_sha256 == sha256_of(made_up_digits(20, 8, 1)));
  spec.pad = 63;
  CHECK(refusal_of(spec, directory) ==
        "s.yaml:3:1: samples with 8x8 pixels, 64 values, cannot be padded to 63");
}

TEST_CASE("data files: all files that are missing are told at once, with what they should be") {
  const TemporaryDirectory directory;
  CHECK(refusal_of(mnist_names, directory) ==
        "s.yaml:3:1: missing in the directory '" + directory.path() +
            "':\n"
            "  train-images-idx3-ubyte (or train-images-idx3-ubyte.gz): 60,000 images of 28x28, an IDX file; "
            "MNIST's .gz has 9,912,422 B\n"
            "  train-labels-idx1-ubyte (or train-labels-idx1-ubyte.gz): 60,000 labels, an IDX file; MNIST's "
            ".gz has 28,881 B\n"
            "  t10k-images-idx3-ubyte (or t10k-images-idx3-ubyte.gz): 10,000 images of 28x28, an IDX file; "
            "MNIST's .gz has 1,648,877 B\n"
            "  t10k-labels-idx1-ubyte (or t10k-labels-idx1-ubyte.gz): 10,000 labels, an IDX file; MNIST's "
            ".gz has 4,542 B\n"
            "MNIST is published at http://yann.lecun.com/exdb/mnist/ (mirror: "
            "https://ossci-datasets.s3.amazonaws.com/mnist/), Fashion-MNIST, with the same names, at "
            "https://github.com/zalandoresearch/fashion-mnist. Splitscape downloads nothing.");
}

TEST_CASE("data files: a missing file of another name is told with its kind, and what is there is not told") {
  const TemporaryDirectory directory;
  write_idx_labels(directory.path() + "/l", made_up_digits(10, 8, 1));
  const DataFiles pair{.images = PlacedName{"i.gz", {"s.yaml", 1, 1}},
                       .labels = PlacedName{"l", {"s.yaml", 1, 2}}};
  const std::string told = refusal_of({.train = pair, .test = table_of("t.csv")}, directory);
  CHECK(
      told.find("\n  i.gz: an IDX file of images\n  t.csv (or t.csv.gz): a CSV table with a column 'y'\n") !=
      std::string::npos);
  const std::string twice = refusal_of({.train = pair, .test = pair}, directory);
  CHECK(twice.find("i.gz") == twice.rfind("i.gz"));
}

TEST_CASE("data files: more samples than there are cannot be the first ones") {
  const TemporaryDirectory directory;
  write_idx_set(directory.path(), made_up_digits(20, 8, 1), made_up_digits(20, 8, 2));
  CHECK(refusal_of({.train = pair_of("train", 21), .test = pair_of("t10k")}, directory) ==
        "s.yaml:3:1: the first 21 samples are wanted; there are 20");
  CHECK(refusal_of({.train = pair_of("train", 20), .test = pair_of("t10k")}, directory) == "");
}

TEST_CASE("data files: there must be as many labels as images") {
  const TemporaryDirectory directory;
  write_idx_set(directory.path(), made_up_digits(20, 8, 1), made_up_digits(20, 8, 2));
  write_idx_labels(directory.path() + "/train-labels-idx1-ubyte", made_up_digits(19, 8, 1));
  CHECK(refusal_of(mnist_names, directory) == "s.yaml:3:9: 20 images in " + directory.path() +
                                                  "/train-images-idx3-ubyte, but 19 labels in " +
                                                  directory.path() + "/train-labels-idx1-ubyte");
}

TEST_CASE("data files: samples to test with have the shape of those to train with") {
  const TemporaryDirectory directory;
  write_idx_set(directory.path(), made_up_digits(20, 8, 1), made_up_digits(20, 6, 2));
  CHECK(refusal_of(mnist_names, directory) ==
        "s.yaml:3:1: samples to test with have 6x6 pixels, those to train with 8x8 pixels");
  DataSpec padded_ones = mnist_names;
  padded_ones.pad = 100;
  CHECK(refusal_of(padded_ones, directory) != "");
}

TEST_CASE("data files: a label must be a class of the network") {
  const TemporaryDirectory directory;
  write_idx_set(directory.path(), made_up_digits(5, 8, 1), made_up_digits(10, 8, 2));
  // A class that only the samples to test with have is one of the network all the same.
  CHECK(read_training_data(with_classes(mnist_names, 10), directory.path()).test.classes() == 10);
  CHECK(refusal([&] { (void)read_training_data(with_classes(mnist_names, 9), directory.path()); }) ==
        "s.yaml:3:9: there is a label 9, but the network has 9 classes, 0 to 8");
  CHECK(refusal([&] { (void)read_training_data(with_classes(mnist_names, 4), directory.path()); }) ==
        "s.yaml:3:9: there is a label 4, but the network has 4 classes, 0 to 3");
}

TEST_CASE("data files: the images of MNIST are read as they are") {
  const auto images = shared_data("datasets/mnist/train10k-images-idx3-ubyte.gz");
  if (!images) return;
  const std::string directory = std::filesystem::path(*images).parent_path().string();
  const auto pair = [](const std::string& name) {
    return DataFiles{.images = PlacedName{name + "-images-idx3-ubyte", {}},
                     .labels = PlacedName{name + "-labels-idx1-ubyte", {}}};
  };
  const TrainingData data = read_training_data({.train = pair("train10k"), .test = pair("t5k")}, directory);
  CHECK(data.train.samples() == 10000);
  CHECK(data.test.samples() == 5000);
  CHECK(data.train.shape == TensorShape{1, 28, 28});
  CHECK(data.train.classes() == 10);
  // The first labels of MNIST; the first image is a five whose first ink is in row 5, column 12.
  CHECK(std::vector(data.train.labels.begin(), data.train.labels.begin() + 5) ==
        std::vector<std::int32_t>{5, 0, 4, 1, 9});
  const auto ink =
      std::find_if(data.train.values.begin(), data.train.values.end(), [](float value) { return value > 0; });
  CHECK(ink - data.train.values.begin() == 5 * 28 + 12);
  // Pixels of MNIST's 60,000 training images are .1307 in the mean.
  const double mean = std::accumulate(data.train.values.begin(), data.train.values.end(), 0.0) /
                      static_cast<double>(data.train.values.size());
  CHECK(mean == doctest::Approx(.1307).epsilon(.01));
}

// ---- tables

TEST_CASE("data files: all columns of a table but the label are features, in order") {
  const TrainingData data = read_tables("a,y,b\n1,0,-2.5\n3e2,2,4\n", "b,y,c\n7,1,8\n");
  CHECK(data.train == DataSet{.shape = {2, 1, 1}, .values = {1, -2.5, 300, 4}, .labels = {0, 2}});
  CHECK(data.test == DataSet{.shape = {2, 1, 1}, .values = {7, 8}, .labels = {1}});
  CHECK(data.inputs.at(1).path == "test.csv");
}

TEST_CASE("data files: a table may be packed, and shortened") {
  const TemporaryDirectory directory;
  directory.write("train.csv.gz", gzipped("a,y\n1,0\n2,1\n3,0\n"));
  directory.write("test.csv", "a,y\n1,0\n");
  DataSpec spec = tables;
  spec.train.first = 2;
  CHECK(read_training_data(spec, directory.path()).train.values == std::vector<float>{1, 2});
  spec.train.first = 4;
  CHECK(refusal_of(spec, directory) == "s.yaml:5:1: the first 4 samples are wanted; there are 3");
}

TEST_CASE("data files: a table without the column of labels, or without another, is refused") {
  CHECK(refusal_of_table("a,Y\n1,0\n") == "train.csv:1:1: the table has no column 'y'; did you mean 'Y'?");
  CHECK(refusal_of_table("y\n1\n").ends_with("train.csv has the label but no features"));
  CHECK(refusal_of_table("a,y\n") == "train.csv: the table has a header but no rows");
}

TEST_CASE("data files: a label of a table is a whole number from 0") {
  CHECK(refusal_of_table("a,y\n1,0\n2,-1\n") ==
        "train.csv:3:3: -1 is no class; they count from 0 (field 2, 'y')");
  CHECK(refusal_of_table("a,y\n1,0.5\n") == "train.csv:2:3: '0.5' is no whole number (field 2, 'y')");
  CHECK(refusal_of_table("a,y\n1,cat\n") == "train.csv:2:3: 'cat' is no number (field 2, 'y')");
}

TEST_CASE("data files: a feature of a table is a number that 32 bits can hold") {
  CHECK(refusal_of_table("a,y\nnan,0\n") == "train.csv:2:1: 'nan' is no number (field 1, 'a')");
  CHECK(refusal_of_table("a,y\n1e39,0\n") ==
        "train.csv:2:1: '1e39' is too large for a 32-bit number (field 1, 'a')");
}

TEST_CASE("data files: a table of other width than the other is refused") {
  CHECK(refusal_of_table("a,b,y\n1,2,0\n") ==
        "s.yaml:5:1: samples to test with have 1 features, those to train with 2 features");
}

TEST_CASE("data files: a label of a table must be a class of the network") {
  const TemporaryDirectory directory;
  directory.write("train.csv", "a,y\n1,0\n");
  directory.write("test.csv", "a,y\n1,2\n");
  CHECK(refusal([&] { (void)read_training_data(with_classes(tables, 2), directory.path()); }) ==
        "s.yaml:5:1: there is a label 2, but the network has 2 classes, 0 to 1");
}
