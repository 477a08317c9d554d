#pragma once

#include "models/figure.hpp"
#include "scenarios/loader/section.hpp"

namespace splitscape {

Section<Provenance> source_section();
/// A publication in words, or one with the figures that it supports and their status.
Format<Provenance> source_format();

}  // namespace splitscape
