#pragma once

#include <string_view>

namespace splitscape {

/// Whether bytes are one CBOR item (RFC 8949), complete, with nothing behind it, nested at most eight deep,
/// without tags and without items of indefinite length. A reader that calls itself for what is nested can
/// then be trusted with them: its stack does not grow with the file.
bool is_shallow_cbor(std::string_view bytes);

}  // namespace splitscape
