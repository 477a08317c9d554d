#include "tests/fuzz/profile_round_trip.hpp"

#include <stdexcept>

#include "scenarios/loader/network_sections.hpp"
#include "scenarios/loader/profile_text.hpp"
#include "scenarios/loader/yaml_document.hpp"
#include "tests/fuzz/imported_network.hpp"

namespace splitscape::fuzz {

void check_round_trip(const NetworkProfile& profile) {
  static const Zoo zoo(SPLITSCAPE_FUZZ_ZOO);
  static const auto format = networks_format();
  std::string text;
  try {
    text = profile_text(profile);
  } catch (const std::invalid_argument&) {
    return;
  }
  Value network = Value::make_table({});
  network.add_entry({}, "profile", parse_document(text, "profile.yaml"));
  Value networks = Value::make_table({});
  networks.add_entry({}, "net", std::move(network));
  Reading reading(zoo, "");
  NetworkProfile read = format.read(networks, reading).at(0).profile;
  if (profile.name.empty()) read.name.clear();
  if (!(read == profile)) broken("a profile reads back as another one");
}

}  // namespace splitscape::fuzz
