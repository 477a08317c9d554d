#include <doctest/doctest.h>

#include "tests/docs/page.hpp"
#include "tests/support/program.hpp"

// The tables of docs/validation.md that come from the studies in docs/studies.

using namespace splitscape::test;

TEST_CASE("docs: the tables of trained networks are those of their studies") {
  const std::string page = project_text("docs/validation.md");
  const auto studies = names_in(project_file("docs/studies"));
  std::size_t shown = 0;
  for (const std::string& name : studies) {
    if (name.starts_with("dey-")) continue;             // a curve of others
    if (name.starts_with("dynamic-channel")) continue;  // a learning curve, drawn by analysis/plots
    if (name.starts_with("reproduced")) continue;       // published experiments, printed by `reproduce`
    CAPTURE(name);
    const Ran ran =
        run_program(SPLITSCAPE_PYTHON, {"-B", project_file("examples/training_study.py"), "--no-times",
                                        "--table", project_file("docs/studies/" + name)});
    CHECK(ran.err == "");
    REQUIRE(ran.code == 0);
    CHECK(page.find(ran.out) != std::string::npos);
    ++shown;
  }
  CHECK(shown >= 4);
}
