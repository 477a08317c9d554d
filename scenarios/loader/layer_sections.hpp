#pragma once

#include "models/layer.hpp"
#include "scenarios/loader/cost_keys.hpp"
#include "scenarios/loader/section.hpp"

namespace splitscape {

Section<LayerProfile> layer_section();
Section<ExitHead> exit_section();

}  // namespace splitscape
