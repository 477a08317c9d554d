#pragma once

#include <cstddef>

namespace splitscape::test {

/// How many of many like cases a test goes on by: 1, every case, in an ordinary build. Under
/// AddressSanitizer, which makes a test five to twenty times slower, every n-th: what a test says of all
/// cases is held by the ordinary build, and the sanitizer looks for faults of memory, which like cases share.
constexpr std::size_t step_when_sanitized([[maybe_unused]] std::size_t n) {
#ifdef __SANITIZE_ADDRESS__
  return n;
#else
  return 1;
#endif
}

}  // namespace splitscape::test
