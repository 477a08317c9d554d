#include "scenarios/loader/speedup_section.hpp"

#include <algorithm>
#include <cstdlib>
#include <regex>

namespace splitscape {
namespace {

constexpr WeightFormat pruned_formats[] = {WeightFormat::predefined, WeightFormat::csr, WeightFormat::bitmap,
                                           WeightFormat::n_m, WeightFormat::block};

/// The largest speed-up that a file may claim: more than any density between 1 and a millionth gives.
constexpr double largest_speedup = 1e6;

/// A share above 0 or not, as the key of a table: what the JSON Schema can say of it.
const std::string density_key =
    R"(^((100(\.0{1,30})?|[0-9]{1,2}(\.[0-9]{1,30})?) *%|0(\.[0-9]{1,30})?|\.[0-9]{1,30}|1(\.0{1,30})?)$)";

double density_of(const Value::Entry& entry) {
  static const std::regex pattern(density_key);
  if (!std::regex_match(entry.key, pattern)) {
    throw InputError(
        entry.key_position,
        fmt::format("'{}' is no density: expected a share between 0 and 1, or a percentage such as "
                    "'20%'",
                    entry.key));
  }
  const double number = std::strtod(entry.key.c_str(), nullptr);
  return entry.key.back() == '%' ? number / 100.0 : number;
}

/// A table of densities, each with a factor.
Format<std::vector<SpeedupCurve::Point>> points_format() {
  const auto factor = number_format(0, largest_speedup);
  return {
      "table of density: factor, as {12.5%: 2.1}",
      fmt::format(
          R"({{"type":"object","minProperties":1,"propertyNames":{{"pattern":{}}},"additionalProperties":{{"type":"number","exclusiveMinimum":0,"maximum":{}}}}})",
          json_string(density_key), largest_speedup),
      [factor](const Value& value, Reading& reading) {
        if (value.kind() != Value::Kind::table || value.entries().empty())
          refuse(value, "a table of densities with factors, as {12.5%: 2.1, 25%: 1.4}");
        std::vector<SpeedupCurve::Point> points;
        for (const auto& entry : value.entries()) {
          const SpeedupCurve::Point point{density_of(entry), factor.read(entry.value, reading)};
          if (!(point.speedup > 0))
            throw InputError(entry.value.position(), "a factor greater than zero is needed here");
          points.push_back(point);
        }
        std::sort(points.begin(), points.end(),
                  [](const auto& a, const auto& b) { return a.density < b.density; });
        return points;
      }};
}

Section<SpeedupCurve> curve_section() {
  Section<SpeedupCurve> section("speed-up curve", "By how much a runtime computes pruned layers faster.");
  section
      .required("points", &SpeedupCurve::points, points_format(),
                "time of the dense layer / time of the pruned one, by the density that is left; linear in "
                "between")
      .required("status", &SpeedupCurve::status, status_format(), status_meaning)
      .required("source", &SpeedupCurve::source, text_format(), "who measured it, where and on what")
      .then([](SpeedupCurve& curve, const Value& value) {
        curve.kind = SpeedupCurve::Kind::measured;
        if (const auto found = defects(curve); !found.empty())
          throw InputError(value.position(), found.front(), ErrorKind::meaning);
      });
  return section;
}

Format<SpeedupCurve> curve_format() {
  using Kind = SpeedupCurve::Kind;
  const auto word =
      choice_format<SpeedupCurve>({{"none", {.kind = Kind::none}}, {"ideal", {.kind = Kind::ideal}}});
  const auto section = curve_section();
  return {word.type + "; or table: speed-up curve",
          fmt::format(R"({{"anyOf":[{},{}]}})", word.schema, section.schema()),
          [word, section](const Value& value, Reading& reading) {
            if (value.kind() == Value::Kind::table) return section.read(value, reading);
            return word.read(value, reading);
          }};
}

using Speedups = std::map<WeightFormat, SpeedupCurve>;

Section<Speedups> speedups_section() {
  Section<Speedups> section("sparse speed-ups",
                            "What a runtime makes of pruned layers, by the format of their weights.");
  const auto curve = curve_format();
  const auto add = [&](WeightFormat format, const char* meaning) {
    section.optional(
        std::string(name_of(format)),
        [format](Speedups& all, SpeedupCurve read) { all[format] = std::move(read); }, curve, "none",
        meaning);
  };
  add(WeightFormat::predefined, "of layers with a fixed fan-in and fan-out");
  add(WeightFormat::csr, "of unstructured weights in compressed sparse rows");
  add(WeightFormat::bitmap, "of unstructured weights with a bitmap");
  add(WeightFormat::n_m, "of N out of every M weights");
  add(WeightFormat::block, "of blocks of weights");
  return section;
}

}  // namespace

Format<Speedups> speedups_format() {
  return speedups_section().format();
}

Format<std::string> sparse_speedup_format() {
  return choice_format<std::string>({{"none", "none"}, {"ideal", "ideal"}, {"as measured", "as measured"}});
}

void choose_speedups(Speedups& speedups, const Value& owner) {
  const Value* chosen = owner.find(sparse_speedup_key);
  if (chosen == nullptr || chosen->text() == "as measured") return;
  speedups.clear();
  if (chosen->text() == "none") return;
  for (const WeightFormat format : pruned_formats) speedups[format] = {.kind = SpeedupCurve::Kind::ideal};
}

std::vector<SectionDoc> speedup_docs() {
  return {speedups_section().doc(), curve_section().doc()};
}

}  // namespace splitscape
