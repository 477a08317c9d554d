#include "scenarios/loader/training_data_section.hpp"

#include <fmt/format.h>

namespace splitscape {
namespace {

/// More features than any layer that is trained here has room for.
constexpr std::uint64_t most_features = std::uint64_t{1} << 16U;

Format<PlacedName> file_format() {
  const auto text = text_format("name of a file");
  return {text.type, text.schema, [text](const Value& value, Reading& reading) {
            return PlacedName{text.read(value, reading), value.position()};
          }};
}

void add_first(Section<DataFiles>& section) {
  section.optional(
      "first", [](DataFiles& files, std::uint64_t first) { files.first = first; }, count_format(1), "all",
      "only so many samples, from the first on");
}

Section<DataFiles> idx_section() {
  Section<DataFiles> section("pair of IDX files", "Images of one size, and the class of each.");
  section
      .required(
          "images", [](DataFiles& files, PlacedName name) { files.images = std::move(name); }, file_format(),
          "IDX file of bytes in three dimensions; a pixel is its byte / 255")
      .required(
          "labels", [](DataFiles& files, PlacedName name) { files.labels = std::move(name); }, file_format(),
          "IDX file of bytes in one dimension: classes from 0");
  add_first(section);
  return section;
}

Section<DataFiles> table_section() {
  Section<DataFiles> section("table of samples", "A CSV file with a header and a line a sample.");
  section
      .required(
          "table", [](DataFiles& files, PlacedName name) { files.table = std::move(name); }, file_format(),
          "the CSV file; all columns but the label are features, in order, not scaled")
      .required("label", &DataFiles::label, text_format("column"), "column with the class, from 0");
  add_first(section);
  return section;
}

OneOf<DataFiles> files_choice() {
  const auto as_it_is = [](DataFiles files) { return files; };
  OneOf<DataFiles> choice("set of samples");
  choice.alternative("images", idx_section(), as_it_is).alternative("table", table_section(), as_it_is);
  return choice;
}

Format<double> held_out_format() {
  const auto share = share_format();
  return {share.type, share.schema, [share](const Value& value, Reading& reading) {
            const double held_out = share.read(value, reading);
            if (held_out < 1) return held_out;
            throw InputError(value.position(), "something must be left to train with: less than 100%",
                             ErrorKind::meaning);
          }};
}

Section<DataSpec> data_section() {
  const DataSpec defaults;
  Section<DataSpec> section("data", "What the network is trained and tested with.");
  auto files = files_choice().format();
  files.type = "table: pair of IDX files | table of samples";
  section
      .optional("name", &DataSpec::name, text_format(), "", "of the data, as the profile's sources tell it")
      .optional("source", &DataSpec::source, text_format(), "", "where they come from")
      .required("train", &DataSpec::train, files, "samples to train with")
      .required("test", &DataSpec::test, files, "samples that the network is judged by; of the same shape")
      .optional(
          "pad", [](DataSpec& data, std::uint64_t pad) { data.pad = static_cast<std::uint32_t>(pad); },
          count_format(1, most_features), "none",
          "features of a sample, with zeros behind those of the files; makes a vector of an image")
      .optional("held_out", &DataSpec::held_out, held_out_format(),
                fmt::format("{:g}%", 100 * defaults.held_out),
                "share of 'train' that is not trained with: temperatures are fitted to it");
  return section;
}

}  // namespace

Format<DataSpec> training_data_format() {
  return data_section().format();
}

std::vector<SectionDoc> training_data_docs() {
  std::vector<SectionDoc> docs{data_section().doc()};
  const auto choice = files_choice();
  docs.insert(docs.end(), choice.docs().begin(), choice.docs().end());
  return docs;
}

}  // namespace splitscape
