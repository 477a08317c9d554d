#include "analysis/request_spans.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace splitscape;

namespace {

/// "head 0 2-5"; a line a span.
std::string told(const std::vector<RequestSpan>& spans) {
  std::string text;
  for (const RequestSpan& span : spans) {
    text += std::string(phase_name(span.phase)) + ' ' + std::to_string(span.hop) + ' ' +
            std::to_string(static_cast<int>(span.from.value)) + '-' +
            std::to_string(static_cast<int>(span.until.value)) + '\n';
  }
  return text;
}

/// Over two hops, of which the server of the first only passes it on.
RequestRecord over_two_hops() {
  RequestRecord record{.ending = Ending::finished_on_server, .exit = 1, .place = 2, .arrival = {1}};
  record.head_start = {2};
  record.head_end = {5};
  record.hops = {
      {.send_start = {6}, .sent = {8}, .delivered = {9}},
      {.send_start = {11}, .sent = {14}, .delivered = {15}, .service_start = {17}, .service_end = {20}}};
  record.answer = {20};
  record.end = {23};
  return record;
}

double sum(const std::vector<RequestSpan>& spans) {
  double total = 0;
  for (const RequestSpan& span : spans) total += span.length().value;
  return total;
}

}  // namespace

TEST_CASE("the time of a request is told from instant to instant") {
  const RequestRecord record = over_two_hops();
  CHECK(told(spans_of(record)) ==
        "device_wait 0 1-2\nhead 0 2-5\nsend_wait 1 5-6\nair 1 6-8\nlink_latency 1 8-9\n"
        "send_wait 2 9-11\nair 2 11-14\nlink_latency 2 14-15\nserver_wait 2 15-17\nservice 2 17-20\n"
        "way_back 0 20-23\n");
  CHECK(told(latency_spans(record)) == told(spans_of(record)));
  CHECK(sum(latency_spans(record)) == record.latency().value);
}

TEST_CASE("instants that never came leave no span, and the next one begins where the last one came") {
  RequestRecord record = over_two_hops();
  record.head_start = never;
  record.head_end = never;
  CHECK(told(spans_of(record)).starts_with("send_wait 1 1-6\nair 1 6-8\n"));
  CHECK(sum(latency_spans(record)) == record.latency().value);
}

TEST_CASE(
    "an answer that comes after the last instant of the first visits came from later changes of place") {
  RequestRecord record = over_two_hops();
  record.answer = {25};
  record.end = {26};
  CHECK(told(spans_of(record)).ends_with("service 2 17-20\nlater_changes 0 20-25\nway_back 0 25-26\n"));
  CHECK(sum(latency_spans(record)) == record.latency().value);
}

TEST_CASE("of work that ran on behind its answer only what came before the answer is part of the latency") {
  RequestRecord record = over_two_hops();
  record.ran_on = true;
  record.place = 0;
  record.answer = {12};  // while the second hop was in the air
  record.end = {13};
  CHECK(told(spans_of(record)).ends_with("service 2 17-20\nway_back 0 12-13\n"));
  CHECK(told(latency_spans(record)).ends_with("send_wait 2 9-11\nair 2 11-12\nway_back 0 12-13\n"));
  CHECK(sum(latency_spans(record)) == record.latency().value);
}

TEST_CASE("a request without an answer has the spans that it went through") {
  RequestRecord record = over_two_hops();
  record.ending = Ending::unfinished;
  record.answer = never;
  record.end = never;
  record.hops[1] = {.send_start = {11}};
  CHECK(told(latency_spans(record)).ends_with("link_latency 1 8-9\nsend_wait 2 9-11\n"));
  record.hops.clear();
  record.head_start = never;
  record.head_end = never;
  CHECK(latency_spans(record).empty());
}
