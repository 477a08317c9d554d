#include "scenarios/loader/quantity.hpp"

#include <doctest/doctest.h>

#include <regex>
#include <set>
#include <string>
#include <vector>

using namespace splitscape;

namespace {

struct Written {
  std::string text;
  double value;  ///< in SI units
};

/// Every unit of the family is among the texts, and each text is read as its value. All texts are of two
/// units, so that the products are exact.
void check_units(const UnitFamily& family, const std::vector<Written>& all) {
  std::set<std::string> units;
  for (const auto& written : all) {
    CAPTURE(written.text);
    const ReadQuantity read = read_quantity(written.text, family);
    CHECK(read.error == "");
    CHECK(read.value == written.value);
    units.insert(written.text.substr(2));
  }
  CHECK(units.size() == family.units.size());
}

bool matches(const std::string& text, const UnitFamily& family, bool positive) {
  return std::regex_match(text, std::regex(quantity_pattern(family, positive)));
}

const std::vector<std::string> well_written{
    "0 s",      "2 s",    "2s",     "2  s", "007 s",   "0.5 s",    "10 h",      "1.25e3 s",         "1E-3 ms",
    "2e+2 min", "0e5 us", "0.00 d", "3 µs", "1e99 ns", "9e-99 ms", "0.0e9 min", "123456789012345 s"};
const std::string too_many_digits(31, '1');
const std::vector<std::string> badly_written{"",
                                             "s",
                                             "2",
                                             "-2 s",
                                             "+2 s",
                                             ".5 s",
                                             "2. s",
                                             "1e100 s",
                                             "1,5 s",
                                             " 2 s",
                                             "2 s ",
                                             "inf s",
                                             "nan s",
                                             "0x10 s",
                                             "2 sec",
                                             "2 S",
                                             "2 s s",
                                             "1.2.3 s",
                                             "2 e3 s",
                                             "2e s",
                                             "2e3.5 s",
                                             "2\ts",
                                             too_many_digits + " s"};

}  // namespace

TEST_CASE("every unit of time is read in seconds") {
  check_units(units_of<Seconds>(), {{"2 s", 2},
                                    {"2 ms", 0.002},
                                    {"2 us", 0.000002},
                                    {"2 µs", 0.000002},
                                    {"2 ns", 0.000000002},
                                    {"2 min", 120},
                                    {"2 h", 7200},
                                    {"2 d", 172800}});
}

TEST_CASE("every unit of size is read in bytes") {
  check_units(units_of<Bytes>(), {{"2 B", 2},
                                  {"2 kB", 2000},
                                  {"2 MB", 2000000},
                                  {"2 GB", 2000000000},
                                  {"2 KiB", 2048},
                                  {"2 MiB", 2097152},
                                  {"2 GiB", 2147483648}});
}

TEST_CASE("every unit of rate is read in bits a second and a byte has eight bits") {
  check_units(units_of<BitRate>(), {{"2 bps", 2},
                                    {"2 kbps", 2e3},
                                    {"2 Mbps", 2e6},
                                    {"2 Gbps", 2e9},
                                    {"2 bit/s", 2},
                                    {"2 kbit/s", 2e3},
                                    {"2 Mbit/s", 2e6},
                                    {"2 Gbit/s", 2e9},
                                    {"2 Kibit/s", 2048},
                                    {"2 Mibit/s", 2097152},
                                    {"2 B/s", 16},
                                    {"2 kB/s", 16e3},
                                    {"2 MB/s", 16e6},
                                    {"2 GB/s", 16e9}});
}

TEST_CASE("every unit of energy is read in joules") {
  check_units(units_of<Joules>(), {{"2 J", 2},
                                   {"2 mJ", 0.002},
                                   {"2 uJ", 0.000002},
                                   {"2 µJ", 0.000002},
                                   {"2 kJ", 2000},
                                   {"2 Wh", 7200},
                                   {"2 mWh", 7.2}});
}

TEST_CASE("every unit of power is read in watts") {
  check_units(units_of<Watts>(),
              {{"2 W", 2}, {"2 mW", 0.002}, {"2 uW", 0.000002}, {"2 µW", 0.000002}, {"2 kW", 2000}});
}

TEST_CASE("every unit of frequency is read in events a second") {
  check_units(units_of<PerSecond>(),
              {{"2 /s", 2}, {"2 /min", 1.0 / 30.0}, {"2 /h", 1.0 / 1800.0}, {"2 Hz", 2}});
}

TEST_CASE("every unit of work is read in multiply-accumulates") {
  check_units(units_of<Macs>(), {{"2 MAC", 2}, {"2 kMAC", 2e3}, {"2 MMAC", 2e6}, {"2 GMAC", 2e9}});
}

TEST_CASE("every unit of computing rate is read in multiply-accumulates a second") {
  check_units(units_of<MacRate>(),
              {{"2 MAC/s", 2}, {"2 kMAC/s", 2e3}, {"2 MMAC/s", 2e6}, {"2 GMAC/s", 2e9}, {"2 TMAC/s", 2e12}});
}

