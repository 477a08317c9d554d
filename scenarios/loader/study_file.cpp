#include "scenarios/loader/study_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>

#include "scenarios/loader/axis_range.hpp"
#include "scenarios/loader/named_document.hpp"
#include "scenarios/loader/zoo.hpp"

namespace splitscape {
namespace {

// ---- sections

Format<std::vector<KeyChange>> changes_format() {
  return {"table of key: value", R"({"type":"object"})", [](const Value& value, Reading&) {
            if (value.kind() != Value::Kind::table)
              refuse(value, "a table of keys of the scenario, each with its value");
            std::vector<KeyChange> changes;
            for (const auto& entry : value.entries()) {
              if (entry.key == "run")
                throw InputError(entry.key_position,
                                 "'run' is not set: the study's 'replications' counts it");
              changes.push_back({entry.key, entry.key_position, entry.value});
            }
            return changes;
          }};
}

/// Both kinds share what says how the numbers are drawn.
Section<StudyDesign> design_section(StudyDesign::Method method) {
  const bool morris = method == StudyDesign::Method::morris;
  Section<StudyDesign> section(morris ? "Morris design" : "Sobol' design",
                               morris ? "Random walks that change one axis at a time (screening)."
                                      : "Points that tell shares of the variance (Sobol' indices).");
  section
      .required(
          morris ? "morris" : "sobol",
          [method](StudyDesign& design, std::uint64_t count) {
            design.method = method;
            design.count = count;
          },
          count_format(1, most_runs),
          morris ? "walks, each of one point more than there are axes"
                 : "rows; of each come two points more than there are axes; a power of two is best")
      .optional("seed", &StudyDesign::seed, count_format(0), fmt::format("{}", StudyDesign{}.seed),
                "of the points");
  if (!morris) return section;
  section.optional(
      "levels",
      [](StudyDesign& design, std::uint64_t levels) { design.levels = static_cast<unsigned>(levels); },
      Format<std::uint64_t>{"even whole number from 2",
                            R"({"type":"integer","minimum":2,"maximum":1000,"multipleOf":2})",
                            [](const Value& value, Reading& reading) {
                              const auto levels = count_format(2, 1000).read(value, reading);
                              if (levels % 2 != 0) refuse(value, "an even number of levels");
                              return levels;
                            }},
      fmt::format("{}", StudyDesign{}.levels), "of the grid that the walks go over");
  return section;
}

OneOf<StudyDesign> design_choice() {
  using Method = StudyDesign::Method;
  OneOf<StudyDesign> choice("design");
  for (const auto& [key, method] : {std::pair("morris", Method::morris), std::pair("sobol", Method::sobol)})
    choice.alternative(key, design_section(method), [](StudyDesign design) { return design; });
  return choice;
}

struct KeptTables {
  bool requests = false;
  bool learned = false;
};

Format<KeptTables> tables_format() {
  using Member = bool KeptTables::*;
  const auto names = list_format(
      choice_format<Member>({{"requests", &KeptTables::requests}, {"learned", &KeptTables::learned}}));
  return converted<KeptTables>(names, [](const std::vector<Member>& members) {
    KeptTables tables;
    for (const Member member : members) tables.*member = true;
    return tables;
  });
}

Format<std::vector<std::uint64_t>> seeds_format() {
  const auto list = one_or_list_format(count_format(0));
  return {list.type, list.schema, [list](const Value& value, Reading& reading) {
            auto seeds = list.read(value, reading);
            if (seeds.empty()) throw InputError(value.position(), "a study needs a seed");
            auto sorted = seeds;
            std::sort(sorted.begin(), sorted.end());
            if (const auto twice = std::adjacent_find(sorted.begin(), sorted.end()); twice != sorted.end())
              throw InputError(value.position(), fmt::format("the seed {} stands here twice", *twice));
            return seeds;
          }};
}

Section<Study> study_section() {
  Section<Study> section("study", "Many runs of a scenario.");
  section.optional("name", &Study::name, text_format(), "the name of its file", "of the study")
      .required(
          "scenario",
          [](Study& study, std::pair<std::string, Position> scenario) {
            study.scenario = std::move(scenario.first);
            study.scenario_position = std::move(scenario.second);
          },
          Format<std::pair<std::string, Position>>{
              "path", text_format().schema,
              [](const Value& value, Reading& reading) {
                return std::pair(text_format("path").read(value, reading), value.position());
              }},
          "of the scenario file, from the directory of the study")
      .optional("set", &Study::changes, changes_format(), "nothing",
                "keys of the scenario changed in every run")
      .optional("axes", &Study::axes, axes_format(), "none",
                "what is varied, by the names of the columns of results.csv; the first varies slowest")
      .optional("seeds", &Study::seeds, seeds_format(), "that of the scenario", "of the random numbers")
      .optional("replications", &Study::replications, count_format(1, most_runs), "1",
                "runs of everything with other random numbers, called 0, 1, 2, ... in the column run")
      .optional(
          "tables",
          [](Study& study, KeptTables tables) {
            study.requests = tables.requests;
            study.learned = tables.learned;
          },
          tables_format(), "none", "tables that each run keeps besides those that it keeps anyway")
      .optional(
          "design", [](Study& study, StudyDesign design) { study.design = design; }, design_choice().format(),
          "the grid of all axes", "points for a sensitivity analysis");
  return section;
}

// ---- what must fit together

void require_one_axis_of_policies(const Study& study) {
  const StudyAxis* first = study.policies();
  for (const StudyAxis& axis : study.axes) {
    if (axis.of_policies && &axis != first) {
      throw InputError(axis.position,
                       fmt::format("the axis '{}' lists policies already: a run has one", first->name));
    }
  }
}

/// The keys that an axis changes, with their places.
std::map<std::string, Position> keys_of(const StudyAxis& axis) {
  std::map<std::string, Position> keys;
  if (axis.range) keys.emplace(axis.range->key, axis.range->position);
  for (const AxisPoint& point : axis.points) {
    for (const KeyChange& change : point.changes) keys.emplace(change.key, change.position);
  }
  return keys;
}

/// Of two values for one key, one would be lost.
void require_keys_changed_once(const Study& study) {
  std::map<std::string, std::string> changed_by;
  for (const KeyChange& change : study.changes) changed_by.emplace(change.key, "'set'");
  if (!study.seeds.empty() && changed_by.contains("seed")) {
    for (const KeyChange& change : study.changes) {
      if (change.key == "seed") throw InputError(change.position, "'seeds' says which seeds there are");
    }
  }
  for (const StudyAxis& axis : study.axes) {
    for (const auto& [key, position] : keys_of(axis)) {
      const auto [other, fresh] = changed_by.emplace(key, fmt::format("the axis '{}'", axis.name));
      if (!fresh) throw InputError(position, fmt::format("{} changes '{}' already", other->second, key));
    }
  }
}

/// Without a design a range must say which of its values are meant; and there is a design of something.
void require_points(const Study& study, const Value& document) {
  if (study.design && study.axes.empty())
    throw InputError(document.find("design")->position(), "a design needs axes that it can vary");
  for (const StudyAxis& axis : study.axes) {
    if (!study.design && axis.points.empty())
      throw InputError(axis.position, fmt::format("the range '{}' needs 'step' or 'points'", axis.name));
  }
}

/// Rows of the grid times seeds and replications, as far as it is known before the policies are.
void require_not_too_many(const Study& study, const Value& document) {
  const auto limit = static_cast<double>(most_runs);
  double runs = static_cast<double>(study.replications) *
                static_cast<double>(std::max<std::size_t>(1, study.seeds.size()));
  if (study.design) {
    const double more = study.design->method == StudyDesign::Method::morris ? 1 : 2;
    runs *= static_cast<double>(study.design->count) * (static_cast<double>(study.axes.size()) + more);
  } else {
    for (const StudyAxis& axis : study.axes) runs *= static_cast<double>(axis.points.size());
  }
  if (runs > limit) {
    throw InputError(document.position(),
                     fmt::format("the study has {:.0f} runs; {} are the most", runs, most_runs),
                     ErrorKind::meaning);
  }
}

/// Seen from the current directory; as short as it can be, so that results tell it as a run would.
std::string path_of_scenario(const std::string& directory, const std::string& name) {
  namespace fs = std::filesystem;
  const fs::path path = fs::path(directory) / name;
  std::error_code failed;
  const fs::path normal = path.lexically_normal();
  return (fs::exists(normal, failed) || !fs::exists(path, failed) ? normal : path).string();
}

}  // namespace

const StudyAxis* Study::policies() const {
  const auto found =
      std::find_if(axes.begin(), axes.end(), [](const StudyAxis& axis) { return axis.of_policies; });
  return found == axes.end() ? nullptr : &*found;
}

Study load_study(const std::string& path) {
  NamedDocument named = read_named_document(path);
  return study_of(std::move(named.document), named.file, named.directory);
}

Study study_of(Value document, const std::string& file, const std::string& directory) {
  if (document.kind() != Value::Kind::table) refuse(document, "a table with the keys of a study");
  const Zoo none{""};  // nothing in the file itself names an entry of a catalogue
  Reading reading(none, directory);
  Study study = study_section().read(document, reading);
  if (study.name.empty()) study.name = std::filesystem::path(file).stem().string();
  study.scenario = path_of_scenario(directory, study.scenario);
  require_one_axis_of_policies(study);
  require_keys_changed_once(study);
  require_points(study, document);
  require_not_too_many(study, document);
  study.file = file;
  study.directory = directory;
  study.document = std::move(document);
  return study;
}

std::vector<SectionDoc> study_docs() {
  std::vector<SectionDoc> docs{study_section().doc()};
  const auto append = [&docs](const std::vector<SectionDoc>& more) {
    docs.insert(docs.end(), more.begin(), more.end());
  };
  append(axis_docs());
  append(design_choice().docs());
  return docs;
}

std::string study_schema() {
  std::string schema = study_section().schema();
  schema.insert(1, R"("$schema":"https://json-schema.org/draft/2020-12/schema","title":"Splitscape study",)");
  return schema;
}

}  // namespace splitscape
