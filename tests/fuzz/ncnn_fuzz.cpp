// libFuzzer: the importer of ncnn. Of four inputs one is changed byte by byte, one likewise but with counts
// that are right, and two are changed as networks.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "models/import/ncnn_import.hpp"
#include "tests/fuzz/imported_network.hpp"
#include "tests/fuzz/ncnn_mutation.hpp"

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t most);

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t most,
                                               unsigned int seed) {
  using namespace splitscape::fuzz;
  if (seed % 4 < 2) size = LLVMFuzzerMutate(data, size, most);
  if (seed % 4 == 0) return size;
  const std::string text(reinterpret_cast<const char*>(data), size);
  const std::string changed = seed % 4 == 1 ? with_right_counts(text) : with_changed_layers(text, seed);
  if (changed.size() > most) return size;
  changed.copy(reinterpret_cast<char*>(data), changed.size());
  return changed.size();
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace splitscape;
  try {
    fuzz::follow(read_ncnn({reinterpret_cast<const char*>(data), size}, "net.param"));
  } catch (const ImportError&) {  // the one way to refuse a file
  }
  return 0;
}
