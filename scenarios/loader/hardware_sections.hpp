#pragma once

#include "models/hardware.hpp"
#include "models/radio.hpp"
#include "scenarios/loader/section.hpp"
#include "scenarios/loader/zoo.hpp"

namespace splitscape {

/// What the zoo's hardware/*.yaml and a scenario's own hardware say.
const Section<Hardware>& hardware_section();
/// What the zoo's radios/*.yaml and a scenario's own radios say.
const Section<RadioModel>& radio_section();

/// The name of an entry of the zoo, or the entry itself.
Format<Hardware> hardware_format(const Zoo& zoo);
Format<RadioModel> radio_format(const Zoo& zoo);

/// An entry of the zoo. @throws InputError
Hardware zoo_hardware(const std::string& name, Reading& reading);
RadioModel zoo_radio(const std::string& name, Reading& reading);

/// Their sections, for the documentation.
std::vector<SectionDoc> hardware_docs();

}  // namespace splitscape
