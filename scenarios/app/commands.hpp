#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/replay/abstract_costs.hpp"

namespace splitscape {

struct CompareOptions;

/// What `splitscape run` is asked for.
struct RunOptions {
  std::vector<std::string> files{};
  std::string out{};
  std::vector<std::string> policies{};
  std::vector<std::string> assignments{};
  std::optional<std::uint64_t> seed{};
  std::optional<std::uint64_t> run{};
  std::string warmup{};  ///< "10 s"; "auto": what MSER-5 asks for in pilot runs; empty: the scenario's
  std::size_t jobs = 1;
  bool requests = false;
  bool learned = false;
  std::string trace{};                          ///< file for a trace; empty: none
  std::optional<std::string> trace_requests{};  ///< "FIRST-LAST"; absent: all
  bool force = false;
};

/// What `splitscape pattern` is asked for. At most one of the three degrees is given.
struct PatternOptions {
  std::uint32_t inputs = 0;
  std::uint32_t outputs = 0;
  std::optional<std::uint64_t> fan_out{};
  std::optional<std::uint64_t> fan_in{};
  std::optional<std::string> density{};     ///< "20%" or ".2"
  std::string type = "random";              ///< random, 1, 2, 3, unstructured, N:M or RxC
  bool dither = false;                      ///< of types 1, 2 and 3
  std::optional<std::uint32_t> parallel{};  ///< connections a clock
  std::uint64_t seed = 1;
};

/// How a catalogue or a table is printed.
enum class Layout { text, csv, markdown };

/// What `splitscape profile` is asked for.
struct ProfileOptions {
  std::string file{};      ///< of a network; or a name of the zoo, a profile, a scenario's network
  std::string scenario{};  ///< empty: none
  std::vector<std::string> assignments{};
  std::vector<std::string> inputs{};     ///< "name=1x3x224x224"
  std::vector<std::string> zero_cost{};  ///< operators
  std::string about{};                   ///< file with what the model does not tell; empty: none
  std::string out{};                     ///< profile file; empty: none
  std::string sort{};                    ///< one of profile_sort_keys(); empty: as the model runs
  bool force = false;
  Layout layout = Layout::text;
};
const std::vector<std::string>& profile_sort_keys();

/// What `splitscape explain` is asked for.
struct ExplainOptions {
  std::string file{};
  std::vector<std::string> assignments{};
  Layout layout = Layout::text;
  std::size_t rows = 20;  ///< at most, where a path has several hops
  bool all_cuts = false;  ///< cuts that several tensors cross, too
};

/// What `splitscape draw` is asked for.
struct DrawOptions {
  std::string network{};   ///< of the zoo, of a profile file, or of the scenario
  std::string scenario{};  ///< empty: none
  std::vector<std::string> assignments{};
  std::string cut{};  ///< the last layer of the head; empty: none
  std::string out{};
  bool force = false;
};

/// What `splitscape sparsity` is asked for.
struct SparsityOptions {
  std::string network{};             ///< of the zoo, or a profile file
  std::string hardware{};            ///< of the zoo
  std::string head{};                ///< its last layer; empty: the whole network
  std::vector<std::string> prune{};  ///< layers, or patterns; none: all but the first and the last
  std::vector<std::string> formats{"predefined"};
  std::vector<double> densities{90, 75, 50, 25, 20, 10, 5, 2, 1};  ///< in %
  unsigned weight_bits = 32;
  Layout layout = Layout::text;
};

/// What the command line says of how a table of samples is to be read.
struct SampleColumns {
  std::optional<std::string> confidence{}, entropy{}, prediction{}, label{}, correct{}, exit{},
      sample{};                           ///< columns
  std::optional<bool> wide{};             ///< a line a sample, and not one a sample and exit
  std::optional<long long> first_exit{};  ///< what the table calls the first exit

  /// Whether anything is said.
  bool any() const {
    return confidence || entropy || prediction || label || correct || exit || sample || wide || first_exit;
  }
};

/// What `splitscape samples` is asked for.
struct SamplesOptions {
  std::string file{};     ///< table of samples; or a network that has some: of the zoo, or a profile file
  std::string network{};  ///< that a table belongs to, of the zoo or a profile file; empty: not known
  SampleColumns columns{};
  std::string out{};  ///< picture; empty: none
  bool force = false;
  Layout layout = Layout::text;
};

/// A policy of the command line, with what is said of its parameters: "key=value".
struct NamedPolicy {
  std::string name{};
  std::vector<std::string> assignments{};
};

/// What `splitscape replay` is asked for.
struct ReplayOptions {
  std::string file{};  ///< table of samples; or a network that has some: of the zoo, or a profile file
  SampleColumns columns{};
  std::vector<NamedPolicy> policies{};
  AbstractCosts costs{};
  std::size_t orders = 20;
  std::uint32_t seed = 0;     ///< of the first order; the others follow
  std::string calibration{};  ///< share of the samples; empty: none
  std::string out{};          ///< empty: nothing is written
  bool force = false;
  Layout layout = Layout::text;
};

/// What `splitscape train` is asked for.
struct TrainOptions {
  std::string file{};  ///< a training spec, or the manifest of a training
  std::string out{};
  std::string data{};  ///< directory of the data files; empty: that of the spec
  std::vector<std::string> assignments{};
  std::optional<std::uint64_t> seed{};
  std::size_t threads = 1;
  bool resume = false;
  bool force = false;
};

/// The commands of the program. They print to standard output and throw what goes wrong.
/// @return the code with which the program ends
int run_command(const RunOptions& options);
int check_command(const std::vector<std::string>& files, const std::vector<std::string>& assignments);
int profile_command(const ProfileOptions& options);
int explain_command(const ExplainOptions& options);
int draw_command(const DrawOptions& options);
int sparsity_command(const SparsityOptions& options);
int samples_command(const SamplesOptions& options);
int replay_command(const ReplayOptions& options);
int compare_command(const CompareOptions& options);
int policies_command(Layout layout);
int hardware_command(Layout layout);
int networks_command(Layout layout);
int columns_command(Layout layout);
/// @param what "scenario", "training" or "study": the files whose keys are printed
int schema_command(const std::string& what, Layout layout);
int pattern_command(const PatternOptions& options, Layout layout);
int train_command(const TrainOptions& options);
int selftest_command();

}  // namespace splitscape
