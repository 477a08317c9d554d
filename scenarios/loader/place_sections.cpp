#include "scenarios/loader/place_sections.hpp"

#include <limits>

#include "scenarios/loader/hardware_sections.hpp"
#include "scenarios/loader/rate_file.hpp"
#include "scenarios/loader/speedup_section.hpp"

namespace splitscape {
namespace {

// ---- rates

template <class Quantity>
Format<double> unit_format() {
  std::vector<std::pair<std::string, double>> units;
  for (const Unit& unit : units_of<Quantity>().units)
    units.emplace_back(std::string(unit.symbol), unit.factor);
  return choice_format<double>(std::move(units));
}

struct RateFileChoice {
  std::string text{};
  std::string name{};
  Position position{};
  RateFileLayout layout{};
};

Section<RateFileChoice> rate_file_section() {
  using Shape = RateFileLayout::Shape;
  Section<RateFileChoice> section("rate trace", "The rate of a link over time, from a file.");
  const auto into = [](auto member) {
    return [member](RateFileChoice& choice, auto value) { choice.layout.*member = std::move(value); };
  };
  section
      .required(
          "trace",
          [](RateFileChoice& c, RateFileChoice file) {
            c.text = std::move(file.text);
            c.name = std::move(file.name);
            c.position = file.position;
          },
          Format<RateFileChoice>{
              "path", text_format().schema,
              [](const Value& value, Reading& reading) {
                const std::string name = text_format("path").read(value, reading);
                return RateFileChoice{reading.text_of_file(value), name, value.position(), {}};
              }},
          "path of the file, from the directory of the scenario")
      .optional("layout", into(&RateFileLayout::shape),
                choice_format<Shape>({{"pairs", Shape::pairs}, {"mahimahi", Shape::mahimahi}}), "pairs",
                "pairs: a line a step, time and rate; mahimahi: a line a 1500-byte packet, its millisecond")
      .optional("time", into(&RateFileLayout::time), text_format("column"), "the first field, no header",
                "column with the time (seconds, or date and time)")
      .optional("rate", into(&RateFileLayout::rate), text_format("column"), "the second field, no header",
                "column with the rate")
      .optional("time_unit", into(&RateFileLayout::time_unit), unit_format<Seconds>(), "s",
                "unit of the times in the file")
      .optional("rate_unit", into(&RateFileLayout::rate_unit), unit_format<BitRate>(), "Mbps",
                "unit of the rates in the file")
      .optional("bin", into(&RateFileLayout::bin), quantity_format<Seconds>(Bound::positive), "100 ms",
                "packets of so much time are taken together (mahimahi)")
      .optional("repeat", into(&RateFileLayout::repeat), yes_no_format(), "true",
                "begin anew at the end; otherwise the last rate stays")
      .optional("start", into(&RateFileLayout::start), quantity_format<Seconds>(Bound::not_negative), "0 s",
                "what of the trace has passed when the run begins")
      .then([](RateFileChoice& choice, const Value& value) {
        if (choice.layout.time.empty() != choice.layout.rate.empty()) {
          throw InputError(value.position(), "name both columns, 'time' and 'rate', or neither",
                           ErrorKind::meaning);
        }
      });
  return section;
}

RateTrace trace_of(const RateFileChoice& choice) {
  RateTrace trace = read_rates(choice.text, choice.name, choice.layout);
  if (const auto found = defects(trace); !found.empty())
    throw InputError(choice.position, found.front(), ErrorKind::meaning);
  return trace;
}

Format<RateTrace> rate_format() {
  const auto rate = quantity_format<BitRate>(Bound::not_negative);
  const auto file = rate_file_section();
  return {rate.type + "; unlimited; or table: rate trace",
          fmt::format(R"({{"anyOf":[{},{{"const":"unlimited"}},{}]}})", rate.schema, file.schema()),
          [rate, file](const Value& value, Reading& reading) {
            if (value.kind() == Value::Kind::table) {
              return reading.made_once<RateTrace>("rate trace", value,
                                                  [&] { return trace_of(file.read(value, reading)); });
            }
            if (value.kind() == Value::Kind::text && value.text() == "unlimited") {
              return RateTrace::constant({std::numeric_limits<double>::infinity()});
            }
            return RateTrace::constant(rate.read(value, reading));
          }};
}

Section<Link> link_section(const Zoo& zoo) {
  Section<Link> section("link", "What lies between two neighbouring places of a path.");
  section
      .optional("medium", &Link::medium,
                choice_format<Medium>({{"own", Medium::own}, {"shared", Medium::shared}}), "own",
                "own: every device has the rate to itself; shared: the devices of a cell share it equally")
      .optional(
          "cells", [](Link& link, std::uint64_t cells) { link.cells = cells; }, count_format(1, 1000000), "1",
          "copies of a shared medium; the devices are dealt out over them in turn")
      .optional("duplex", &Link::duplex,
                choice_format<Duplex>({{"full", Duplex::full}, {"half", Duplex::half}}), "full",
                "full: up and down do not disturb each other; half: they share one medium, whose rate is "
                "given as both")
      .required("up", &Link::up, rate_format(), "rate from the device on")
      .optional("down", &Link::down, rate_format(), "the rate up", "rate towards the device")
      .optional("latency", &Link::latency, quantity_format<Seconds>(Bound::not_negative), "0 s",
                "one way, after the last byte has left")
      .optional("radio", &Link::radio, radio_format(zoo), "the device's transmit and receive power",
                "what the device's radio draws; only on the first hop of a path (\"none\": nothing)")
      .then([](Link& link, const Value& value) {
        if (value.find("down") == nullptr) link.down = link.up;
      });
  return section;
}

// ---- servers

Format<std::map<std::size_t, double>> batch_time_format() {
  return {
      "table of size: factor",
      R"({"type":"object","patternProperties":{"^[1-9][0-9]{0,4}$":{"type":"number","minimum":0,"maximum":1e300}},"additionalProperties":false})",
      [factor = number_format(0)](const Value& value, Reading& reading) {
        if (value.kind() != Value::Kind::table)
          refuse(value, "a table of batch sizes and factors, as {1: 1, 8: 3.5}");
        std::map<std::size_t, double> times;
        for (const auto& entry : value.entries()) {
          const bool size = is_plain_integer(entry.key) && entry.key.size() <= 5 &&
                            entry.key.front() != '0' && entry.key.front() != '-' && entry.key.front() != '+';
          if (!size) throw InputError(entry.key_position, fmt::format("'{}' is no batch size", entry.key));
          times[std::stoul(entry.key)] = factor.read(entry.value, reading);
        }
        return times;
      }};
}

Section<Batching> batch_section() {
  Section<Batching> section("batching", "Requests that wait are computed together.");
  section
      .required(
          "largest", [](Batching& b, std::uint64_t largest) { b.largest = largest; }, count_format(1, 99999),
          "most requests in a batch")
      .optional("wait", &Batching::wait, quantity_format<Seconds>(Bound::not_negative), "0 s",
                "how long the oldest waits for company while a slot is free")
      .optional("time", &Batching::relative_time, batch_time_format(), "n times one request: no gain",
                "time of a batch of so many in units of one request, linear in between");
  return section;
}

Section<ServerPrice> price_section() {
  Section<ServerPrice> section("price", "What using a server costs, in a currency of your own.");
  section.optional("request", &ServerPrice::request, number_format(0), "0", "for each request that it serves")
      .optional("hour", &ServerPrice::hour, number_format(0), "0", "for each hour that a slot is taken");
  return section;
}

Section<Server> server_section(const Zoo& zoo) {
  Section<Server> section("server", "A place that computes for others: an edge server or a cloud.");
  section.required("hardware", &Server::hardware, hardware_format(zoo), "what it is")
      .optional(
          "count", [](Server& s, std::uint64_t count) { s.count = count; }, count_format(1, 1000000), "1",
          "copies of it; the devices are dealt out over them in turn")
      .optional(
          "slots", [](Server& s, std::uint64_t slots) { s.slots = slots; }, count_format(1, 1000000), "1",
          "requests (or batches) computed at once, each at full speed")
      .optional("discipline", &Server::discipline,
                choice_format<Discipline>({{"fcfs", Discipline::first_come_first_served},
                                           {"sharing", Discipline::processor_sharing}}),
                "fcfs", "fcfs: first come first served; sharing: all at once, sharing the slots equally")
      .optional(
          "queue", [](Server& s, std::uint64_t queue) { s.queue = queue; }, count_format(0), "any number",
          "requests that may wait; more are turned away")
      .optional("load", &Server::load, number_format(1), "1",
                "factor on every time: others use the server too")
      .optional("announces_load", &Server::announces_load, yes_no_format(), "true",
                "whether policies know that factor")
      .optional("announces_queue", &Server::announces_queue, yes_no_format(), "false",
                "whether policies know how many requests are at each copy, waiting and in service")
      .optional("price", &Server::price, price_section().format(), "free",
                "what using it costs: policies that choose servers may reckon with it")
      .optional("batch", &Server::batching, batch_section().format(), "one by one",
                "computing requests together")
      .optional("variation", &Server::variation, variation_format(), "none",
                "how times vary from request to request")
      .optional(
          sparse_speedup_key, [](Server&, const std::string&) {}, sparse_speedup_format(), "as measured",
          sparse_speedup_meaning)
      .then([](Server& s, const Value& value) { choose_speedups(s.hardware.speedups, value); });
  return section;
}

}  // namespace

Format<Variation> variation_format() {
  Section<Variation> lognormal("variation", "");
  lognormal.required(
      "lognormal",
      [](Variation& v, double cv) {
        v.law = Variation::Law::lognormal;
        v.coefficient = cv;
      },
      share_format(), "coefficient of variation");
  const auto word = choice_format<Variation>(
      {{"none", Variation{}}, {"exponential", Variation{Variation::Law::exponential, 1.0}}});
  return {"none | exponential | {lognormal: 20%}",
          fmt::format(R"({{"anyOf":[{},{}]}})", word.schema, lognormal.schema()),
          [word, lognormal](const Value& value, Reading& reading) {
            if (value.kind() == Value::Kind::table) return lognormal.read(value, reading);
            if (value.text() == "lognormal")
              refuse(value, "{lognormal: 20%}, with its coefficient of variation");
            return word.read(value, reading);
          }};
}

Format<std::vector<Link>> links_format(const Zoo& zoo) {
  return named_format(link_section(zoo), &Link::name);
}

Format<std::vector<Server>> servers_format(const Zoo& zoo) {
  return named_format(server_section(zoo), &Server::name);
}

std::vector<SectionDoc> link_docs(const Zoo& zoo) {
  return {link_section(zoo).doc(), rate_file_section().doc()};
}

std::vector<SectionDoc> server_docs(const Zoo& zoo) {
  return {server_section(zoo).doc(), price_section().doc(), batch_section().doc()};
}

}  // namespace splitscape
