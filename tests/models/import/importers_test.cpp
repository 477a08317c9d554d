#include "models/import/importers.hpp"

#include <doctest/doctest.h>

#include "tests/support/onnx_model.hpp"

using namespace splitscape;
using namespace splitscape::test;

TEST_CASE("the ending of a file's name tells its format") {
  OnnxModel model;
  model.input("x", {1, 8}).node("Relu", {"x"}, {"y"}).output("y");
  CHECK(import_network(model.bytes(), "some/model.onnx").operations.size() == 1);
}

TEST_CASE("a file of no known format is refused with the formats there are") {
  try {
    (void)import_network("", "model.tflite");
    FAIL("it was read");
  } catch (const ImportError& error) {
    const std::string message = error.what();
    CHECK(message.starts_with("model.tflite: the name must end with one of .onnx (ONNX)"));
    for (const auto& importer : importers()) {
      CHECK(message.find(std::string(importer.ending)) != std::string::npos);
    }
  }
}
