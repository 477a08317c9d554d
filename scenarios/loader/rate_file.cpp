#include "scenarios/loader/rate_file.hpp"

#include <fmt/format.h>

#include <cmath>
#include <vector>

#include "scenarios/loader/csv_table.hpp"
#include "scenarios/loader/document.hpp"

namespace splitscape {
namespace {

RateTrace read_pairs(const CsvTable& table, const RateFileLayout& layout) {
  const bool named = !layout.time.empty();
  const std::size_t time_column = named ? table.column(layout.time) : 0;
  const std::size_t rate_column = named ? table.column(layout.rate) : 1;
  if (!named && table.columns() != 2)
    table.refuse(0, 0, "expected two fields, time and rate; name the columns of a wider table");
  RateTrace trace;
  const double begin = table.instant(0, time_column, layout.time_unit);
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const Seconds at{table.instant(row, time_column, layout.time_unit) - begin};
    const BitRate rate{table.number(row, rate_column) * layout.rate_unit};
    if (rate.value < 0) table.refuse(row, rate_column, "a rate is not negative");
    if (!trace.steps.empty() && at < trace.steps.back().at)
      table.refuse(row, time_column, "time goes backwards");
    if (!trace.steps.empty() && at == trace.steps.back().at) {
      trace.steps.back().rate = rate;  // two values for one instant: the later holds
    } else {
      trace.steps.push_back({at, rate});
    }
  }
  const Seconds last = trace.steps.back().at;
  const double steps = static_cast<double>(trace.steps.size());
  trace.period = last.value > 0 ? last * (steps / (steps - 1.0)) : Seconds{};
  return trace;
}

/// The rate of each bin is what its packets carry. The trace ends, and the last bin with it, at its last
/// packet.
RateTrace read_mahimahi(const CsvTable& table, const RateFileLayout& layout) {
  constexpr double packet_bytes = 1500;
  std::vector<double> packets;
  double last = 0;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const double instant = table.number(row, 0) * 1e-3;
    if (instant < 0) table.refuse(row, 0, "time is not negative");
    if (instant < last) table.refuse(row, 0, "time goes backwards");
    last = instant;
    // A packet that may leave at the end of a millisecond uses that millisecond: 100 belongs to the bin 0-100
    // ms.
    const double bin = std::max(0.0, std::ceil(instant / layout.bin.value - 1e-9) - 1.0);
    constexpr double most_bins = 1e7;
    if (bin > most_bins) table.refuse(row, 0, "the trace is longer than ten million bins");
    packets.resize(std::max(packets.size(), static_cast<std::size_t>(bin) + 1));
    packets[static_cast<std::size_t>(bin)] += 1;
  }
  if (last == 0) table.refuse(table.rows() - 1, 0, "a trace of no length");
  RateTrace trace;
  for (std::size_t i = 0; i < packets.size(); ++i) {
    const Seconds from = static_cast<double>(i) * layout.bin;
    const bool whole =
        std::abs(last - static_cast<double>(i + 1) * layout.bin.value) < 1e-9 * layout.bin.value;
    const Seconds width = i + 1 < packets.size() || whole ? layout.bin : Seconds{last} - from;
    const BitRate rate = Bytes{packets[i] * packet_bytes} / width;
    if (trace.steps.empty() || !(trace.steps.back().rate == rate)) trace.steps.push_back({from, rate});
  }
  trace.period = Seconds{last};
  return trace;
}

/// The same trace, begun later: what is passed comes at the end where it repeats, and is gone where it does
/// not.
RateTrace started_at(const RateTrace& trace, Seconds start) {
  const double offset = trace.period.value > 0 ? std::fmod(start.value, trace.period.value) : start.value;
  RateTrace shifted;
  shifted.period = trace.period;
  std::size_t current = 0;
  while (current + 1 < trace.steps.size() && trace.steps[current + 1].at.value <= offset) ++current;
  shifted.steps.push_back({Seconds{}, trace.steps[current].rate});
  for (std::size_t i = current + 1; i < trace.steps.size(); ++i) {
    shifted.steps.push_back({Seconds{trace.steps[i].at.value - offset}, trace.steps[i].rate});
  }
  if (trace.period.value > 0) {
    for (std::size_t i = 0; i <= current; ++i) {
      const double at = trace.steps[i].at.value + trace.period.value - offset;
      if (at < trace.period.value) shifted.steps.push_back({Seconds{at}, trace.steps[i].rate});
    }
  }
  return shifted;
}

}  // namespace

RateTrace read_rates(const std::string& text, const std::string& name, const RateFileLayout& layout) {
  const CsvTable table(text, name, layout.shape == RateFileLayout::Shape::pairs && !layout.time.empty());
  table.require_rows();
  RateTrace trace =
      layout.shape == RateFileLayout::Shape::pairs ? read_pairs(table, layout) : read_mahimahi(table, layout);
  if (trace.steps.size() == 1 || !layout.repeat) trace.period = Seconds{};
  return layout.start.value > 0 ? started_at(trace, layout.start) : trace;
}

}  // namespace splitscape
