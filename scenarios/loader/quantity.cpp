#include "scenarios/loader/quantity.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>

#include "models/nearest_name.hpp"

namespace splitscape {
namespace {

constexpr double kibi = 1024.0;

/// Before the point, and after it: enough for every number, too few for an infinite one.
constexpr std::size_t most_digits = 30;

bool is_digit(char letter) {
  return std::isdigit(static_cast<unsigned char>(letter)) != 0;
}

/// Length of the number that a text begins with; 0 where it begins with none. The grammar of
/// quantity_pattern().
std::size_t number_length(std::string_view text) {
  std::size_t i = 0;
  while (i < text.size() && i < most_digits && is_digit(text[i])) ++i;
  if (i == 0) return 0;
  if (i + 1 < text.size() && text[i] == '.' && is_digit(text[i + 1])) {
    const std::size_t point = i++;
    while (i < text.size() && i <= point + most_digits && is_digit(text[i])) ++i;
  }
  if (i < text.size() && (text[i] == 'e' || text[i] == 'E')) {
    std::size_t k = i + 1;
    if (k < text.size() && (text[k] == '+' || text[k] == '-')) ++k;
    const std::size_t digits = k;
    while (k < text.size() && k < digits + 2 && is_digit(text[k])) ++k;
    if (k > digits) i = k;
  }
  return i;
}

std::string escaped(std::string_view symbol) {
  std::string pattern;
  for (const char letter : symbol) {
    if (letter == '/' || letter == '.') pattern += '\\';
    pattern += letter;
  }
  return pattern;
}

}  // namespace

std::string with_article(std::string_view noun) {
  const bool vowel = !noun.empty() && std::string_view("aeiou").find(noun.front()) != std::string_view::npos;
  return fmt::format("{} {}", vowel ? "an" : "a", noun);
}

template <>
const UnitFamily& units_of<Seconds>() {
  static const UnitFamily family{"time",
                                 "500 ms",
                                 {{"s", 1},
                                  {"ms", 1e-3},
                                  {"us", 1e-6},
                                  {"µs", 1e-6},
                                  {"ns", 1e-9},
                                  {"min", 60},
                                  {"h", 3600},
                                  {"d", 86400}}};
  return family;
}

template <>
const UnitFamily& units_of<Bytes>() {
  static const UnitFamily family{"size",
                                 "150 kB",
                                 {{"B", 1},
                                  {"kB", 1e3},
                                  {"MB", 1e6},
                                  {"GB", 1e9},
                                  {"KiB", kibi},
                                  {"MiB", kibi * kibi},
                                  {"GiB", kibi * kibi * kibi}}};
  return family;
}

template <>
const UnitFamily& units_of<BitRate>() {
  static const UnitFamily family{"rate",
                                 "18.88 Mbps",
                                 {{"bps", 1},
                                  {"kbps", 1e3},
                                  {"Mbps", 1e6},
                                  {"Gbps", 1e9},
                                  {"bit/s", 1},
                                  {"kbit/s", 1e3},
                                  {"Mbit/s", 1e6},
                                  {"Gbit/s", 1e9},
                                  {"Kibit/s", kibi},
                                  {"Mibit/s", kibi * kibi},
                                  {"B/s", 8},
                                  {"kB/s", 8e3},
                                  {"MB/s", 8e6},
                                  {"GB/s", 8e9}}};
  return family;
}

template <>
const UnitFamily& units_of<Joules>() {
  static const UnitFamily family{
      "energy",
      "10 Wh",
      {{"J", 1}, {"mJ", 1e-3}, {"uJ", 1e-6}, {"µJ", 1e-6}, {"kJ", 1e3}, {"Wh", 3600}, {"mWh", 3.6}}};
  return family;
}

template <>
const UnitFamily& units_of<Watts>() {
  static const UnitFamily family{
      "power", "2.1 W", {{"W", 1}, {"mW", 1e-3}, {"uW", 1e-6}, {"µW", 1e-6}, {"kW", 1e3}}};
  return family;
}

template <>
const UnitFamily& units_of<PerSecond>() {
  static const UnitFamily family{
      "frequency", "2 /s", {{"/s", 1}, {"/min", 1.0 / 60}, {"/h", 1.0 / 3600}, {"Hz", 1}}};
  return family;
}

template <>
const UnitFamily& units_of<Macs>() {
  static const UnitFamily family{
      "work", "724 MMAC", {{"MAC", 1}, {"kMAC", 1e3}, {"MMAC", 1e6}, {"GMAC", 1e9}}};
  return family;
}

template <>
const UnitFamily& units_of<MacRate>() {
  static const UnitFamily family{
      "computing rate",
      "17 GMAC/s",
      {{"MAC/s", 1}, {"kMAC/s", 1e3}, {"MMAC/s", 1e6}, {"GMAC/s", 1e9}, {"TMAC/s", 1e12}}};
  return family;
}

template <>
const UnitFamily& units_of<WattsPerBitRate>() {
  static const UnitFamily family{
      "power a rate",
      "283.17 mW/Mbps",
      {{"mW/Mbps", 1e-9}, {"W/Mbps", 1e-6}, {"mW/kbps", 1e-6}, {"J/bit", 1}, {"nJ/bit", 1e-9}}};
  return family;
}

const std::vector<const UnitFamily*>& unit_families() {
  static const std::vector<const UnitFamily*> families{
      &units_of<Seconds>(),   &units_of<Bytes>(),   &units_of<BitRate>(),
      &units_of<PerSecond>(), &units_of<Joules>(),  &units_of<Watts>(),
      &units_of<Macs>(),      &units_of<MacRate>(), &units_of<WattsPerBitRate>()};
  return families;
}

std::string unit_names(const UnitFamily& family) {
  std::string names;
  for (const Unit& unit : family.units) {
    if (!names.empty()) names += ", ";
    names += unit.symbol;
  }
  return names;
}

ReadQuantity read_quantity(std::string_view text, const UnitFamily& family) {
  const auto refuse = [&](const std::string& why) {
    return ReadQuantity{0, fmt::format("{}: expected {} such as '{}' (units: {})", why,
                                       with_article(family.name), family.example, unit_names(family))};
  };
  const std::size_t length = number_length(text);
  if (length == 0) return refuse(fmt::format("'{}' is no {}", text, family.name));
  std::string_view symbol = text.substr(length);
  while (!symbol.empty() && symbol.front() == ' ') symbol.remove_prefix(1);
  if (symbol.empty()) return refuse(fmt::format("'{}' has no unit", text));
  const auto unit = std::find_if(family.units.begin(), family.units.end(),
                                 [symbol](const Unit& u) { return u.symbol == symbol; });
  if (unit == family.units.end()) {
    std::vector<std::string> symbols;
    for (const Unit& known : family.units) symbols.emplace_back(known.symbol);
    const auto nearest = nearest_name(symbol, symbols);
    return refuse(fmt::format("'{}' is no unit of {}{}", symbol, family.name,
                              nearest ? fmt::format("; did you mean '{}'?", *nearest) : ""));
  }
  const double number = std::strtod(std::string(text.substr(0, length)).c_str(), nullptr);
  return {number * unit->factor, ""};
}

std::string quantity_pattern(const UnitFamily& family, bool positive) {
  std::string units;
  for (const Unit& unit : family.units) {
    if (!units.empty()) units += '|';
    units += escaped(unit.symbol);
  }
  return fmt::format("^{}[0-9]{{1,30}}(\\.[0-9]{{1,30}})?([eE][+-]?[0-9]{{1,2}})? *({})$",
                     positive ? "(?=[0-9.]*[1-9])" : "", units);
}

}  // namespace splitscape
