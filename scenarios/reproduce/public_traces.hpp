#pragma once

#include <string>
#include <vector>

#include "scenarios/reproduce/workbench.hpp"

namespace splitscape {

/// Per-sample traces of other people that experiments need, and where they are published.
NeededFile bert_file();       ///< 872 samples at 12 exits of a BERT
NeededFile imdb_4_file();     ///< predictions of 4 exits on 50,000 IMDb reviews
NeededFile imdb_6_file();     ///< likewise of 6
NeededFile b_alexnet_file();  ///< 10,000 images at 2 exits
NeededFile mab_file();        ///< likewise
NeededFile mobilenet_file();  ///< 5,000 images at 2 exits

SampleTrace bert_trace(const Workbench& bench);
SampleTrace imdb_trace(const Workbench& bench, std::size_t exits);
SampleTrace two_exit_trace(const Workbench& bench, const NeededFile& file);

}  // namespace splitscape
