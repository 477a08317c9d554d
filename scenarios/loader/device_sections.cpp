#include "scenarios/loader/device_sections.hpp"

#include "scenarios/loader/csv_table.hpp"
#include "scenarios/loader/hardware_sections.hpp"
#include "scenarios/loader/place_sections.hpp"
#include "scenarios/loader/speedup_section.hpp"

namespace splitscape {
namespace {

Section<PoissonArrivals> poisson_section() {
  Section<PoissonArrivals> section("Poisson arrivals",
                                   "Requests at random, with independent exponential gaps.");
  section.required("poisson", &PoissonArrivals::rate, quantity_format<PerSecond>(Bound::positive),
                   "requests of one device");
  return section;
}

Section<PeriodicArrivals> periodic_section() {
  Section<PeriodicArrivals> section("periodic arrivals",
                                    "Requests at a fixed distance, as frames of a camera.");
  section
      .required("periodic", &PeriodicArrivals::period, quantity_format<Seconds>(Bound::positive),
                "time between two requests of one device")
      .optional("phase", &PeriodicArrivals::phase, quantity_format<Seconds>(Bound::not_negative),
                "a random part of the period, for each device", "time of the first request");
  return section;
}

struct StampFile {
  std::string text{};
  std::string name{};
  std::string column{};
  double unit = 1.0;
};

Section<StampFile> stamps_section() {
  Section<StampFile> section("arrivals from a file",
                             "Requests at given instants, dealt out to the devices of the group in turn.");
  std::vector<std::pair<std::string, double>> units;
  for (const Unit& unit : units_of<Seconds>().units)
    units.emplace_back(std::string(unit.symbol), unit.factor);
  section
      .required(
          "file",
          [](StampFile& f, StampFile file) {
            f.text = std::move(file.text);
            f.name = std::move(file.name);
          },
          Format<StampFile>{"path", text_format().schema,
                            [](const Value& value, Reading& reading) {
                              const std::string name = text_format("path").read(value, reading);
                              return StampFile{.text = reading.text_of_file(value), .name = name};
                            }},
          "path of the file, from the directory of the scenario")
      .optional("column", &StampFile::column, text_format("column"), "the first field, no header",
                "column with the time stamps: numbers, or dates and times")
      .optional("unit", &StampFile::unit, choice_format<double>(std::move(units)), "s",
                "unit of the numbers");
  return section;
}

/// A first stamp that is a number counts from the start of the run; a date and time is the start of the run.
TimestampArrivals read_stamps(const StampFile& file) {
  const CsvTable table(file.text, file.name, !file.column.empty());
  table.require_rows();
  const std::size_t column = file.column.empty() ? 0 : table.column(file.column);
  TimestampArrivals arrivals;
  const double begin = table.is_date(0, column) ? table.instant(0, column, file.unit) : 0.0;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const Seconds at{table.instant(row, column, file.unit) - begin};
    if (at.value < 0 || (!arrivals.times.empty() && at < arrivals.times.back()))
      table.refuse(row, column, "time goes backwards");
    arrivals.times.push_back(at);
  }
  return arrivals;
}

Section<ClosedLoopArrivals> closed_section() {
  Section<ClosedLoopArrivals> section("closed loop",
                                      "A device that waits for an answer, thinks, and asks again.");
  section
      .required("closed", &ClosedLoopArrivals::think, quantity_format<Seconds>(Bound::not_negative),
                "think time between an answer and the next request")
      .optional("law", &ClosedLoopArrivals::exponential,
                choice_format<bool>({{"constant", false}, {"exponential", true}}), "constant",
                "how the think time varies");
  return section;
}

OneOf<Arrivals> arrivals_choice() {
  OneOf<Arrivals> choice("arrivals");
  choice.alternative("poisson", poisson_section(), [](PoissonArrivals a) { return Arrivals(a); })
      .alternative("periodic", periodic_section(), [](PeriodicArrivals a) { return Arrivals(a); })
      .alternative("file", stamps_section(),
                   [](const StampFile& file) { return Arrivals(read_stamps(file)); })
      .alternative("closed", closed_section(), [](ClosedLoopArrivals a) { return Arrivals(a); });
  return choice;
}

/// A size, or "none": the answer stays where it is found.
Format<std::optional<Bytes>> answer_format() {
  const auto size = quantity_format<Bytes>(Bound::not_negative);
  return {size.type + "; or none", fmt::format(R"({{"anyOf":[{},{{"const":"none"}}]}})", size.schema),
          [size](const Value& value, Reading& reading) -> std::optional<Bytes> {
            if (value.kind() == Value::Kind::text && value.text() == "none") return std::nullopt;
            return size.read(value, reading);
          }};
}

Section<Prices> prices_section() {
  Section<Prices> section("prices",
                          "What a device's owner would give up in confidence for a cheaper answer.");
  section
      .optional("second", &Prices::second, number_format(0), "1",
                "of latency, in confidence (a share between 0 and 1)")
      .optional("joule", &Prices::joule, number_format(0), "0", "of the device's energy, likewise");
  return section;
}

/// Paths by name, in the order of the file.
Format<std::vector<Route>> routes_format() {
  const auto path = list_format(text_format("link or server"));
  return {
      "table of name: list of link or server",
      fmt::format(
          R"({{"type":"object","propertyNames":{{"minLength":1}},"minProperties":1,"additionalProperties":{}}})",
          path.schema),
      [path](const Value& value, Reading& reading) {
        if (value.kind() != Value::Kind::table || value.entries().empty())
          refuse(value,
                 "a table of paths by name, as {near: [wifi, node], far: [wifi, gateway, wan, cloud]}");
        std::vector<Route> routes;
        for (const auto& entry : value.entries()) {
          if (entry.key.empty()) throw InputError(entry.key_position, "a name must not be empty");
          routes.push_back({.name = entry.key, .path = path.read(entry.value, reading)});
        }
        return routes;
      }};
}

Section<Deployment> device_section(const Zoo& zoo) {
  Section<Deployment> section("group of devices",
                              "Like devices: what they run, along which path, and what they ask for.");
  section
      .optional(
          "count", [](Deployment& d, std::uint64_t count) { d.count = count; }, count_format(1, 10000000),
          "1", "devices of the group")
      .required("hardware", &Deployment::hardware, hardware_format(zoo), "what they are")
      .required("network", &Deployment::network, text_format("name of a network"), "the network they run")
      .optional("path", &Deployment::path, list_format(text_format("link or server")), "the device alone",
                "link, server, link, server, ... from the device on")
      .optional(
          "paths",
          [](Deployment& d, std::vector<Route> routes) {
            d.path = routes.front().path;
            d.routes = std::move(routes);
          },
          routes_format(), "one path",
          "instead of path: several that begin with the same link, by name; policies that choose servers "
          "choose among them, the others use the first")
      .required(
          "arrivals", [](Deployment& d, Arrivals arrivals) { d.workload.arrivals = std::move(arrivals); },
          arrivals_choice().format(), "when requests arrive")
      .optional(
          "deadline", [](Deployment& d, Seconds deadline) { d.workload.deadline = deadline; },
          quantity_format<Seconds>(Bound::positive), "none", "from arrival to answer")
      .optional(
          "order", [](Deployment& d, SampleOrder order) { d.workload.order = order; },
          choice_format<SampleOrder>({{"shuffled", SampleOrder::shuffled}, {"file", SampleOrder::file}}),
          "shuffled",
          "in which order requests go through the samples: each device in a random order of its own, or as "
          "in the file")
      .optional(
          "queue", [](Deployment& d, std::uint64_t queue) { d.queue = queue; }, count_format(0), "any number",
          "requests that may wait for a device; more are dropped")
      .optional("battery", &Deployment::battery, quantity_format<Joules>(Bound::positive), "mains",
                "energy at the start; a device without energy stops")
      .optional("answer", &Deployment::answer, answer_format(), "0 B",
                "size of the answer that is sent back; none: it stays where it is found")
      .optional(
          "early_release", &Deployment::early_release, yes_no_format(), "false",
          "an exit that stops a sample answers at once, while the input runs on to the end of the place "
          "that computes it; else the rest of the place's layers is left out")
      .optional(
          "prices", &Deployment::prices, prices_section().format(), "a second is worth 1, a joule 0",
          "what latency and energy are worth: policies that learn, and regrets, reckon with confidence - "
          "prices x costs")
      .optional("variation", &Deployment::variation, variation_format(), "none",
                "how computing times vary from request to request")
      .optional(
          sparse_speedup_key, [](Deployment&, const std::string&) {}, sparse_speedup_format(), "as measured",
          sparse_speedup_meaning)
      .then([](Deployment& d, const Value& value) {
        if (value.find("path") != nullptr && value.find("paths") != nullptr) {
          throw InputError(value.find("paths")->position(),
                           "a group of devices has either a 'path' or 'paths', not both", ErrorKind::meaning);
        }
        choose_speedups(d.hardware.speedups, value);
      });
  return section;
}

}  // namespace

Format<std::vector<Deployment>> devices_format(const Zoo& zoo) {
  return named_format(device_section(zoo), &Deployment::name);
}

std::vector<SectionDoc> device_docs(const Zoo& zoo) {
  std::vector<SectionDoc> docs{device_section(zoo).doc(), prices_section().doc()};
  const auto arrivals = arrivals_choice();
  docs.insert(docs.end(), arrivals.docs().begin(), arrivals.docs().end());
  return docs;
}

}  // namespace splitscape
