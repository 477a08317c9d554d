#include "scenarios/app/sample_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <utility>

#include "scenarios/runs/user_error.hpp"

namespace splitscape {
namespace {

bool has_ending(const std::string& file, const std::vector<std::string>& endings) {
  return std::any_of(endings.begin(), endings.end(),
                     [&file](const std::string& ending) { return file.ends_with(ending); });
}

}  // namespace

bool is_network(const std::string& file, const Zoo& zoo) {
  if (has_ending(file, {".yaml", ".yml"})) return true;
  if (std::filesystem::exists(file)) return false;
  const auto known = zoo.names("networks");
  const bool of_zoo = std::find(known.begin(), known.end(), file) != known.end();
  // A file that is not there is called so; another word is a network that the zoo may have by a near name.
  return of_zoo || !(has_ending(file, {".csv", ".tsv", ".txt"}) || file.find('/') != std::string::npos);
}

SampleFileLayout layout_of(const SampleColumns& columns, const CsvTable& table) {
  SampleFileLayout layout{.confidence = columns.confidence,
                          .entropy = columns.entropy,
                          .prediction = columns.prediction,
                          .correct = columns.correct,
                          .label = columns.label};
  if (columns.wide.value_or(false)) layout.shape = SampleFileLayout::Shape::columns;
  if (columns.sample) layout.sample = *columns.sample;
  if (columns.exit) layout.exit = *columns.exit;
  if (columns.first_exit) layout.first_exit = *columns.first_exit;
  return with_own_columns(std::move(layout), table);
}

void require_outcomes(const SampleFileLayout& layout, const std::string& file) {
  const bool judged = layout.correct || (layout.prediction && layout.label);
  if (layout.confidence || layout.entropy || judged) return;
  throw UserError(fmt::format(
      "{} has neither the column 'confidence' nor 'entropy' nor 'correct', nor 'prediction' and 'label': "
      "name its columns (--confidence COLUMN ...; --layout wide where each exit has columns of its own)",
      file));
}

ReadNetwork network_with_samples(const std::string& name, const Zoo& zoo) {
  ReadNetwork read = read_named_network(name, zoo);
  if (!read.network.samples) throw UserError(fmt::format("network '{}' has no samples", name));
  return read;
}

}  // namespace splitscape
