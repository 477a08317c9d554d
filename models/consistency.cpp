#include "models/consistency.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "models/cost_table.hpp"
#include "models/memory_fit.hpp"
#include "models/nearest_name.hpp"
#include "models/sample_split.hpp"

namespace splitscape {
namespace {

/// Collects what is wrong with one scenario.
class Review {
 public:
  explicit Review(const Scenario& scenario) : scenario_(scenario) {}

  std::vector<Contradiction> all() && {
    horizon();
    numbers();
    for (const auto& network : scenario_.networks) review(network);
    for (const auto& link : scenario_.links) review(link);
    for (const auto& server : scenario_.servers) review(server);
    if (scenario_.devices.empty()) add("devices", "a scenario needs at least one group of devices");
    for (const auto& deployment : scenario_.devices) review(deployment);
    unique(scenario_.networks, "networks");
    unique(scenario_.links, "links");
    unique(scenario_.servers, "servers");
    unique(scenario_.devices, "devices");
    return std::move(found_);
  }

 private:
  void add(std::string where, std::string what) { found_.push_back({std::move(where), std::move(what)}); }

  template <class Entry>
  static std::vector<std::string> names(const std::vector<Entry>& entries) {
    std::vector<std::string> names;
    for (const auto& entry : entries) names.push_back(entry.name);
    return names;
  }

  template <class Entry>
  void unique(const std::vector<Entry>& entries, const std::string& section) {
    std::set<std::string> seen;
    for (const auto& entry : entries) {
      if (!seen.insert(entry.name).second) {
        add(section + "." + entry.name, fmt::format("the name '{}' is taken twice", entry.name));
      }
    }
  }

  void horizon() {
    const bool all_from_file =
        std::all_of(scenario_.devices.begin(), scenario_.devices.end(), [](const Deployment& deployment) {
          return std::holds_alternative<TimestampArrivals>(deployment.workload.arrivals);
        });
    if (!scenario_.duration && !scenario_.requests && !all_from_file) {
      add("", "either 'duration' or 'requests' must say when arrivals stop");
    }
    if (scenario_.at_end == AtEnd::cut && !scenario_.duration) {
      add("at_end", "'at_end: cut' needs a 'duration'");
    }
    if (scenario_.duration && scenario_.warmup >= *scenario_.duration) {
      add("warmup", fmt::format("the warm-up of {} s leaves nothing of the duration of {} s to measure",
                                scenario_.warmup.value, scenario_.duration->value));
    }
  }

  // ---- numbers that a loader would not let pass, for scenarios that are made in C++

  void need(bool holds, const std::string& where, const char* what) {
    if (!holds) add(where, what);
  }

  static bool positive(double value) { return value > 0 && std::isfinite(value); }
  static bool not_negative(double value) { return value >= 0 && std::isfinite(value); }

  template <class Quantity>
  void need_not_negative(const std::optional<Figure<Quantity>>& figure, const std::string& where) {
    need(!figure || not_negative(figure->value.value), where, "must not be negative");
  }

  void numbers() {
    need(!scenario_.duration || positive(scenario_.duration->value), "duration", "must be positive");
    need(!scenario_.requests || *scenario_.requests > 0, "requests", "must be positive");
    need(not_negative(scenario_.warmup.value), "warmup", "must not be negative");
    for (const auto& link : scenario_.links) numbers(link, "links." + link.name);
    for (const auto& server : scenario_.servers) numbers(server, "servers." + server.name);
    for (const auto& deployment : scenario_.devices) numbers(deployment, "devices." + deployment.name);
  }

  void numbers(const Link& link, const std::string& where) {
    need(link.cells > 0, where + ".cells", "must be positive");
    need(not_negative(link.latency.value), where + ".latency", "must not be negative");
    if (!link.radio) return;
    for (const auto& power : {link.radio->idle, link.radio->transmit, link.radio->receive}) {
      need(not_negative(power.value.value), where + ".radio", "a power must not be negative");
    }
    for (const auto& slope : {link.radio->transmit_slope, link.radio->receive_slope}) {
      need(not_negative(slope.value.value), where + ".radio", "a slope must not be negative");
    }
  }

  void numbers(const Hardware& hardware, const std::string& where) {
    need(!hardware.rate || positive(hardware.rate->value.value), where + ".rate", "must be positive");
    need(not_negative(hardware.overhead.value.value), where + ".overhead", "must not be negative");
    need_not_negative(hardware.power.idle, where + ".power.idle");
    need_not_negative(hardware.power.compute, where + ".power.compute");
    need_not_negative(hardware.power.transmit, where + ".power.transmit");
    need_not_negative(hardware.power.receive, where + ".power.receive");
    need_not_negative(hardware.memory, where + ".memory");
    need_not_negative(hardware.flash, where + ".flash");
    need(!hardware.memory_rate || positive(hardware.memory_rate->value.value), where + ".memory_rate",
         "must be positive");
    for (const auto& [format, curve] : hardware.speedups) {
      for (const auto& defect : defects(curve)) {
        add(fmt::format("{}.speedups.{}", where, name_of(format)), defect);
      }
    }
  }

