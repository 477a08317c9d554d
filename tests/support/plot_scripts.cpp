#include "tests/support/plot_scripts.hpp"

#include <doctest/doctest.h>

#include <filesystem>

#include "tests/support/shared_data.hpp"

namespace splitscape::test {

Ran PlotScripts::run(const std::string& script, const std::vector<std::string>& arguments) const {
  std::vector<std::string> all{"-B", project_file("analysis/plots/" + script)};
  all.insert(all.end(), arguments.begin(), arguments.end());
  return run_program(SPLITSCAPE_PYTHON, all, {.directory = directory_.path()});
}

std::string PlotScripts::drawn(const std::string& script, std::vector<std::string> arguments) const {
  const std::string picture = path("picture.png");
  std::filesystem::remove(picture);
  arguments.insert(arguments.end(), {"-o", picture});
  const Ran ran = run(script, arguments);
  CHECK(ran.err == "");
  CHECK(ran.out == "");
  REQUIRE(ran.code == 0);
  const std::string bytes = content(picture);
  CHECK(bytes.starts_with("\x89PNG\r\n\x1a\n"));
  CHECK(bytes.size() > 5000);
  return bytes;
}

void PlotScripts::refused(const std::string& script, std::vector<std::string> arguments,
                          const std::string& words) const {
  arguments.insert(arguments.end(), {"-o", path("refused.png")});
  const Ran ran = run(script, arguments);
  CHECK(ran.code == 2);
  CHECK(ran.err == script + ": " + words + "\n");
  CHECK(!std::filesystem::exists(path("refused.png")));
}

}  // namespace splitscape::test
