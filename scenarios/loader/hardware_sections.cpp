#include "scenarios/loader/hardware_sections.hpp"
#include "scenarios/loader/speedup_section.hpp"
#include "scenarios/loader/yaml_document.hpp"

namespace splitscape {
namespace {

template <class Quantity>
Section<Figure<Quantity>> figure_section(Bound bound) {
  Section<Figure<Quantity>> section("figure", "A number of a catalogue with what supports it.");
  section
      .required("value", &Figure<Quantity>::value, quantity_format<Quantity>(bound),
                "the number, with its unit")
      .required("status", &Figure<Quantity>::status, status_format(), status_meaning)
      .required("source", &Figure<Quantity>::source, text_format(), "where it comes from");
  return section;
}

/// A quantity of the author's own, or one with its status and source.
template <class Quantity>
Format<Figure<Quantity>> figure_format(Bound bound) {
  const auto quantity = quantity_format<Quantity>(bound);
  const auto section = figure_section<Quantity>(bound);
  return {quantity.type + "; or table: figure",
          fmt::format(R"({{"anyOf":[{},{}]}})", quantity.schema, section.schema()),
          [quantity, section](const Value& value, Reading& reading) -> Figure<Quantity> {
            if (value.kind() == Value::Kind::table) return section.read(value, reading);
            return {quantity.read(value, reading), Status::user, ""};
          }};
}

Section<PowerModel> power_section() {
  Section<PowerModel> power("power model", "What a board draws, by state.");
  const auto watts = figure_format<Watts>(Bound::not_negative);
  power.optional("idle", &PowerModel::idle, watts, "unknown", "whole board with nothing to do")
      .optional("compute", &PowerModel::compute, watts, "unknown", "whole board while it computes")
      .optional("transmit", &PowerModel::transmit, watts, "unknown",
                "on top of that while it sends, where the link names no radio")
      .optional("receive", &PowerModel::receive, watts, "unknown", "likewise while it receives");
  return power;
}

template <class Entry>
Format<Entry> catalogue_format(const Zoo& zoo, const std::string& catalogue, const Section<Entry>& section,
                               Entry (*of_zoo)(const std::string&, Reading&)) {
  const auto names = zoo.names(catalogue);
  std::string words;
  for (const auto& name : names) words += (words.empty() ? "" : ",") + json_string(name);
  const std::string& kind = section.doc().name;
  return {fmt::format("name of the zoo's {}, or a table: {}", catalogue, kind),
          fmt::format(R"({{"anyOf":[{{"enum":[{}]}},{}]}})", words, section.schema()),
          [names, section, of_zoo, kind](const Value& value, Reading& reading) {
            if (value.kind() == Value::Kind::table) {
              Entry entry = section.read(value, reading);
              if (entry.name.empty()) entry.name = "inline";
              return entry;
            }
            if (value.kind() != Value::Kind::text)
              refuse(value, "the name of a " + kind + " of the zoo, or a table");
            if (std::find(names.begin(), names.end(), value.text()) == names.end()) refuse_word(value, names);
            return reading.made_once<Entry>(kind, value, [&] { return of_zoo(value.text(), reading); });
          }};
}

}  // namespace

const Section<Hardware>& hardware_section() {
  static const Section<Hardware> section = [] {
    Section<Hardware> hardware("hardware", "What a device or a server can do, and what it draws.");
    hardware
        .optional("name", &Hardware::name, text_format(), "the name of its file, or \"inline\"",
                  "by which network profiles name their measurements")
        .optional("title", &Hardware::title, text_format(), "", "what it is, in words")
        .optional("validity", &Hardware::validity, text_format(), "",
                  "on what the rate was fitted and how far off it is")
        .optional("rate", &Hardware::rate, figure_format<MacRate>(Bound::positive), "unknown",
                  "effective multiply-accumulates a second, where a layer was not measured")
        .optional("overhead", &Hardware::overhead, figure_format<Seconds>(Bound::not_negative), "0 s",
                  "per layer that has multiply-accumulates, likewise")
        .optional("power", &Hardware::power, power_section().format(), "unknown", "power states")
        .optional("memory", &Hardware::memory, figure_format<Bytes>(Bound::positive), "no limit",
                  "for weights and activations; for activations only where flash is given")
        .optional("flash", &Hardware::flash, figure_format<Bytes>(Bound::positive), "none",
                  "for weights, on microcontrollers")
        .optional("memory_rate", &Hardware::memory_rate, figure_format<BitRate>(Bound::positive), "unknown",
                  "at which weights are read: pruned layers are no faster than that")
        .optional("speedups", &Hardware::speedups, speedups_format(), "none",
                  "what its runtime makes of pruned layers; a format that is left out gains nothing");
    return hardware;
  }();
  return section;
}

const Section<RadioModel>& radio_section() {
  static const Section<RadioModel> section = [] {
    Section<RadioModel> radio(
        "radio",
        "What a radio draws on top of its board: constant + slope x rate while it sends or receives.");
    const auto watts = figure_format<Watts>(Bound::not_negative);
    const auto slope = figure_format<WattsPerBitRate>(Bound::not_negative);
    radio
        .optional("name", &RadioModel::name, text_format(), "the name of its file, or \"inline\"",
                  "of the radio")
        .optional("title", &RadioModel::title, text_format(), "", "what it is, in words")
        .optional("idle", &RadioModel::idle, watts, "0 W", "while nothing is in the air")
        .optional("transmit", &RadioModel::transmit, watts, "0 W", "constant part while it sends")
        .optional("receive", &RadioModel::receive, watts, "0 W", "constant part while it receives")
        .optional("transmit_slope", &RadioModel::transmit_slope, slope, "0 J/bit",
                  "what sending draws for each bit a second")
        .optional("receive_slope", &RadioModel::receive_slope, slope, "0 J/bit",
                  "what receiving draws for each bit a second");
    return radio;
  }();
  return section;
}

Hardware zoo_hardware(const std::string& name, Reading& reading) {
  const std::string entry = "hardware/" + name + ".yaml";
  Hardware hardware =
      hardware_section().read(parse_document(reading.text_of_zoo(entry), reading.zoo().path(entry)), reading);
  hardware.name = name;
  return hardware;
}

RadioModel zoo_radio(const std::string& name, Reading& reading) {
  const std::string entry = "radios/" + name + ".yaml";
  RadioModel radio =
      radio_section().read(parse_document(reading.text_of_zoo(entry), reading.zoo().path(entry)), reading);
  radio.name = name;
  return radio;
}

Format<Hardware> hardware_format(const Zoo& zoo) {
  return catalogue_format<Hardware>(zoo, "hardware", hardware_section(), zoo_hardware);
}

Format<RadioModel> radio_format(const Zoo& zoo) {
  return catalogue_format<RadioModel>(zoo, "radios", radio_section(), zoo_radio);
}

std::vector<SectionDoc> hardware_docs() {
  std::vector<SectionDoc> docs{hardware_section().doc(), power_section().doc()};
  const auto speedups = speedup_docs();
  docs.insert(docs.end(), speedups.begin(), speedups.end());
  docs.insert(docs.end(), {figure_section<Watts>(Bound::positive).doc(), radio_section().doc()});
  return docs;
}

}  // namespace splitscape
