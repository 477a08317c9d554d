// libFuzzer: the importer of ncnn.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "models/import/ncnn_import.hpp"
#include "tests/fuzz/imported_network.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace splitscape;
  try {
    fuzz::follow(read_ncnn({reinterpret_cast<const char*>(data), size}, "net.param"));
  } catch (const ImportError&) {  // the one way to refuse a file
  }
  return 0;
}