  void numbers(const Server& server, const std::string& where) {
    need(server.count > 0, where + ".count", "must be positive");
    need(server.slots > 0, where + ".slots", "must be positive");
    need(server.load >= 1 && std::isfinite(server.load), where + ".load", "must be at least 1");
    need(!server.price || (not_negative(server.price->request) && not_negative(server.price->hour)),
         where + ".price", "must not be negative");
    need(server.batching.largest > 0, where + ".batch.largest", "must be positive");
    need(not_negative(server.batching.wait.value), where + ".batch.wait", "must not be negative");
    for (const auto& [size, time] : server.batching.relative_time) {
      need(size > 0 && not_negative(time), where + ".batch.time",
           "sizes are positive and times not negative");
    }
    need(not_negative(server.variation.coefficient), where + ".variation", "must not be negative");
    numbers(server.hardware, where + ".hardware");
  }

  void numbers(const Deployment& deployment, const std::string& where) {
    need(deployment.count > 0, where + ".count", "must be positive");
    need(!deployment.battery || positive(deployment.battery->value), where + ".battery", "must be positive");
    need(!deployment.answer || not_negative(deployment.answer->value), where + ".answer",
         "must not be negative");
    need(not_negative(deployment.variation.coefficient), where + ".variation", "must not be negative");
    const Workload& workload = deployment.workload;
    need(!workload.deadline || positive(workload.deadline->value), where + ".deadline", "must be positive");
    const std::string arrivals = where + ".arrivals";
    if (const auto* poisson = std::get_if<PoissonArrivals>(&workload.arrivals)) {
      need(positive(poisson->rate.value), arrivals, "the rate must be positive");
    } else if (const auto* periodic = std::get_if<PeriodicArrivals>(&workload.arrivals)) {
      need(positive(periodic->period.value), arrivals, "the period must be positive");
      need(!periodic->phase || not_negative(periodic->phase->value), arrivals,
           "the phase must not be negative");
    } else if (const auto* closed = std::get_if<ClosedLoopArrivals>(&workload.arrivals)) {
      need(not_negative(closed->think.value), arrivals, "the think time must not be negative");
    } else if (const auto* stamps = std::get_if<TimestampArrivals>(&workload.arrivals)) {
      need(std::all_of(stamps->times.begin(), stamps->times.end(),
                       [](Seconds time) { return not_negative(time.value); }),
           arrivals, "time stamps must not be negative");
    }
    numbers(deployment.hardware, where + ".hardware");
  }

  // ---- names and structure

  void review(const NetworkUse& network) {
    const std::string where = "networks." + network.name;
    const auto found = defects(network.profile);
    for (const auto& defect : found) add(where, defect);
    if (!found.empty() || !network.samples) return;
    const std::size_t exits = network.profile.exits.size() + 1;
    if (network.samples->exits() != exits) {
      add(where + ".samples",
          fmt::format("the samples have {} exits, network '{}' has {} (the end counts as one)",
                      network.samples->exits(), network.name, exits));
    } else if (network.samples->rows() == 0) {
      add(where + ".samples", "there are no samples");
    } else {
      review_calibration(network, where);
    }
  }

  void review_calibration(const NetworkUse& network, const std::string& where) {
    const std::size_t rows = network.samples->rows();
    if (!(network.calibration >= 0 && network.calibration <= 1)) {
      add(where + ".samples", "the share of the samples that is set apart must lie between 0 % and 100 %");
    } else if (network.calibration > 0) {
      const std::size_t apart = calibration_rows(rows, network.calibration);
      if (apart > 0 && apart < rows) return;
      add(where + ".samples",
          fmt::format("a calibration part of {:g} % of {} samples leaves none for {}",
                      100 * network.calibration, rows, apart == 0 ? "calibration" : "requests"));
    }
  }

  void review(const Link& link) {
    const std::string where = "links." + link.name;
    for (const auto& defect : defects(link.up)) add(where + ".up", defect);
    for (const auto& defect : defects(link.down)) add(where + ".down", defect);
    if (link.duplex == Duplex::half && !(link.up == link.down)) {
      add(where + ".duplex",
          "a half-duplex link has one medium and so one rate: give the same 'up' and 'down'");
    }
    if (link.medium == Medium::own && link.cells != 1) {
      add(where + ".cells",
          "only a shared medium has cells: with 'medium: own' every device has its own link");
    }
  }

  void review(const Server& server) {
    const std::string where = "servers." + server.name;
    const Batching& batching = server.batching;
    if (server.discipline == Discipline::processor_sharing) {
      if (batching.largest > 1)
        add(where + ".batch", "a processor-sharing server runs requests at once, not in batches");
      if (server.queue) add(where + ".queue", "a processor-sharing server has no queue to bound");
    }
    double last_time = 1.0;
    std::size_t last_size = 1;
    for (const auto& [size, time] : batching.relative_time) {
      if (size > 1 && time < last_time) {
        add(where + ".batch.time",
            fmt::format("a batch of {} takes {} times one request, less than a batch of {} ({})", size, time,
                        last_size, last_time));
      }
      if (size == 1 && time != 1.0) add(where + ".batch.time", "a batch of 1 takes 1 times one request");
      last_time = time;
      last_size = size;
    }
  }

