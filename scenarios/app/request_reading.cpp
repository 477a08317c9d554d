#include "scenarios/app/request_reading.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <vector>

#include "analysis/ending_name.hpp"
#include "scenarios/loader/csv_table.hpp"
#include "scenarios/loader/document.hpp"

namespace splitscape {
namespace {

/// So many bytes of lines are taken apart at once.
constexpr std::size_t chunk_size = 1U << 20U;

/// Numbers of the columns in one file.
class Columns {
 public:
  explicit Columns(const CsvTable& table) {
    const auto column = [&table](const std::string& name) { return table.column(name); };
    scenario_ = column("scenario");
    policy_ = column("policy");
    seed_ = column("seed");
    run_ = column("run");
    request_ = column("request");
    group_ = column("group");
    device_ = column("device");
    measured_ = column("measured");
    route_ = column("route");
    cut_ = column("cut");
    ending_ = column("ending");
    exit_ = column("exit");
    place_ = column("place");
    correct_ = column("correct");
    confidence_ = column("confidence");
    arrival_ = column("arrival_s");
    head_start_ = column("head_start_s");
    head_end_ = column("head_end_s");
    answer_ = column("answer_s");
    end_ = column("end_s");
    missed_ = column("deadline_missed");
    uplink_ = column("uplink_bytes");
    downlink_ = column("downlink_bytes");
    energies_ = {column("head_energy_j"), column("exit_energy_j"), column("transmit_energy_j"),
                 column("receive_energy_j")};
    for (std::size_t hop = 1; table.has_column(fmt::format("hop{}_sent_s", hop)); ++hop) {
      auto& instants = hops_.emplace_back();
      for (const char* name : {"send_start_s", "sent_s", "delivered_s", "service_start_s", "service_end_s"}) {
        instants.push_back(column(fmt::format("hop{}_{}", hop, name)));
      }
    }
  }

  ReadRequest read(const CsvTable& table, std::size_t row) const {
    const auto text = [&](std::size_t column) { return std::string(table.text(row, column)); };
    const auto whole = [&](std::size_t column) {
      return static_cast<std::uint64_t>(table.text(row, column).empty() ? 0 : table.integer(row, column));
    };
    const auto instant = [&](std::size_t column) {
      return table.text(row, column).empty() ? never : Seconds{table.number(row, column)};
    };
    const auto joules = [&](std::size_t column) {
      return Joules{table.text(row, column).empty() ? 0 : table.number(row, column)};
    };
    ReadRequest request{.run = {text(scenario_), text(policy_), whole(seed_), whole(run_)},
                        .group = text(group_),
                        .route = text(route_),
                        .cut = text(cut_),
                        .place = text(place_),
                        .correct = text(correct_),
                        .knows_energy = !table.text(row, energies_[0]).empty()};
    if (!table.text(row, missed_).empty()) request.deadline_missed = table.text(row, missed_) == "1";
    RequestRecord& record = request.record;
    record.id = whole(request_);
    record.device = static_cast<std::uint32_t>(whole(device_));
    record.measured = table.text(row, measured_) == "1";
    record.ending = ending(table, row);
    record.exit = whole(exit_);
    if (!table.text(row, confidence_).empty()) record.confidence = table.number(row, confidence_);
    record.arrival = instant(arrival_);
    record.head_start = instant(head_start_);
    record.head_end = instant(head_end_);
    for (const auto& hop : hops_) {
      record.hops.push_back(
          {instant(hop[0]), instant(hop[1]), instant(hop[2]), instant(hop[3]), instant(hop[4])});
    }
    record.answer = instant(answer_);
    record.end = instant(end_);
    record.uplink = Bytes{static_cast<double>(whole(uplink_))};
    record.downlink = Bytes{static_cast<double>(whole(downlink_))};
    record.energy = {joules(energies_[0]), joules(energies_[1]), joules(energies_[2]), joules(energies_[3])};
    return request;
  }

 private:
  Ending ending(const CsvTable& table, std::size_t row) const {
    for (std::size_t i = 0; i < 6; ++i) {
      const auto known = static_cast<Ending>(i);
      if (ending_name(known) == table.text(row, ending_)) return known;
    }
    table.refuse(row, ending_, fmt::format("'{}' is no ending of a request", table.text(row, ending_)));
  }

  std::size_t scenario_, policy_, seed_, run_, request_, group_, device_, measured_, route_, cut_, ending_,
      exit_, place_, correct_, confidence_, arrival_, head_start_, head_end_, answer_, end_, missed_, uplink_,
      downlink_;
  std::vector<std::size_t> energies_{};
  std::vector<std::vector<std::size_t>> hops_{};  ///< the five instants of each
};

/// A line as RFC 4180 counts them: one that breaks inside quotes goes on.
bool read_line(std::ifstream& file, std::string& line) {
  if (!std::getline(file, line)) return false;
  std::string more;
  while (std::count(line.begin(), line.end(), '"') % 2 != 0 && std::getline(file, more)) line += '\n' + more;
  return true;
}

}  // namespace

void read_requests(const std::string& path, const std::function<bool(const ReadRequest&)>& take) {
  std::ifstream file(path, std::ios::binary);
  std::string header;
  if (!file || !read_line(file, header)) throw InputError({path, 0, 0}, "the file cannot be read");
  std::optional<Columns> columns;
  std::string line;
  bool more = true;
  while (more) {
    std::string chunk = header + '\n';
    while (chunk.size() < chunk_size && (more = read_line(file, line))) chunk += line + '\n';
    const CsvTable table(chunk, path, true);
    if (!columns) columns.emplace(table);
    for (std::size_t row = 0; row < table.rows(); ++row) {
      if (!take(columns->read(table, row))) return;
    }
  }
}

}  // namespace splitscape
