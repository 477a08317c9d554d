#pragma once

#include "models/import/operation_graph.hpp"

namespace splitscape::fuzz {

/// Goes on with a network that an importer has read: it must make a sound profile, which must read back from
/// its own text. Ends the program where one of these does not hold.
/// @throws ImportError where a profile has no place for the graph
void follow(const OperationGraph& graph);

/// Ends the program with a message, which the fuzzer keeps with the input.
[[noreturn]] void broken(const char* what);

}  // namespace splitscape::fuzz