TEST_CASE("every unit of power a rate is read in joules a bit") {
  // 1 mW a Mbps is 1e-3 J/s in 1e6 bit/s.
  check_units(
      units_of<WattsPerBitRate>(),
      {{"2 mW/Mbps", 2e-9}, {"2 W/Mbps", 2e-6}, {"2 mW/kbps", 2e-6}, {"2 J/bit", 2}, {"2 nJ/bit", 2e-9}});
}

TEST_CASE("the families of units have different names and none has a symbol twice") {
  std::set<std::string_view> names;
  for (const UnitFamily* family : unit_families()) {
    CHECK_MESSAGE(names.insert(family->name).second, std::string(family->name));
    std::set<std::string_view> symbols;
    for (const Unit& unit : family->units) CHECK_MESSAGE(symbols.insert(unit.symbol).second, unit.symbol);
  }
  CHECK(names.size() == 9);  // as many as there are specialisations of units_of
}

TEST_CASE("the example of each family of units is one of its quantities") {
  for (const UnitFamily* family : unit_families()) {
    CHECK_MESSAGE(read_quantity(family->example, *family).error == "", std::string(family->example));
  }
}

TEST_CASE("a quantity may have a fraction and an exponent and any number of blanks before its unit") {
  const auto& rate = units_of<BitRate>();
  CHECK(read_quantity("18.88 Mbps", rate).value == doctest::Approx(18.88e6).epsilon(1e-15).scale(0));
  CHECK(read_quantity("18.88Mbps", rate).value == read_quantity("18.88 Mbps", rate).value);
  CHECK(read_quantity("5   kB/s", rate).value == 40000);
  CHECK(read_quantity("1.5e3 s", units_of<Seconds>()).value == 1500);
  CHECK(read_quantity("25E-1 s", units_of<Seconds>()).value == 2.5);
  CHECK(read_quantity("2e+2 s", units_of<Seconds>()).value == 200);
}

TEST_CASE("what is no quantity is refused and what is one is read") {
  for (const auto& text : well_written)
    CHECK_MESSAGE(read_quantity(text, units_of<Seconds>()).error == "", text);
  for (const auto& text : badly_written)
    CHECK_MESSAGE(read_quantity(text, units_of<Seconds>()).error != "", text);
}

TEST_CASE("the pattern of a quantity matches what is read and nothing else") {
  for (const auto& text : well_written) CHECK_MESSAGE(matches(text, units_of<Seconds>(), false), text);
  for (const auto& text : badly_written) CHECK_MESSAGE(!matches(text, units_of<Seconds>(), false), text);
}

TEST_CASE("the pattern of a positive quantity matches no zero") {
  for (const auto& text : well_written) {
    CHECK_MESSAGE(
        matches(text, units_of<Seconds>(), true) == (read_quantity(text, units_of<Seconds>()).value > 0),
        text);
  }
  for (const auto& text : badly_written) CHECK_MESSAGE(!matches(text, units_of<Seconds>(), true), text);
}

TEST_CASE("the pattern of a quantity takes the slash of a unit as it stands") {
  for (const UnitFamily* family : unit_families()) {
    for (const Unit& unit : family->units) {
      CHECK_MESSAGE(matches("2 " + std::string(unit.symbol), *family, true), unit.symbol);
    }
  }
  CHECK(!matches("2 W.Mbps", units_of<WattsPerBitRate>(), false));
}

TEST_CASE("a text that begins with no number is refused with an example and the units") {
  CHECK(read_quantity("fast", units_of<Watts>()).error ==
        "'fast' is no power: expected a power such as '2.1 W' (units: W, mW, uW, µW, kW)");
}

TEST_CASE("a bare number is refused with the units that it may have") {
  CHECK(read_quantity("500", units_of<Seconds>()).error ==
        "'500' has no unit: expected a time such as '500 ms' (units: s, ms, us, µs, ns, min, h, d)");
}

TEST_CASE("a misspelt unit is refused with the nearest one") {
  CHECK(read_quantity("3 MMAC/S", units_of<MacRate>()).error ==
        "'MMAC/S' is no unit of computing rate; did you mean 'MMAC/s'?: expected a computing rate such as "
        "'17 GMAC/s' (units: MAC/s, kMAC/s, MMAC/s, GMAC/s, TMAC/s)");
}

TEST_CASE("a unit that is like no other is refused without a proposal") {
  CHECK(read_quantity("3 parsecs", units_of<Seconds>()).error ==
        "'parsecs' is no unit of time: expected a time such as '500 ms' (units: s, ms, us, µs, ns, min, h, "
        "d)");
}

TEST_CASE("the names of units are joined by commas") {
  CHECK(unit_names(units_of<PerSecond>()) == "/s, /min, /h, Hz");
}
