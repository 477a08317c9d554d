#include "scenarios/app/training_directory.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "scenarios/runs/user_error.hpp"

namespace splitscape {
namespace {

namespace fs = std::filesystem;
constexpr const char* checkpoint_name = "checkpoint.cbor";

std::string checked(const std::string& path, bool resume, bool force) {
  const fs::path checkpoint = fs::path(path) / checkpoint_name;
  if (resume && force) {
    throw UserError("--resume goes on with what is there and --force replaces it: give one of them");
  }
  if (resume && !fs::exists(checkpoint)) {
    throw UserError(
        fmt::format("--resume: there is no {} to go on from; without --resume the training begins anew",
                    checkpoint.string()));
  }
  bool complete = false;
  for (const auto& name : training_file_names()) complete = complete || fs::exists(fs::path(path) / name);
  if (!resume && !force && !complete && fs::exists(checkpoint)) {
    throw UserError(fmt::format(
        "--out {}: a training was interrupted here; go on with it with --resume, or begin anew with --force",
        path));
  }
  return path;
}

}  // namespace

const std::vector<std::string>& training_file_names() {
  // The manifest last: where it stands, the others are complete.
  static const std::vector<std::string> names{"network.yaml", "samples.csv", "training.csv", "exits.csv",
                                              "manifest.json"};
  return names;
}

TrainingDirectory::TrainingDirectory(const std::string& path, bool resume, bool force)
    : path_(checked(path, resume, force)), results_(path, training_file_names(), resume || force) {}

std::string TrainingDirectory::checkpoint_path() const {
  return (fs::path(path_) / checkpoint_name).string();
}

void TrainingDirectory::write_checkpoint(const std::string& bytes) {
  const std::string made = temporary() + "/" + checkpoint_name;
  std::ofstream file(made, std::ios::binary);
  file << bytes;
  file.close();
  if (!file) throw std::runtime_error(fmt::format("cannot write '{}'", made));
  try {
    fs::create_directories(path_);
    // They belong to the checkpoint that goes away.
    for (auto name = training_file_names().rbegin(); name != training_file_names().rend(); ++name)
      fs::remove(fs::path(path_) / *name);
    fs::rename(made, checkpoint_path());
  } catch (const fs::filesystem_error& error) {
    throw std::runtime_error(
        fmt::format("--out {}: cannot move the checkpoint there: {}", path_, error.what()));
  }
}

}  // namespace splitscape
