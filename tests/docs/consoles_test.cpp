#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <string>

#include "tests/docs/page.hpp"
#include "tests/support/temporary_directory.hpp"

// Every command that the README and the page of the examples show is run, and what it prints compared with
// the page (consoles.py).

using namespace splitscape::test;

namespace {

Ran consoles(const std::string& page, const std::vector<std::string>& options = {}) {
  std::vector<std::string> arguments{project_file("tests/docs/consoles.py")};
  arguments.insert(arguments.end(), options.begin(), options.end());
  for (const std::string& argument : {page, project_file(""), program_path()}) arguments.push_back(argument);
  return run_program(SPLITSCAPE_PYTHON, arguments);
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("consoles: what a page shows wrongly or does not run is found") {
  const TemporaryDirectory directory;
  const std::string right =
      "# A\n```console\n$ build/splitscape --version\nsplitscape 0.1.0\n```\n"
      "```yaml file=empty.yaml\nname: empty\n```\n"
      "```console\n$ cat \\\n  empty.yaml\nname: empty\n$ seq 9\n1\n...\n9\n```\n```sh\n./dev test  # "
      "all\n```\n";
  CHECK(consoles(directory.write("right.md", right)).code == 0);

  const auto wrong = [&](const std::string& part, const std::string& by) {
    std::string text = right;
    text.replace(text.find(part), part.size(), by);
    return consoles(directory.write("wrong.md", text));
  };
  const Ran version = wrong("0.1.0", "0.1.1");
  CHECK(version.code == 1);
  CHECK(contains(version.out, "-splitscape 0.1.1\n+splitscape 0.1.0\n"));
  CHECK(wrong("\n9\n", "\n8\n").code == 1);
  CHECK(wrong("1\n...", "2\n...").code == 1);
  CHECK(wrong("cat \\", "catt \\").code == 1);
  const Ran hidden = wrong("./dev test", "./dev bench");
  CHECK(hidden.code == 1);
  CHECK(contains(hidden.out, "'./dev bench' is shown but not run"));
  CHECK(consoles(directory.write("empty.md", "# Nothing\n")).code == 1);
}

TEST_CASE("consoles: a page is written anew with what the commands print") {
  const TemporaryDirectory directory;
  const std::string page = directory.write(
      "page.md", "# A\n```console\n$ echo new\nold\n$ seq 3\n...\n2\n4\n```\nend\n```console\n$ true\n```\n");
  CHECK(consoles(page, {"--update"}).code == 0);
  CHECK(content(page) ==
        "# A\n```console\n$ echo new\nnew\n$ seq 3\n...\n2\n3\n```\nend\n```console\n$ true\n```\n");
  CHECK(consoles(page).code == 0);
}

TEST_CASE("consoles: a picture of other numbers than the project holds is found and taken over") {
  const TemporaryDirectory project;
  std::filesystem::create_directories(project.path() + "/docs/images");
  project.write("docs/images/old.csv", "1\n");
  project.write("docs/images/old.png", "a picture\n");
  const std::string page = project.write("page.md",
                                         "```console\n$ echo 2 >docs/images/old.csv\n"
                                         "$ echo another >docs/images/old.png\n```\n");
  const auto run = [&](const std::vector<std::string>& options) {
    std::vector<std::string> arguments{project_file("tests/docs/consoles.py")};
    arguments.insert(arguments.end(), options.begin(), options.end());
    for (const std::string& argument : {page, project.path(), program_path()}) arguments.push_back(argument);
    return run_program(SPLITSCAPE_PYTHON, arguments);
  };
  const Ran wrong = run({});
  CHECK(wrong.code == 1);
  CHECK(contains(wrong.out, "a command draws other numbers than docs/images/old.csv holds"));
  CHECK(content(project.path() + "/docs/images/old.csv") == "1\n");
  CHECK(run({"--update"}).code == 0);
  CHECK(content(project.path() + "/docs/images/old.csv") == "2\n");
  CHECK(content(project.path() + "/docs/images/old.png") == "another\n");
  CHECK(run({}).code == 0);
}

TEST_CASE("consoles: a command of a page cannot install anything") {
  const TemporaryDirectory directory;
  const Ran ran = consoles(directory.write("page.md", "```console\n$ apt-get update\n$ sudo true\n```\n"));
  CHECK(ran.code == 1);
  CHECK(contains(ran.out, "a test must not call apt-get"));
  CHECK(contains(ran.out, "a test must not call sudo"));
}

TEST_CASE("readme: the commands print what the page shows") {
  const Ran ran = consoles(project_file("README.md"));
  CHECK_MESSAGE(ran.code == 0, ran.out << ran.err << "./dev docs writes the page anew");
}

TEST_CASE("python: the commands of the page of the package print what it shows") {
  const Ran ran = consoles(project_file("docs/python.md"));
  CHECK_MESSAGE(ran.code == 0, ran.out << ran.err << "./dev docs writes the page anew");
}

TEST_CASE("python: the commands of the guide of studies print what it shows and draw its pictures") {
  const Ran ran = consoles(project_file("docs/studies.md"));
  CHECK_MESSAGE(ran.code == 0, ran.out << ran.err << "./dev docs writes the page anew");
}

TEST_CASE("examples: the commands print what the page shows") {
  const Ran ran = consoles(project_file("examples/README.md"));
  CHECK_MESSAGE(ran.code == 0, ran.out << ran.err << "./dev docs writes the page anew");
}
