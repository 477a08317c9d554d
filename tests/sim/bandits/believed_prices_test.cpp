#include "sim/bandits/believed_prices.hpp"

#include <doctest/doctest.h>

#include "tests/sim/outlook.hpp"

using namespace splitscape;
using namespace splitscape::test;

TEST_CASE("believed prices are those of the last observation") {
  Outlook outlook(1, {"a", "b"});
  BelievedPrices prices(outlook.setting());
  const auto check = [&] {
    prices.see(outlook.observation());
    const ExitPrices expected = exit_prices(outlook.observation(), Prices{});
    CHECK(prices.by_exit().stop == expected.stop);
    CHECK(prices.by_exit().offload == expected.offload);
  };
  check();
  const double before = prices.by_exit().offload.front();
  outlook.links.front().up = {2e5};
  check();
  CHECK(prices.by_exit().offload.front() > before);
  outlook.server_loads.front() = 3;
  check();
  outlook.answer.reset();
  check();
}
