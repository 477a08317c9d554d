#include "scenarios/loader/bottleneck_section.hpp"

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <regex>
#include <string>
#include <utility>

#include "models/nearest_name.hpp"
#include "models/network.hpp"
#include "scenarios/loader/cost_keys.hpp"

namespace splitscape {
namespace {

/// More times the tensor than any encoder makes of it.
constexpr double largest_ratio = 1e6;
constexpr double bits_of_a_value = 32;

/// A number or a percentage above 0.
Format<double> ratio_format() {
  static const std::string percentage = R"(^[0-9]{1,9}(\.[0-9]{1,30})? *%$)";
  return {
      "ratio, as 0.25 or 25%",
      fmt::format(
          R"({{"anyOf":[{{"type":"number","exclusiveMinimum":0,"maximum":{}}},{{"type":"string","pattern":{}}}]}})",
          largest_ratio, json_string(percentage)),
      [](const Value& value, Reading&) {
        static const std::regex pattern(percentage);
        if (value.kind() == Value::Kind::text && std::regex_match(value.text(), pattern)) {
          const double ratio = std::strtod(value.text().c_str(), nullptr) / 100.0;
          if (!(ratio > 0))
            throw InputError(value.position(), "a ratio greater than zero is needed here",
                             ErrorKind::meaning);
          return ratio;
        }
        const auto number = finite_number(value);
        if (!number || !(*number > 0) || *number > largest_ratio)
          refuse(value, "a ratio above 0 such as 0.25, or a percentage such as '25%'");
        return *number;
      }};
}

/// A share with a sign.
Format<double> change_format() {
  static const std::string percentage = R"(^[+-]?(100(\.0{1,30})?|[0-9]{1,2}(\.[0-9]{1,30})?) *%$)";
  return {
      "change of a share, as -0.006 or -0.6%",
      fmt::format(
          R"({{"anyOf":[{{"type":"number","minimum":-1,"maximum":1}},{{"type":"string","pattern":{}}}]}})",
          json_string(percentage)),
      [](const Value& value, Reading&) {
        static const std::regex pattern(percentage);
        if (value.kind() == Value::Kind::text && std::regex_match(value.text(), pattern)) {
          return std::strtod(value.text().c_str(), nullptr) / 100.0;
        }
        const auto number = finite_number(value);
        if (!number || *number < -1.0 || *number > 1.0)
          refuse(value, "a change of a share between -1 and 1, or a percentage such as '-0.6%'");
        return *number;
      }};
}

/// A word or a number, as it is written.
/// @param refused what a value that is neither should have been
Format<std::string> word_format(const std::string& type, const std::string& refused) {
  return {type, R"({"type":["string","number"]})", [refused](const Value& value, Reading&) {
            const bool number = is_plain_number(value.text());
            const bool word = value.quoted() || (!number && !is_plain_bool(value.text()));
            const bool written =
                value.kind() == Value::Kind::text && (word || (number && finite_number(value)));
            if (!written) refuse(value, refused);
            return value.text();
          }};
}

/// What runs at one end of a bottleneck.
struct Codec {
  ComputeCost cost{};
};

Section<Codec> codec_section() {
  Section<Codec> codec("codec", "The encoder or the decoder of a bottleneck.");
  add_cost_keys(codec);
  codec.then(fill_in_weights<Codec>);
  return codec;
}

Format<ComputeCost> codec_format() {
  return converted<ComputeCost>(codec_section().format(), [](Codec codec) { return codec.cost; });
}

/// A share above 0, as text; absent where it is none.
std::optional<double> share_of_text(const std::string& text) {
  static const std::regex pattern(R"(^([0-9]+(\.[0-9]*)?|\.[0-9]+)( *%)?$)");
  if (!std::regex_match(text, pattern)) return std::nullopt;
  const double number = std::strtod(text.c_str(), nullptr) / (text.ends_with('%') ? 100.0 : 1.0);
  if (!(number > 0 && number <= 1)) return std::nullopt;
  return number;
}

/// What may be said of a bottleneck, or of one of its widths.
struct Sizing {
  std::optional<double> ratio{};
  std::optional<double> bits{};
  std::optional<double> share{};  ///< of the encoder
  std::optional<double> accuracy_change{};
  std::optional<ComputeCost> encoder{};
  std::optional<ComputeCost> decoder{};
};

struct BottleneckDraft : Sizing {
  std::string after{};
  std::string name{};
  bool replaces_head = false;
  std::vector<std::pair<std::string, Sizing>> widths{};
  std::optional<std::string> width{};
};

template <class Owner>
void add_sizing_keys(Section<Owner>& section, const std::string& otherwise_nothing,
                     const std::string& otherwise_no_change) {
  const auto codec = codec_format();
  section
      .optional(
          "accuracy_change", [](Owner& o, double change) { o.accuracy_change = change; }, change_format(),
          otherwise_no_change, "of the share of right answers behind the cut")
      .optional(
          "encoder", [](Owner& o, ComputeCost cost) { o.encoder = std::move(cost); }, codec,
          otherwise_nothing, "what runs in front of the cut where it is cut there")
      .optional(
          "decoder", [](Owner& o, ComputeCost cost) { o.decoder = std::move(cost); }, codec,
          otherwise_nothing, "what runs behind it");
}

Section<Sizing> width_section() {
  Section<Sizing> section("width", "A bottleneck that may be narrower or wider.");
  section.required(
      "ratio", [](Sizing& s, double ratio) { s.ratio = ratio; }, ratio_format(),
      "bytes sent / bytes of the tensor");
  section.optional(
      "width", [](Sizing& s, double share) { s.share = share; }, share_format(), "not told",
      "the share of a slimmable encoder that it is, above 0");
  add_sizing_keys(section, "that of the bottleneck", "that of the bottleneck");
  return section;
}

Format<std::vector<std::pair<std::string, Sizing>>> widths_format(const Section<Sizing>& width) {
  return {
      "table of width: table: width",
      fmt::format(
          R"({{"type":"object","minProperties":1,"propertyNames":{{"minLength":1}},"additionalProperties":{}}})",
          width.schema()),
      [width](const Value& value, Reading& reading) {
        if (value.kind() != Value::Kind::table || value.entries().empty())
          refuse(value, "a table of widths, each with its ratio");
        std::vector<std::pair<std::string, Sizing>> widths;
        for (const auto& entry : value.entries()) {
          if (entry.key.empty()) throw InputError(entry.key_position, "a name must not be empty");
          widths.emplace_back(entry.key, width.read(entry.value, reading));
        }
        return widths;
      }};
}

[[noreturn]] void refuse_meaning(const Value& where, const std::string& what) {
  throw InputError(where.position(), what, ErrorKind::meaning);
}

/// What a width says in place of what is said for all widths.
void take_width(BottleneckDraft& draft, const Sizing& width) {
  draft.ratio = width.ratio;
  if (width.share) draft.share = width.share;
  if (width.accuracy_change) draft.accuracy_change = width.accuracy_change;
  if (width.encoder) draft.encoder = width.encoder;
  if (width.decoder) draft.decoder = width.decoder;
}

/// Without widths 'width' is the share of a slimmable encoder that this one is.
void check_single(BottleneckDraft& draft, const Value& value) {
  if (!draft.width) return;
  draft.share = share_of_text(*draft.width);
  if (!draft.share) {
    refuse_meaning(
        *value.find("width"),
        "without 'widths' to choose one from, 'width' is a share above 0 and at most 1, such as 50%");
  }
}

void check_widths(BottleneckDraft& draft, const Value& value) {
  if (!draft.name.empty())
    refuse_meaning(*value.find("name"), "of a bottleneck with 'widths', the names are those of the widths");
  if (!draft.width) return;  // a decision chooses
  std::vector<std::string> names;
  for (const auto& [name, width] : draft.widths) {
    names.push_back(name);
    if (name != *draft.width) continue;
    const Sizing chosen = width;
    take_width(draft, chosen);
    draft.share.reset();  // nothing is left to choose from
    draft.widths.clear();
    return;
  }
  refuse_meaning(*value.find("width"),
                 fmt::format("there is no width '{}'{}", *draft.width, suggestion(*draft.width, names)));
}

void check_draft(BottleneckDraft& draft, const Value& value) {
  const int sizes = (draft.ratio ? 1 : 0) + (draft.bits ? 1 : 0) + (draft.widths.empty() ? 0 : 1);
  if (sizes != 1) refuse_meaning(value, "a bottleneck needs either a 'ratio', 'bits' or 'widths'");
  if (draft.bits) {
    if (draft.after == input_name) {
      refuse_meaning(*value.find("bits"),
                     "'bits' are those of a value that a layer puts out; of the input, say the 'ratio'");
    }
    draft.ratio = *draft.bits / bits_of_a_value;
  }
  if (draft.widths.empty()) {
    check_single(draft, value);
  } else {
    check_widths(draft, value);
  }
}

Section<BottleneckDraft> bottleneck_section() {
  Section<BottleneckDraft> section(
      "bottleneck", "An encoder and a decoder around a cut that make the tensor there smaller.");
  section
      .required("after", &BottleneckDraft::after, text_format("layer"),
                "the layer whose output crosses the cut, alone; \"input\" for the network's input")
      .optional("name", &BottleneckDraft::name, word_format("word", "a name"),
                "none: it is the only one there, and always in use",
                "of one of several at this cut, of which a policy chooses one or none")
      .optional(
          "ratio", [](BottleneckDraft& d, double ratio) { d.ratio = ratio; }, ratio_format(),
          "that of the width",
          "bytes sent / bytes of the tensor with 32 bits a value; the precision of the cut is in it")
      .optional(
          "bits", [](BottleneckDraft& d, std::uint64_t bits) { d.bits = static_cast<double>(bits); },
          count_format(1, 32), "as the ratio says",
          "of a value as it is sent: bits / 32, instead of the ratio")
      .optional(
          "replaces_head", &BottleneckDraft::replaces_head, yes_no_format(), "false",
          "whether the encoder runs on the device instead of all layers before the cut; exits there are "
          "not met then")
      .optional("widths", &BottleneckDraft::widths, widths_format(width_section()), "none",
                "widths to choose from")
      .optional("width", &BottleneckDraft::width,
                word_format("one of the widths, or a share, as 0.5 or 50%", "the name of a width"),
                "with widths: a policy chooses",
                "of the widths, the one that is deployed; without widths: the share of a slimmable encoder");
  add_sizing_keys(section, "nothing", "0");
  section.then(check_draft);
  return section;
}

Bottleneck bottleneck_of(const BottleneckDraft& draft) {
  return {.after = draft.after,
          .name = draft.name,
          .ratio = draft.ratio.value_or(1),
          .encoder = draft.encoder.value_or(ComputeCost{}),
          .decoder = draft.decoder.value_or(ComputeCost{}),
          .accuracy_change = draft.accuracy_change.value_or(0),
          .replaces_head = draft.replaces_head,
          .width = draft.share};
}

/// One, or one a width where a policy chooses.
std::vector<Bottleneck> bottlenecks_of(const BottleneckDraft& draft) {
  if (draft.widths.empty()) return {bottleneck_of(draft)};
  std::vector<Bottleneck> all;
  for (const auto& [name, width] : draft.widths) {
    BottleneckDraft one = draft;
    one.name = name;
    take_width(one, width);
    all.push_back(bottleneck_of(one));
  }
  return all;
}

}  // namespace

Format<std::vector<Bottleneck>> bottlenecks_format() {
  using List = std::vector<Bottleneck>;
  const auto lists = list_format(converted<List>(bottleneck_section().format(), bottlenecks_of));
  return converted<List>(lists, [](const std::vector<List>& read) {
    List all;
    for (const List& some : read) all.insert(all.end(), some.begin(), some.end());
    return all;
  });
}

std::vector<SectionDoc> bottleneck_docs() {
  return {bottleneck_section().doc(), width_section().doc(), codec_section().doc()};
}

}  // namespace splitscape
