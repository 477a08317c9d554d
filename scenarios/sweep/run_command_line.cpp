#include "scenarios/sweep/run_command_line.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "scenarios/loader/document_json.hpp"
#include "scenarios/sweep/shell_words.hpp"

namespace splitscape {
namespace {

bool is_plain(char letter, std::string_view signs) {
  return std::isalnum(static_cast<unsigned char>(letter)) != 0 ||
         signs.find(letter) != std::string_view::npos;
}

/// A value in YAML on one line: as the study has it where that is safe, else as JSON, which is YAML, too.
std::string yaml_of(const Value& value) {
  const std::string& text = value.text();
  const bool safe =
      value.kind() == Value::Kind::text && !value.quoted() && is_plain(text.front(), "./") &&
      std::all_of(text.begin(), text.end(), [](char letter) { return is_plain(letter, " ./%+-_"); });
  return safe ? text : to_json(value);
}

bool of_policy(const std::string& key) {
  return key == "policy" || key.starts_with("policy.");
}

}  // namespace

std::string run_command_line(const StudyScenarios& scenarios, const SweepRun& run, const std::string& out) {
  const Study& study = scenarios.study();
  std::string line = "splitscape run " + shell_word(study.scenario);
  const auto add = [&line](const std::string& option, const std::string& value) {
    line += fmt::format(" {} {}", option, shell_word(value));
  };
  const auto set = [&add](const KeyChange& change) {
    if (!of_policy(change.key) && change.key != "seed")
      add("--set", change.key + "=" + yaml_of(change.value));
  };
  for (const KeyChange& change : study.changes) set(change);
  for (const AxisPoint& point : scenarios.rows().row(run.row)) {
    for (const KeyChange& change : point.changes) set(change);
  }
  for (const Value& policy : policies_in(scenarios.document(run.row))) {
    if (policy_name(policy) != run.policy) continue;
    // In a list of one, as --policy leaves it.
    if (policy.kind() == Value::Kind::table) add("--set", "policy=[" + to_json(policy) + "]");
    if (policy.kind() == Value::Kind::text) add("--policy", policy.text());
  }
  line += fmt::format(" --seed {} --run {}{}{}", run.seed, run.run, study.requests ? " --requests" : "",
                      study.learned ? " --learned" : "");
  add("--out", out);
  return line;
}

}  // namespace splitscape
