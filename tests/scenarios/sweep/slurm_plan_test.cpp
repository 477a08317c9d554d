#include "scenarios/sweep/slurm_plan.hpp"

#include <doctest/doctest.h>

#include <numeric>

#include "scenarios/sweep/slurm_chunks.hpp"

using namespace splitscape;

namespace {

using Runs = std::vector<std::size_t>;

Runs first(std::size_t count) {
  Runs runs(count);
  std::iota(runs.begin(), runs.end(), std::size_t{0});
  return runs;
}

/// Runs 0 to 5 in tasks of two.
SlurmRecord record_of_six() {
  return {
      .sweep = "s", .chunk = 2, .arrays = {{.name = "s-1", .job = "7", .tasks = {{0, 1}, {2, 3}, {4, 5}}}}};
}

SlurmQueue holding(const std::string& array, const std::set<std::size_t>& tasks) {
  return {.tasks = {{array, tasks}}, .running = tasks.size()};
}

}  // namespace

TEST_CASE("slurm chunks: ten runs a task, more where an array could not have as many tasks") {
  CHECK(usual_chunk(1, 1000) == 10);
  CHECK(usual_chunk(10'000, 1000) == 10);
  CHECK(usual_chunk(10'001, 1000) == 11);
  CHECK(usual_chunk(1'000'000, 1000) == 1000);
  CHECK(chunks_of(first(1'000'000), usual_chunk(1'000'000, 1000)).size() == 1000);
}

TEST_CASE("slurm chunks: every run is in one task, in order, and tasks in arrays that are not too long") {
  const auto tasks = chunks_of(first(23), 4);
  REQUIRE(tasks.size() == 6);
  CHECK(tasks.back() == Runs{20, 21, 22});
  Runs together;
  const auto arrays = arrays_of(tasks, 4);
  REQUIRE(arrays.size() == 2);
  CHECK(arrays[0].size() == 4);
  CHECK(arrays[1].size() == 2);
  for (const auto& array : arrays) {
    for (const TaskRuns& task : array) together.insert(together.end(), task.begin(), task.end());
  }
  CHECK(together == first(23));
  CHECK(chunks_of({}, 4).empty());
}

TEST_CASE("slurm chunks: they shrink with each attempt, and the last one takes each run alone") {
  CHECK(chunk_of_attempt(100, 1, 4) == 100);
  CHECK(chunk_of_attempt(100, 2, 4) == 50);
  CHECK(chunk_of_attempt(100, 3, 4) == 25);
  CHECK(chunk_of_attempt(100, 4, 4) == 1);
  CHECK(chunk_of_attempt(1, 3, 4) == 1);
}

TEST_CASE("slurm plan: runs that were never submitted are wanted") {
  const auto plan = slurm_plan({0, 1, 2}, {}, {});
  CHECK(plan.wanted == Runs{0, 1, 2});
  CHECK(plan.awaited.empty());
  CHECK(plan.given_up.empty());
}

TEST_CASE("slurm plan: a run is awaited while a task of its is queued or running, and wanted when none is") {
  const auto record = record_of_six();
  const auto plan = slurm_plan({1, 2, 3, 5}, record, holding("s-1", {0}));
  CHECK(plan.awaited == Runs{1});  // 0 has finished, its task goes on
  CHECK(plan.wanted == Runs{2, 3, 5});
  CHECK(slurm_plan({1, 2, 3}, record, holding("other", {0, 1, 2})).wanted == Runs{1, 2, 3});
  CHECK(slurm_plan({1, 2, 3}, record, {.whole = {"s-1"}, .running = 1}).awaited == Runs{1, 2, 3});
}

TEST_CASE("slurm plan: a run whose tasks have died four times is given up, its neighbours are not") {
  auto record = record_of_six();
  for (const char* name : {"s-2", "s-3", "s-4"}) {
    CHECK(slurm_plan({2}, record, {}).wanted == Runs{2});
    record.arrays.push_back({.name = name, .job = "8", .tasks = {{2}}});
  }
  const auto plan = slurm_plan({2, 3}, record, {});
  CHECK(plan.given_up == Runs{2});
  CHECK(plan.wanted == Runs{3});
  CHECK(slurm_plan({2}, record, holding("s-4", {0})).awaited == Runs{2});  // the last attempt is not over
}

TEST_CASE("slurm plan: runs of the same attempt share tasks") {
  auto record = record_of_six();
  record.chunk = 4;
  record.arrays.push_back({.name = "s-2", .job = "8", .tasks = {{1, 2}}});
  // 0, 3 and 4 have had one task, 1 two, and 9 none.
  CHECK(tasks_for({0, 1, 3, 4, 9}, record) == std::vector<TaskRuns>{{9}, {0, 3}, {4}, {1}});
}

TEST_CASE("slurm record: the last task of a run is that of the last array which has it") {
  auto record = record_of_six();
  record.arrays.push_back({.name = "s-2", .job = "8", .tasks = {{0}, {3}}});
  REQUIRE(record.last_task(3));
  CHECK(record.last_task(3)->array == "s-2");
  CHECK(record.last_task(3)->number == 1);
  CHECK(record.last_task(4)->array == "s-1");
  CHECK(record.last_task(4)->number == 2);
  CHECK_FALSE(record.last_task(6));
}
