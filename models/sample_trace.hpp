#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace splitscape {

/// Whether an answer is right, as far as the data tell.
enum class Correctness : std::uint8_t { wrong, right, unknown };

/// What one exit says of one sample.
struct ExitOutcome {
  double confidence = 0;        ///< of the prediction, 0 .. 1; meaningless where the trace has no confidences
  std::int32_t prediction = 0;  ///< the class; meaningless where the trace has no predictions
  Correctness correct = Correctness::unknown;
  double entropy = 0;  ///< of all probabilities, nats; meaningless where the trace has no entropies

  friend bool operator==(const ExitOutcome&, const ExitOutcome&) = default;
};

/// How samples behave at the exits of a network: a row a sample, an outcome an exit, the end of the network
/// last. A row goes with a request from arrival to answer, so that accuracy, latency and energy are joint.
class SampleTrace {
 public:
  /// An empty trace of a network with this many exits (the end of the network counts as one).
  /// @param has_confidences false where the data only tell predictions
  /// @param features numbers that are known of an input before it is computed
  SampleTrace(std::size_t exits, bool has_confidences, bool has_predictions, bool has_entropies = false,
              std::size_t features = 0);

  /// @param outcomes one an exit; @throws std::invalid_argument where their number differs, or that of the
  /// features
  void add(const std::vector<ExitOutcome>& outcomes, const std::vector<double>& features = {});
  /// Says how many classes the network tells apart. 0: not known.
  void set_classes(std::size_t classes) { classes_ = classes; }

  std::size_t exits() const { return exits_; }
  std::size_t rows() const { return outcomes_.size() / exits_; }
  bool has_confidences() const { return has_confidences_; }
  bool has_predictions() const { return has_predictions_; }
  bool has_entropies() const { return has_entropies_; }
  std::size_t classes() const { return classes_; }  ///< 0: not known
  std::size_t feature_count() const { return feature_count_; }
  std::span<const double> features(std::size_t row) const {
    return std::span(features_).subspan(row * feature_count_, feature_count_);
  }
  /// @param exit 1 .. exits()
  const ExitOutcome& at(std::size_t row, std::size_t exit) const {
    return outcomes_[row * exits_ + exit - 1];
  }

  friend bool operator==(const SampleTrace&, const SampleTrace&) = default;

 private:
  std::size_t exits_;
  bool has_confidences_;
  bool has_predictions_;
  bool has_entropies_;
  std::size_t feature_count_;
  std::size_t classes_ = 0;
  std::vector<ExitOutcome> outcomes_{};
  std::vector<double> features_{};
};

/// The entropy of two probabilities, nats, from either of them.
double binary_entropy(double probability);

/// The trace with the entropies that its confidences have: of two classes all probabilities follow from that
/// of the prediction, which is 1/2 at least. Where it has entropies, has no confidences, tells of another
/// number of classes, or a confidence is below 1/2 (by more than the last digits of a single-precision
/// softmax), it stays as it is.
SampleTrace with_binary_entropies(SampleTrace trace);

/// What a publication says where no trace exists: which share of the samples left at which exit, and how
/// often the answer was right.
struct PublishedShares {
  std::vector<double> shares{};    ///< one an exit, the end of the network last; sum 1
  std::vector<double> accuracy{};  ///< one an exit, or a single one over all answers, or none
  std::size_t rows = 10000;        ///< samples that stand for the publication's

  friend bool operator==(const PublishedShares&, const PublishedShares&) = default;
};

/// Everything that makes published shares unusable for a network with so many exits; empty when sound.
std::vector<std::string> defects(const PublishedShares& published, std::size_t exits);

/// A trace with exactly the published shares, rounded to whole rows by largest remainder. A sample that left
/// at exit k has confidence 0 before k and 1 from k on, so that every threshold in (0, 1] gives the published
/// exits. Whether its answer is right is known at exit k only; rows of one exit are right first, then wrong,
/// so that shuffled reading mixes them.
/// @throws std::invalid_argument with the first of defects()
SampleTrace trace_from_shares(const PublishedShares& published);

}  // namespace splitscape
