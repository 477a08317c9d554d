#include "models/server.hpp"

#include <doctest/doctest.h>

#include <random>

using namespace splitscape;

TEST_CASE("a batch of one takes one time whatever the table says of larger ones") {
  CHECK(relative_batch_time({}, 1) == 1);
  CHECK(relative_batch_time({.relative_time = {{4, 2.5}}}, 1) == 1);
}

TEST_CASE("without a table a batch of n takes n times one request") {
  CHECK(relative_batch_time({}, 2) == 2);
  CHECK(relative_batch_time({}, 32) == 32);
}

TEST_CASE("batch times are linear between the sizes given") {
  const Batching batching{.relative_time = {{4, 2.5}, {8, 3.5}}};
  CHECK(relative_batch_time(batching, 4) == 2.5);
  CHECK(relative_batch_time(batching, 5) == doctest::Approx(2.75));
  CHECK(relative_batch_time(batching, 6) == doctest::Approx(3.0));
  CHECK(relative_batch_time(batching, 8) == 3.5);
}

TEST_CASE("below the first size given batch times rise from the time of one") {
  for (const Batching& batching :
       {Batching{.relative_time = {{4, 2.5}}}, Batching{.relative_time = {{1, 1.0}, {4, 2.5}}}}) {
    CHECK(relative_batch_time(batching, 2) == doctest::Approx(1.5));
    CHECK(relative_batch_time(batching, 3) == doctest::Approx(2.0));
  }
}

TEST_CASE("beyond the last size given batch times grow in proportion to the size") {
  const Batching batching{.relative_time = {{4, 2.5}, {8, 3.5}}};
  CHECK(relative_batch_time(batching, 12) == doctest::Approx(5.25));
  CHECK(relative_batch_time(batching, 80) == doctest::Approx(35.0));
  CHECK(relative_batch_time({.relative_time = {{1, 1.0}}}, 7) == doctest::Approx(7.0));
}

TEST_CASE("batch times never fall with the size where those of the table do not") {
  std::mt19937_64 random(1);
  for (int trial = 0; trial < 200; ++trial) {
    Batching batching;
    std::size_t size = 1;
    double time = 1;
    for (int entry = 0; entry < 5; ++entry) {
      size += 1 + random() % 8;
      time += static_cast<double>(random() % 100) / 50.0;
      batching.relative_time[size] = time;
    }
    for (std::size_t n = 1; n < size + 20; ++n) {
      CHECK(relative_batch_time(batching, n + 1) >= relative_batch_time(batching, n) - 1e-12);
    }
  }
}

TEST_CASE("a price is one of a request and of its hours in a slot") {
  CHECK(ServerPrice{.request = 0.5, .hour = 7200}.of(Seconds{0.25}) == 1.0);
}
