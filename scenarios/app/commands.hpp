#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace splitscape {

/// What `splitscape run` is asked for.
struct RunOptions {
  std::vector<std::string> files{};
  std::string out{};
  std::vector<std::string> policies{};
  std::vector<std::string> assignments{};
  std::optional<std::uint64_t> seed{};
  std::optional<std::uint64_t> run{};
  std::size_t jobs = 1;
  bool requests = false;
  bool force = false;
};

/// How a catalogue or a table is printed.
enum class Layout { text, csv, markdown };

/// What `splitscape profile` is asked for.
struct ProfileOptions {
  std::string file{};
  std::vector<std::string> inputs{};     ///< "name=1x3x224x224"
  std::vector<std::string> zero_cost{};  ///< operators
  std::string about{};                   ///< file with what the model does not tell; empty: none
  std::string out{};                     ///< profile file; empty: none
  std::string sort{};                    ///< one of profile_sort_keys(); empty: as the model runs
  bool force = false;
  Layout layout = Layout::text;
};
const std::vector<std::string>& profile_sort_keys();

/// The commands of the program. They print to standard output and throw what goes wrong.
/// @return the code with which the program ends
int run_command(const RunOptions& options);
int check_command(const std::vector<std::string>& files, const std::vector<std::string>& assignments);
int explain_command(const std::string& file, const std::vector<std::string>& assignments, Layout layout,
                    std::size_t most_rows);
int profile_command(const ProfileOptions& options);
int policies_command(Layout layout);
int hardware_command(Layout layout);
int networks_command(Layout layout);
int columns_command(Layout layout);
int schema_command(Layout layout);
int selftest_command();

}  // namespace splitscape
