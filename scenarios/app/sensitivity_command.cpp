#include "scenarios/app/judging_options.hpp"
namespace splitscape {
int sensitivity_command(const SensitivityOptions&) {
  return 0;
}
}  // namespace splitscape