  void review(const Deployment& deployment) {
    const std::string where = "devices." + deployment.name;
    const auto networks = names(scenario_.networks);
    const bool network_known = std::count(networks.begin(), networks.end(), deployment.network) > 0;
    if (!network_known) {
      add(where + ".network", fmt::format("there is no network '{}'{}", deployment.network,
                                          suggestion(deployment.network, networks)));
    }
    const bool path_sound = review_routes(deployment, where);
    if (const auto* arrivals = std::get_if<TimestampArrivals>(&deployment.workload.arrivals)) {
      if (!std::is_sorted(arrivals->times.begin(), arrivals->times.end())) {
        add(where + ".arrivals", "the time stamps must not fall");
      }
      if (arrivals->times.empty()) add(where + ".arrivals", "there are no time stamps");
    }
    if (!network_known || !path_sound) return;
    if (!defects(network_of(scenario_, deployment.network).profile).empty()) return;
    review_costs(deployment, where);
  }

  bool review_routes(const Deployment& deployment, const std::string& where) {
    if (deployment.routes.empty()) return review_path(deployment.path, where + ".path");
    const std::size_t before = found_.size();
    const Route& first = deployment.routes.front();
    for (const Route& route : deployment.routes) {
      const std::string here = fmt::format("{}.paths.{}", where, route.name);
      if (route.path.empty()) {
        add(here, fmt::format("path '{}' leads nowhere: a device can compute alone on any path", route.name));
      } else if (review_path(route.path, here) && !first.path.empty() &&
                 route.path.front() != first.path.front()) {
        add(here + ".0", fmt::format("all paths begin with the link of the device's radio: path '{}' with "
                                     "'{}', path '{}' with '{}'",
                                     first.name, first.path.front(), route.name, route.path.front()));
      }
    }
    unique(deployment.routes, where + ".paths");
    if (deployment.routes.size() > most_routes) {
      add(where + ".paths",
          fmt::format("a group can have {} paths; this has {}", most_routes, deployment.routes.size()));
    }
    if (found_.size() == before && first.path != deployment.path) {
      add(where + ".path", "the path of a group with several must be the first of them");
    }
    return found_.size() == before;
  }

  bool review_path(const std::vector<std::string>& path, const std::string& where) {
    const auto links = names(scenario_.links);
    const auto servers = names(scenario_.servers);
    const std::size_t before = found_.size();
    std::set<std::string> visited[2];  // a link and a server may bear one name
    if (path.size() % 2 != 0) {
      add(where, "a path goes link, server, link, server, ... and ends with a server");
    }
    for (std::size_t i = 0; i < path.size(); ++i) {
      const std::string& name = path[i];
      const bool is_link = i % 2 == 0;
      const auto& wanted = is_link ? links : servers;
      const std::string here = fmt::format("{}.{}", where, i);
      if (std::count(wanted.begin(), wanted.end(), name) == 0) {
        add(here, fmt::format("place {} of a path is a {}; there is no {} '{}'{}", i + 1,
                              is_link ? "link" : "server", is_link ? "link" : "server", name,
                              suggestion(name, wanted)));
        continue;
      }
      if (!visited[i % 2].insert(name).second) add(here, fmt::format("the path passes '{}' twice", name));
      if (is_link && i > 0 && link_of(scenario_, name).radio) {
        add(here, fmt::format("link '{}' has a radio, which belongs on the first hop of a path", name));
      }
    }
    return found_.size() == before;
  }

  /// Costs must be known everywhere on the path, and some placement of the layers must fit the memories.
  void review_costs(const Deployment& deployment, const std::string& where) {
    try {
      for (const Route& route : deployment.all_routes()) {
        const auto missing = smallest_shortfall(cost_table(scenario_, deployment, route));
        if (!missing) continue;
        add(where + ".network", fmt::format("network '{}' does not fit the memory of '{}', by {:.0f} bytes, "
                                            "and no cut along the path{} helps",
                                            deployment.network, deployment.hardware.name, missing->value,
                                            route.name.empty() ? "" : fmt::format(" '{}'", route.name)));
      }
    } catch (const std::invalid_argument& error) {
      add(where + ".network", error.what());
    }
  }

  /// Absent where the layers can be placed on the path at all.
  static std::optional<Bytes> smallest_shortfall(const CostTable& table) {
    if (MemoryFit(table).possible()) return std::nullopt;
    return table.shortfall(0, 0, table.layers());
  }

  static constexpr std::size_t most_routes = 256;  ///< a decision names one in a byte

  const Scenario& scenario_;
  std::vector<Contradiction> found_;
};

}  // namespace

std::vector<Contradiction> contradictions(const Scenario& scenario) {
  return Review(scenario).all();
}

}  // namespace splitscape
