#include "scenarios/sweep/sweep_lock.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <optional>

#include "scenarios/runs/user_error.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

bool locked(const std::string& directory, SweepLock::Kind kind) {
  try {
    const SweepLock lock(directory, kind);
    return false;
  } catch (const UserError& error) {
    CHECK(error.what() ==
          directory + ": another sweep is at work in this directory; wait for its end, or choose another");
    return true;
  }
}

}  // namespace

TEST_CASE("a sweep is alone in its directory, tasks share it, and both let go of it at their end") {
  using Kind = SweepLock::Kind;
  const TemporaryDirectory directory;
  const std::string& path = directory.path();
  std::optional<SweepLock> lock(std::in_place, path, Kind::alone);
  CHECK(locked(path, Kind::alone));
  CHECK(locked(path, Kind::shared));
  lock->share();
  CHECK(locked(path, Kind::alone));
  CHECK_FALSE(locked(path, Kind::shared));
  lock.reset();
  CHECK_FALSE(locked(path, Kind::alone));
  const SweepLock task(path, Kind::shared);
  CHECK(locked(path, Kind::alone));
}

TEST_CASE("a lock that cannot be made is refused with its reason") {
  const TemporaryDirectory directory;
  std::filesystem::create_directory(directory.path() + "/lock");
  CHECK_THROWS_WITH_AS(SweepLock(directory.path(), SweepLock::Kind::alone),
                       ("cannot write '" + directory.path() + "/lock': Is a directory").c_str(), UserError);
}
