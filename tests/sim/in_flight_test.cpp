#include "sim/in_flight.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <deque>

using namespace splitscape;

namespace {

/// Requests 0, 1, 2, ... in a queue.
struct Line {
  explicit Line(std::size_t count) : requests(count) {
    for (std::size_t i = 0; i < count; ++i) {
      requests[i].record.id = i;
      queue.push(requests[i]);
    }
  }
  std::vector<std::uint64_t> drain() {
    std::vector<std::uint64_t> ids;
    while (!queue.empty()) ids.push_back(queue.pop().record.id);
    return ids;
  }

  std::deque<InferenceRequest> requests;
  RequestQueue queue{};
};

bool even(const InferenceRequest& request) {
  return request.record.id % 2 == 0;
}

std::vector<std::uint64_t> ids_of(const std::vector<InferenceRequest*>& requests) {
  std::vector<std::uint64_t> ids;
  for (const InferenceRequest* request : requests) ids.push_back(request->record.id);
  return ids;
}

}  // namespace

TEST_CASE("requests leave a queue in the order in which they came") {
  Line line(4);
  CHECK(line.queue.size() == 4);
  CHECK(line.queue.front().record.id == 0);
  CHECK(line.drain() == std::vector<std::uint64_t>{0, 1, 2, 3});
  CHECK(line.queue.empty());
  CHECK(line.queue.size() == 0);
}

TEST_CASE("a queue that was empty takes requests again") {
  Line line(1);
  InferenceRequest& request = line.queue.pop();
  line.queue.push(request);
  line.queue.push(line.requests.emplace_back());
  CHECK(line.queue.size() == 2);
  CHECK(&line.queue.pop() == &request);
  CHECK(&line.queue.pop() == &line.requests.back());
}

TEST_CASE("those alike are taken out in order and the others stay in order") {
  Line line(7);
  std::vector<InferenceRequest*> taken;
  line.queue.take_alike(3, even, taken);
  CHECK(ids_of(taken) == std::vector<std::uint64_t>{0, 2, 4});
  CHECK(line.queue.size() == 4);
  CHECK(line.drain() == std::vector<std::uint64_t>{1, 3, 5, 6});
}

TEST_CASE("no more are taken than there are alike") {
  Line line(4);
  std::vector<InferenceRequest*> taken;
  line.queue.take_alike(9, even, taken);
  CHECK(ids_of(taken) == std::vector<std::uint64_t>{0, 2});
  CHECK(line.drain() == std::vector<std::uint64_t>{1, 3});
}

TEST_CASE("those alike are counted up to a bound") {
  const Line line(7);
  CHECK(line.queue.count_alike(9, even) == 4);
  CHECK(line.queue.count_alike(2, even) == 2);
  CHECK(line.queue.count_alike(0, even) == 0);
  CHECK(RequestQueue().count_alike(9, even) == 0);
}

TEST_CASE("a request from the pool is fresh and has its hops") {
  RequestPool pool;
  InferenceRequest& request = pool.make(2);
  CHECK(request.alive);
  CHECK(request.record.hops.size() == 2);
  CHECK(request.record.ending == Ending::unfinished);
  CHECK(std::isnan(request.record.hops[1].service_end.value));
  CHECK(pool.alive() == 1);
}

TEST_CASE("the memory of a request that ended is used again and nothing of it is left") {
  RequestPool pool;
  InferenceRequest& first = pool.make(2);
  first.record.id = 5;
  first.record.exit = 3;
  first.record.hops[0].sent = {1.0};
  first.visit = 1;
  first.way_back = 2;
  const InferenceRequest* const memory = &first;
  pool.release(first);
  CHECK(pool.alive() == 0);
  InferenceRequest& second = pool.make(3);
  CHECK(&second == memory);
  CHECK(second.record.id == 0);
  CHECK(second.record.exit == 0);
  CHECK(second.record.hops.size() == 3);
  CHECK(std::isnan(second.record.hops[0].sent.value));
  CHECK(second.visit == 0);
  CHECK(second.way_back == 0);
  CHECK(pool.alive() == 1);
}

TEST_CASE("only requests in flight are visited") {
  RequestPool pool;
  std::vector<InferenceRequest*> made;
  for (std::uint64_t id = 0; id < 5; ++id) {
    made.push_back(&pool.make(0));
    made.back()->record.id = id;
  }
  pool.release(*made[1]);
  pool.release(*made[3]);
  std::vector<std::uint64_t> visited;
  pool.for_each_alive([&visited](InferenceRequest& request) { visited.push_back(request.record.id); });
  CHECK(visited == std::vector<std::uint64_t>{0, 2, 4});
  CHECK(pool.alive() == 3);
}
