#include "scenarios/runs/version.hpp"

#include <fmt/format.h>
#include <boost/version.hpp>

namespace splitscape {

std::string program_version() {
  return SPLITSCAPE_VERSION;
}

std::vector<std::pair<std::string, std::string>> package_versions() {
  return {
      {"boost",
       fmt::format("{}.{}.{}", BOOST_VERSION / 100000, BOOST_VERSION / 100 % 1000, BOOST_VERSION % 100)},
      {"compiler", SPLITSCAPE_COMPILER},
      {"eigen", SPLITSCAPE_EIGEN_VERSION},
      {"fmt", fmt::format("{}.{}.{}", FMT_VERSION / 10000, FMT_VERSION / 100 % 100, FMT_VERSION % 100)},
      {"simgrid", SPLITSCAPE_SIMGRID_VERSION},
      {"yaml-cpp", SPLITSCAPE_YAML_CPP_VERSION},
  };
}

}  // namespace splitscape
