// libFuzzer: the importer of ONNX. Half of the inputs are changed byte by byte, half as graphs.
#include <cstddef>
#include <cstdint>
#include <string>

#include "models/import/onnx_network.hpp"
#include "tests/fuzz/imported_network.hpp"
#include "tests/fuzz/onnx_mutation.hpp"

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t most);

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t most,
                                               unsigned int seed) {
  if (seed % 2 == 0) return LLVMFuzzerMutate(data, size, most);
  const std::string changed =
      splitscape::fuzz::with_changed_graph({reinterpret_cast<const char*>(data), size}, seed);
  if (changed.empty() || changed.size() > most) return LLVMFuzzerMutate(data, size, most);
  changed.copy(reinterpret_cast<char*>(data), changed.size());
  return changed.size();
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace splitscape;
  try {
    fuzz::follow(read_onnx({reinterpret_cast<const char*>(data), size}, "net.onnx"));
  } catch (const ImportError&) {  // the one way to refuse a file
  }
  return 0;
}
