#include "tests/support/fake_slurm.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "tests/support/program.hpp"

namespace splitscape::test {
namespace {

constexpr const char* sbatch = R"sh(#!/bin/sh
here=$(dirname "$0")
[ "$1" != --version ] || exit 0
for word in "$@"; do
  case "$word" in --job-name=*) [ ! -f "$here/taken" ] || echo "9_0|PENDING|None|${word#*=}" >"$here/queue" ;; esac
done
if [ -f "$here/refusal" ]; then cat "$here/refusal" >&2; exit 1; fi
for word in "$@"; do
  case "$word" in
    --array=0-*) last=${word#--array=0-}; last=${last%\%*} ;;
    --chdir=*) cd "${word#--chdir=}" ;;
    --output=*) log=${word#--output=} ;;
    *) script=$word ;;
  esac
done
echo "$*" >>"$here/submitted"
task=0
while [ ! -f "$here/later" ] && [ "$task" -le "$last" ]; do
  SLURM_ARRAY_TASK_ID=$task sh "$script" >"${log%\%a.log}$task.log" 2>&1
  task=$((task + 1))
done
echo "sbatch: a word of the site" >&2
echo "$(($(wc -l <"$here/submitted") + 100))"
)sh";

constexpr const char* squeue = R"sh(#!/bin/sh
here=$(dirname "$0")
if [ -f "$here/silence" ]; then cat "$here/silence" >&2; exit 1; fi
[ ! -f "$here/queue" ] || cat "$here/queue"
)sh";

constexpr const char* scontrol = R"sh(#!/bin/sh
echo 'MaxArraySize            = 4'
)sh";

}  // namespace

FakeSlurm::FakeSlurm() : path_before_(getenv("PATH")) {
  namespace fs = std::filesystem;
  for (const auto& [name, text] : {std::pair("sbatch", sbatch), {"squeue", squeue}, {"scontrol", scontrol}})
    fs::permissions(place_.write(name, text), fs::perms::owner_all);
  setenv("PATH", (directory() + ":" + path_before_).c_str(), 1);
}

FakeSlurm::~FakeSlurm() {
  setenv("PATH", path_before_.c_str(), 1);
}

std::string FakeSlurm::variable() const {
  return "PATH=" + directory() + ":" + path_before_;
}

void FakeSlurm::take_away(const std::string& name) const {
  std::filesystem::remove(directory() + "/" + name);
}

std::size_t FakeSlurm::jobs() const {
  if (!std::filesystem::exists(directory() + "/submitted")) return 0;
  const std::string lines = content(directory() + "/submitted");
  return static_cast<std::size_t>(std::count(lines.begin(), lines.end(), '\n'));
}

}  // namespace splitscape::test
