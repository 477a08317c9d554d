#pragma once

#include <string>

#include "models/sample_trace.hpp"
#include "scenarios/app/commands.hpp"
#include "scenarios/app/named_network.hpp"
#include "scenarios/loader/csv_table.hpp"
#include "scenarios/loader/sample_file.hpp"
#include "scenarios/loader/zoo.hpp"

namespace splitscape {

/// Whether the user means a network that has samples, and not a table of samples.
bool is_network(const std::string& file, const Zoo& zoo);

/// How a table is to be read, by what the command line says and by its own columns.
SampleFileLayout layout_of(const SampleColumns& columns, const CsvTable& table);

/// @throws UserError where nothing is known of what the exits say
void require_outcomes(const SampleFileLayout& layout, const std::string& file);

/// The samples of a network. @throws InputError, or UserError where it has none
ReadNetwork network_with_samples(const std::string& name, const Zoo& zoo);

}  // namespace splitscape
