#include "analysis/request_spans.hpp"

#include <algorithm>
#include <cmath>

namespace splitscape {
namespace {

bool came(Seconds instant) {
  return !std::isnan(instant.value);
}

/// Spans between the instants that came, each named by what its end means.
class Chain {
 public:
  explicit Chain(Seconds start) : last_(start) {}

  void reach(Seconds instant, Phase phase, std::size_t hop) {
    if (!came(instant)) return;
    spans_.push_back({phase, hop, last_, instant});
    last_ = instant;
  }
  Seconds last() const { return last_; }
  std::vector<RequestSpan> spans() && { return std::move(spans_); }

 private:
  Seconds last_;
  std::vector<RequestSpan> spans_{};
};

Chain work_of(const RequestRecord& record) {
  Chain chain(record.arrival);
  chain.reach(record.head_start, Phase::device_wait, 0);
  chain.reach(record.head_end, Phase::head, 0);
  for (std::size_t i = 0; i < record.hops.size(); ++i) {
    const HopInstants& hop = record.hops[i];
    chain.reach(hop.send_start, Phase::send_wait, i + 1);
    chain.reach(hop.sent, Phase::air, i + 1);
    chain.reach(hop.delivered, Phase::link_latency, i + 1);
    chain.reach(hop.service_start, Phase::server_wait, i + 1);
    chain.reach(hop.service_end, Phase::service, i + 1);
  }
  return chain;
}

void append_way_back(std::vector<RequestSpan>& spans, const RequestRecord& record) {
  if (came(record.answer) && came(record.end)) {
    spans.push_back({Phase::way_back, 0, record.answer, record.end});
  }
}

}  // namespace

std::string_view phase_name(Phase phase) {
  constexpr std::array<std::string_view, phase_count> names{"device_wait", "head",          "send_wait",
                                                            "air",         "link_latency",  "server_wait",
                                                            "service",     "later_changes", "way_back"};
  return names[static_cast<std::size_t>(phase)];
}

std::vector<RequestSpan> spans_of(const RequestRecord& record) {
  Chain chain = work_of(record);
  if (came(record.answer) && record.answer > chain.last()) {
    chain.reach(record.answer, Phase::later_changes, 0);
  }
  auto spans = std::move(chain).spans();
  append_way_back(spans, record);
  return spans;
}

std::vector<RequestSpan> latency_spans(const RequestRecord& record) {
  auto spans = spans_of(record);
  if (!came(record.answer)) return spans;
  std::erase_if(spans, [&](const RequestSpan& span) {
    return span.phase != Phase::way_back && span.from > record.answer;
  });
  for (RequestSpan& span : spans) {
    if (span.phase != Phase::way_back) span.until = std::min(span.until, record.answer);
  }
  return spans;
}

}  // namespace splitscape
