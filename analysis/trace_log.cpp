#include "analysis/trace_log.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "analysis/csv.hpp"
#include "analysis/ending_name.hpp"

namespace splitscape {
namespace {

/// Perfetto keeps threads in 32 bits.
constexpr std::uint64_t most_threads = 0x7fffffff;
constexpr std::uint64_t most_lanes_per_track = 1000;

std::string quoted(std::string_view text) {
  std::string result = "\"";
  for (const char letter : text) {
    if (letter == '"' || letter == '\\') {
      result += '\\';
      result += letter;
    } else if (static_cast<unsigned char>(letter) < 0x20) {
      result += fmt::format("\\u{:04x}", static_cast<unsigned>(letter));
    } else {
      result += letter;
    }
  }
  return result + '"';
}

/// Microseconds with three decimals, as the format counts.
std::string microseconds(std::int64_t nanoseconds) {
  return fmt::format("{}.{:03}", nanoseconds / 1000, nanoseconds % 1000);
}

std::string named(const char* what, std::uint64_t process, std::uint64_t thread, std::string_view name) {
  return fmt::format(R"({{"ph":"M","pid":{},"tid":{},"name":"{}","args":{{"name":{}}}}})", process, thread,
                     what, quoted(name));
}

std::string sorted(const char* what, std::uint64_t process, std::uint64_t thread, std::uint64_t index) {
  return fmt::format(R"({{"ph":"M","pid":{},"tid":{},"name":"{}","args":{{"sort_index":{}}}}})", process,
                     thread, what, index);
}

}  // namespace

TraceLog::TraceLog(const std::string& path, const RunIdentity& run, const Scenario& scenario,
                   const TracedRequests& wanted)
    : path_(path),
      file_(path, std::ios::binary),
      names_(group_names(scenario)),
      tracks_(scenario),
      wanted_(wanted),
      lanes_per_track_(
          std::clamp<std::uint64_t>(most_threads / (tracks_.count() + 2), 1, most_lanes_per_track)),
      spare_thread_(tracks_.count() * lanes_per_track_ + 1),
      next_(wanted.first),
      counts_(tracks_.counters()) {
  if (!file_) throw std::runtime_error(fmt::format("cannot write '{}'", path));
  const std::string name =
      fmt::format("{}: {} (seed {}, run {})", run.scenario, run.policy, run.seed, run.run);
  write(named("process_name", wanted_.process, 0, name));
  write(sorted("process_sort_index", wanted_.process, 0, wanted_.process));
}

TraceLog::Nanoseconds TraceLog::rounded(Seconds instant) {
  return std::llround(instant.value * 1e9);
}

void TraceLog::take(const RequestRecord& record) {
  if (record.id < wanted_.first || record.id > wanted_.last) return;
  add_slices(record);
  seen(record);
}

void TraceLog::add_slices(const RequestRecord& record) {
  const auto args = std::make_shared<const std::string>(args_of(record));
  std::vector<Slice> slices;
  Nanoseconds last = rounded(record.arrival);
  for (const RequestSpan& span : spans_of(record)) {
    const Slice slice{.start = rounded(span.from),
                      .end = rounded(span.until),
                      .request = record.id,
                      .track = tracks_.of(record, span),
                      .counter = tracks_.counter_of(record, span),
                      .category = phase_name(span.phase),
                      .args = args};
    last = std::max(last, slice.end);
    if (slice.end > slice.start) slices.push_back(slice);
  }
  std::stable_sort(slices.begin(), slices.end(),
                   [](const Slice& a, const Slice& b) { return a.start < b.start; });
  if (slices.size() > 1) {
    for (Slice& slice : slices) slice.flow = 't';
    slices.front().flow = 's';
    slices.back().flow = 'f';
  }
  if (!answered(record.ending)) {
    slices.push_back({.start = last,
                      .end = last,
                      .request = record.id,
                      .track = tracks_.device(record),
                      .category = ending_name(record.ending),
                      .mark = true,
                      .args = args});
  }
  for (Slice& slice : slices) {
    slice.number = slice_count_++;
    slices_.push(slice);
  }
}

std::string TraceLog::args_of(const RequestRecord& record) const {
  const GroupNames& names = names_[record.group];
  std::string text = fmt::format(R"({{"request":{},"group":{},"device":{},"ending":{})", record.id,
                                 quoted(names.group), record.device, quoted(ending_name(record.ending)));
  if (const auto route = names.route(record.decision); !route.empty()) {
    text += fmt::format(R"(,"route":{})", quoted(route));
  }
  if (const auto cut = names.cut(record.decision.cuts, record.decision.encodings); !cut.empty()) {
    text += fmt::format(R"(,"cut":{})", quoted(cut));
  }
  if (record.exit > 0) {
    text +=
        fmt::format(R"(,"exit":{},"place":{},"latency_s":{})", record.exit,
                    quoted(names.place(record.decision, record.place)), csv_number(record.latency().value));
  }
  if (names.deadline) {
    const bool met = answered(record.ending) && record.latency() <= *names.deadline;
    text += fmt::format(R"(,"deadline_missed":{})", !met);
  }
  return text + '}';
}

/// Requests are numbered as they arrive, so that whatever is still to come begins no earlier than the last
/// one before the first that has not ended: what lies before it is complete.
void TraceLog::seen(const RequestRecord& record) {
  if (record.id != next_) {
    ended_early_[record.id] = rounded(record.arrival);
    return;
  }
  Nanoseconds complete = rounded(record.arrival);
  ++next_;
  while (!ended_early_.empty() && ended_early_.begin()->first == next_) {
    complete = ended_early_.begin()->second;
    ended_early_.erase(ended_early_.begin());
    ++next_;
  }
  write_until(complete);
}

void TraceLog::write_until(Nanoseconds instant) {
  while (!slices_.empty() && slices_.top().start < instant) {
    const Slice slice = slices_.top();
    slices_.pop();
    count_ends_until(slice.start);
    write_slice(slice);
    if (slice.mark || slice.counter == TraceTracks::not_counted || !wanted_.all()) continue;
    count(slice.counter, 1, slice.start);
    ends_.push({slice.end, slice.counter});
  }
}

void TraceLog::write_slice(const Slice& slice) {
  if (counted_at_ < slice.start) write_counts();
  if (slice.mark) {
    const std::uint64_t thread = name_thread(slice.track, 0);
    write(fmt::format(
        R"({{"ph":"i","s":"t","pid":{},"tid":{},"ts":{},"cat":"{}","name":"request {} {}","args":{}}})",
        wanted_.process, thread, microseconds(slice.start), slice.category, slice.request, slice.category,
        *slice.args));
    return;
  }
  const std::uint64_t thread = thread_for(slice);
  write(fmt::format(
      R"({{"ph":"X","pid":{},"tid":{},"ts":{},"dur":{},"cat":"{}","name":"request {}","args":{}}})",
      wanted_.process, thread, microseconds(slice.start), microseconds(slice.end - slice.start),
      slice.category, slice.request, *slice.args));
  if (slice.flow == 0) return;
  // A number over all processes: of the run above that of the request, within 2^53, which a double holds.
  const std::uint64_t flow = (wanted_.process << 32U) + slice.request;
  write(fmt::format(R"({{"ph":"{}",{}"pid":{},"tid":{},"ts":{},"cat":"request","name":"request","id":{}}})",
                    slice.flow, slice.flow == 'f' ? R"("bp":"e",)" : "", wanted_.process, thread,
                    microseconds(slice.start), flow));
}

std::uint64_t TraceLog::thread_for(const Slice& slice) {
  Lanes& lanes = lanes_[slice.track];
  while (!lanes.taken.empty() && lanes.taken.top().first <= slice.start) {
    lanes.free.push(lanes.taken.top().second);
    lanes.taken.pop();
  }
  std::uint64_t lane = lanes.taken.size();  // all lanes are either taken or free
  if (!lanes.free.empty()) {
    lane = lanes.free.top();
    lanes.free.pop();
  }
  lanes.taken.emplace(slice.end, lane);
  return name_thread(slice.track, lane);
}

std::uint64_t TraceLog::name_thread(std::uint64_t track, std::size_t lane) {
  auto& threads = lanes_[track].threads;
  while (threads.size() <= lane) {
    const std::uint64_t number = threads.size();
    const std::uint64_t thread =
        number < lanes_per_track_ ? track * lanes_per_track_ + number + 1 : spare_thread_++;
    threads.push_back(thread);
    const std::string name = tracks_.name(track);
    write(named("thread_name", wanted_.process, thread,
                number == 0 ? name : fmt::format("{} ({})", name, number + 1)));
    write(sorted("thread_sort_index", wanted_.process, thread,
                 track * lanes_per_track_ + std::min(number, lanes_per_track_ - 1)));
  }
  return threads[lane];
}

// ---- counters

void TraceLog::count(std::size_t counter, int change, Nanoseconds at) {
  if (counted_at_ < at) write_counts();
  counted_at_ = at;
  counts_[counter] += change;
  if (std::find(changed_.begin(), changed_.end(), counter) == changed_.end()) changed_.push_back(counter);
}

void TraceLog::count_ends_until(Nanoseconds instant) {
  while (!ends_.empty() && ends_.top().at <= instant) {
    const CountedEnd end = ends_.top();
    ends_.pop();
    count(end.counter, -1, end.at);
  }
}

void TraceLog::write_counts() {
  for (const std::size_t counter : changed_) {
    write(fmt::format(R"({{"ph":"C","pid":{},"ts":{},"name":{},"args":{{"requests":{}}}}})", wanted_.process,
                      microseconds(counted_at_), quoted(tracks_.counter_name(counter)), counts_[counter]));
  }
  changed_.clear();
}

void TraceLog::write(const std::string& event) {
  if (begun_) file_ << ",\n";
  begun_ = true;
  file_ << event;
}

void TraceLog::close() {
  constexpr Nanoseconds end_of_time = std::numeric_limits<Nanoseconds>::max();
  write_until(end_of_time);
  count_ends_until(end_of_time);
  write_counts();
  file_.close();
  if (!file_) throw std::runtime_error(fmt::format("cannot write '{}'", path_));
}

}  // namespace splitscape
