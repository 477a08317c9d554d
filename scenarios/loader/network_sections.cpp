#include "scenarios/loader/network_sections.hpp"

#include <algorithm>
#include <filesystem>
#include <variant>

#include "scenarios/loader/adaptation_section.hpp"
#include "scenarios/loader/bottleneck_section.hpp"
#include "scenarios/loader/csv_table.hpp"
#include "scenarios/loader/layer_sections.hpp"
#include "scenarios/loader/sample_file.hpp"
#include "scenarios/loader/shares_section.hpp"
#include "scenarios/loader/source_section.hpp"
#include "scenarios/loader/yaml_document.hpp"

namespace splitscape {
namespace {

// ---- samples

struct SampleFileChoice {
  std::string text{};
  std::string name{};
  SampleFileLayout layout{};
  double calibration = 0;
};

/// The samples of the profile, a part of which is set apart.
struct CalibrationChoice {
  double calibration = 0;
};

/// A trace file or published shares, before the number of exits is known, or those of the profile.
using SampleSource = std::variant<SampleFileChoice, PublishedShares, CalibrationChoice>;

constexpr const char* calibration_meaning =
    "share of the samples, drawn at random, that no request takes: policies choose thresholds and the like "
    "by them";

Section<SampleFileChoice> sample_file_section() {
  using Shape = SampleFileLayout::Shape;
  Section<SampleFileChoice> section("sample trace", "What each exit said of each sample, from a CSV file.");
  const auto column = text_format("column");
  section
      .required(
          "file",
          [](SampleFileChoice& c, std::pair<std::string, std::string> file) {
            c.name = file.first;
            c.text = std::move(file.second);
          },
          Format<std::pair<std::string, std::string>>{"path", text_format().schema,
                                                      [](const Value& value, Reading& reading) {
                                                        const std::string name =
                                                            text_format("path").read(value, reading);
                                                        return std::pair(name, reading.text_of_file(value));
                                                      }},
          "path of the CSV file, from the directory of the file that names it")
      .optional(
          "layout", [](SampleFileChoice& c, Shape shape) { c.layout.shape = shape; },
          choice_format<Shape>({{"long", Shape::rows_of_exits}, {"wide", Shape::columns}}), "long",
          "long: a line a sample and exit; wide: a line a sample, columns for each exit")
      .optional(
          "sample", [](SampleFileChoice& c, std::string name) { c.layout.sample = std::move(name); }, column,
          "sample", "column that tells samples apart (long)")
      .optional(
          "exit", [](SampleFileChoice& c, std::string name) { c.layout.exit = std::move(name); }, column,
          "exit", "column with the number of the exit (long)")
      .optional(
          "first_exit",
          [](SampleFileChoice& c, std::uint64_t first) {
            c.layout.first_exit = static_cast<long long>(first);
          },
          count_format(0, 1000), "1", "what the file calls the first exit")
      .optional(
          "confidence", [](SampleFileChoice& c, std::string name) { c.layout.confidence = std::move(name); },
          column, "unknown",
          "column with the confidence, 0 to 1; {k} in a name stands for the number of the exit (wide)")
      .optional(
          "entropy", [](SampleFileChoice& c, std::string name) { c.layout.entropy = std::move(name); },
          column, "unknown", "column with the entropy of all probabilities, in nats, likewise")
      .optional(
          "prediction", [](SampleFileChoice& c, std::string name) { c.layout.prediction = std::move(name); },
          column, "unknown", "column with the predicted class, likewise")
      .optional(
          "correct", [](SampleFileChoice& c, std::string name) { c.layout.correct = std::move(name); },
          column, "prediction = label", "column with 1 for right and 0 for wrong, likewise")
      .optional(
          "label", [](SampleFileChoice& c, std::string name) { c.layout.label = std::move(name); }, column,
          "unknown", "column with the true class")
      .optional(
          "classes", [](SampleFileChoice& c, std::uint64_t classes) { c.layout.classes = classes; },
          count_format(2, 1000000), "1 + the largest prediction or label, at least 2",
          "that the network tells apart")
      .optional(
          "features",
          [](SampleFileChoice& c, std::vector<std::string> names) { c.layout.features = std::move(names); },
          one_or_list_format(column), "none",
          "columns with what is known of an input before it is computed, such as a noise level")
      .optional("calibration", &SampleFileChoice::calibration, share_format(), "0", calibration_meaning);
  return section;
}

Section<CalibrationChoice> calibration_section() {
  Section<CalibrationChoice> section("samples of the profile", "A part of them is set apart.");
  section.required("calibration", &CalibrationChoice::calibration, share_format(), calibration_meaning);
  return section;
}

OneOf<SampleSource> sample_source() {
  OneOf<SampleSource> source("samples");
  source
      .alternative("file", sample_file_section(),
                   [](SampleFileChoice choice) { return SampleSource(std::move(choice)); })
      .alternative("shares", shares_section(),
                   [](PublishedShares shares) { return SampleSource(std::move(shares)); })
      .alternative("calibration", calibration_section(),
                   [](CalibrationChoice choice) { return SampleSource(choice); });
  return source;
}

/// The samples, and where they stand in the file.
struct PlacedSamples {
  SampleSource source{};
  Position position{};
};

Format<PlacedSamples> samples_format() {
  const auto format = sample_source().format();
  return {"table: sample trace | published shares | samples of the profile", format.schema,
          [format](const Value& value, Reading& reading) {
            return PlacedSamples{format.read(value, reading), value.position()};
          }};
}

SampleTrace make_trace(const PlacedSamples& samples, std::size_t exits) {
  if (const auto* choice = std::get_if<SampleFileChoice>(&samples.source)) {
    return read_samples(CsvTable(choice->text, choice->name, true), choice->layout, exits);
  }
  if (std::holds_alternative<CalibrationChoice>(samples.source)) {
    throw InputError(samples.position, "the profile has no samples that a part could be set apart of",
                     ErrorKind::meaning);
  }
  const auto& shares = std::get<PublishedShares>(samples.source);
  if (const auto found = defects(shares, exits); !found.empty())
    throw InputError(samples.position, found.front(), ErrorKind::meaning);
  return trace_from_shares(shares);
}

// ---- profiles

/// A profile as its file tells it, dense; what the samples are is known when the number of exits is.
struct ProfileDraft {
  NetworkProfile profile{};
  std::optional<PlacedSparsity> sparsity{};
  std::optional<PlacedSamples> samples{};
};

Section<ProfileDraft> make_profile_section() {
  Section<ProfileDraft> section("network profile",
                                "A network: its layers, its side branches, and where the numbers come from.");
  const auto into = [](auto member) {
    return [member](ProfileDraft& draft, auto value) { draft.profile.*member = std::move(value); };
  };
  section
      .optional("name", into(&NetworkProfile::name), text_format(), "the name of its file, or \"inline\"",
                "of the network")
      .optional("title", into(&NetworkProfile::title), text_format(), "", "what it is, in words")
      .optional("sources", into(&NetworkProfile::sources), one_or_list_format(source_format()), "none",
                "publications and data that the numbers come from")
      .required("input", into(&NetworkProfile::input), quantity_format<Bytes>(Bound::not_negative),
                "the input tensor of one sample")
      .required("layers", into(&NetworkProfile::layers), list_format(layer_section().format()), "the layers")
      .optional("exits", into(&NetworkProfile::exits), list_format(exit_section().format()), "none",
                "side branches, in the order in which a sample meets them")
      .optional("bottlenecks", into(&NetworkProfile::bottlenecks), bottlenecks_format(), "none",
                "encoders and decoders around cuts")
      .optional(
          "sparsity",
          [](ProfileDraft& draft, PlacedSparsity sparsity) { draft.sparsity = std::move(sparsity); },
          sparsity_format(), "dense",
          "which weights it was trained without: costs in the profile are those of the dense network, "
          "samples those of the sparse one")
      .optional(
          "samples", [](ProfileDraft& draft, PlacedSamples samples) { draft.samples = std::move(samples); },
          samples_format(), "unknown", "how samples behave at the exits, unless the scenario says otherwise");
  return section;
}

/// Made once: a scenario reads many networks.
const Section<ProfileDraft>& profile_section() {
  static const Section<ProfileDraft> section = make_profile_section();
  return section;
}

ProfileDraft read_zoo_profile(const std::string& name, Reading& reading) {
  const std::string entry = "networks/" + name + ".yaml";
  const Reading::Below below(reading, ZooFolder{"networks"});
  ProfileDraft draft =
      profile_section().read(parse_document(reading.text_of_zoo(entry), reading.zoo().path(entry)), reading);
  if (draft.profile.name.empty()) draft.profile.name = name;
  return draft;
}

/// A name of the zoo, a path to a profile file, or the profile itself.
ProfileDraft read_profile(const Value& value, Reading& reading) {
  if (value.kind() == Value::Kind::table) {
    ProfileDraft draft = profile_section().read(value, reading);
    if (draft.profile.name.empty()) draft.profile.name = "inline";
    return draft;
  }
  const std::string name =
      text_format("the name of a network of the zoo, the path of a profile file, or a table")
          .read(value, reading);
  const auto known = reading.zoo().names("networks");
  if (std::find(known.begin(), known.end(), name) != known.end()) return read_zoo_profile(name, reading);
  if (!name.ends_with(".yaml") && !name.ends_with(".yml")) {
    throw InputError(value.position(),
                     fmt::format("the zoo has no network '{}' (and it is no path of a .yaml file){}", name,
                                 suggestion(name, known)),
                     ErrorKind::meaning);
  }
  const std::string text = reading.text_of_file(value);
  const Reading::Below below(reading, std::filesystem::path(name).parent_path().string());
  try {
    ProfileDraft draft = profile_section().read(parse_document(text, name), reading);
    if (draft.profile.name.empty()) draft.profile.name = std::filesystem::path(name).stem().string();
    return draft;
  } catch (const InputError& error) {
    throw error.as_meaning();  // of the scenario, which only names the file
  }
}

NetworkUse with_samples(ProfileDraft draft, const std::optional<PlacedSamples>& samples) {
  NetworkUse use;
  use.profile = std::move(draft.profile);
  const auto* own = samples ? &samples->source : nullptr;
  const auto* part = own != nullptr ? std::get_if<CalibrationChoice>(own) : nullptr;
  const auto& chosen = samples && (part == nullptr || !draft.samples) ? samples : draft.samples;
  if (!chosen) return use;
  use.samples = make_trace(*chosen, use.profile.exits.size() + 1);
  if (const auto* file = std::get_if<SampleFileChoice>(&chosen->source)) use.calibration = file->calibration;
  if (part != nullptr) use.calibration = part->calibration;
  return use;
}

/// A network of a scenario, before its samples are read.
struct NetworkDraft {
  std::string name{};
  ProfileDraft profile{};
  std::optional<PlacedSamples> samples{};
  AdaptationDraft adaptation{};
};

Section<NetworkDraft> network_section() {
  Section<NetworkDraft> section("network", "A network that devices of the scenario run.");
  section
      .required("profile", &NetworkDraft::profile,
                Format<ProfileDraft>{
                    "name of the zoo, path of a profile file, or table: network profile",
                    fmt::format(R"({{"anyOf":[{},{}]}})", text_format().schema, profile_section().schema()),
                    read_profile},
                "its layers and exits")
      .optional(
          "samples", [](NetworkDraft& draft, PlacedSamples samples) { draft.samples = std::move(samples); },
          samples_format(), "those of the profile", "how samples behave at its exits")
      .optional(
          "sparsity",
          [](NetworkDraft& draft, PlacedSparsity sparsity) {
            draft.adaptation.sparsity = std::move(sparsity);
          },
          sparsity_format(), "that of the profile", "which weights are pruned, and how")
      .optional(
          "precision", [](NetworkDraft& draft, Precision bits) { draft.adaptation.precision = bits; },
          precision_format(), "32 bit", "of weights, and of what is sent over a cut")
      .optional(
          "bottlenecks",
          [](NetworkDraft& draft, std::vector<Bottleneck> all) {
            draft.adaptation.bottlenecks = std::move(all);
          },
          bottlenecks_format(), "those of the profile", "encoders and decoders around cuts");
  return section;
}

/// The sparsity that a profile was made with is that of the scenario's network; another one would have other
/// samples.
void take_sparsity_of_profile(NetworkDraft& draft) {
  if (!draft.profile.sparsity) return;
  if (draft.adaptation.sparsity) {
    throw InputError(
        draft.adaptation.sparsity->position,
        fmt::format("the profile of '{}' is sparse already, and its samples are those of its own "
                    "sparsity: leave 'sparsity' out here",
                    draft.name),
        ErrorKind::meaning);
  }
  draft.adaptation.sparsity = draft.profile.sparsity;
}

NetworkUse finished(const std::string& name, NetworkDraft draft) {
  draft.name = name;
  take_sparsity_of_profile(draft);
  NetworkUse use = with_samples(std::move(draft.profile), draft.samples);
  use.adaptation = adapt(use.profile, draft.adaptation);
  return use;
}

}  // namespace

Format<std::vector<NetworkUse>> networks_format() {
  const auto section = network_section();
  const auto named = named_format(section, &NetworkDraft::name);
  return {named.type, named.schema, [section](const Value& value, Reading& reading) {
            if (value.kind() != Value::Kind::table) refuse(value, "a table of names, each with a network");
            std::vector<NetworkUse> networks;
            for (const auto& entry : value.entries()) {
              if (entry.key.empty()) throw InputError(entry.key_position, "a name must not be empty");
              networks.push_back(reading.made_once<NetworkUse>("network", entry.value, [&] {
                return finished(entry.key, section.read(entry.value, reading));
              }));
              networks.back().name = entry.key;
            }
            return networks;
          }};
}

NetworkUse zoo_network(const std::string& name, Reading& reading) {
  ProfileDraft draft = read_zoo_profile(name, reading);
  const AdaptationDraft adaptation{.sparsity = std::move(draft.sparsity)};
  NetworkUse use = with_samples(std::move(draft), std::nullopt);
  use.name = name;
  use.adaptation = adapt(use.profile, adaptation);
  return use;
}

std::vector<SectionDoc> network_docs() {
  std::vector<SectionDoc> docs{network_section().doc()};
  const auto samples = sample_source();
  docs.insert(docs.end(), samples.docs().begin(), samples.docs().end());
  const auto adaptation = adaptation_docs();
  docs.insert(docs.end(), adaptation.begin(), adaptation.end());
  return docs;
}

std::vector<SectionDoc> profile_docs() {
  std::vector<SectionDoc> docs{profile_section().doc(),  source_section().doc(),
                               layer_section().doc(),    exit_section().doc(),
                               junction_section().doc(), measurement_section().doc()};
  const auto bottlenecks = bottleneck_docs();
  docs.insert(docs.end(), bottlenecks.begin(), bottlenecks.end());
  return docs;
}

}  // namespace splitscape
