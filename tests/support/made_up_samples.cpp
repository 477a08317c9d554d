#include "tests/support/made_up_samples.hpp"

#include "models/random_stream.hpp"

namespace splitscape::test {

SampleTrace made_up_samples(std::size_t exits, std::size_t rows) {
  SampleTrace samples(exits, true, true, true, 1);
  samples.set_classes(2);
  RandomStream draws(1);
  for (std::size_t row = 0; row < rows; ++row) {
    std::vector<ExitOutcome> outcomes;
    for (std::size_t exit = 1; exit <= exits; ++exit) {
      const double confidence = 0.5 + 0.5 * draws.uniform();
      outcomes.push_back({.confidence = confidence,
                          .prediction = draws.uniform() < 0.5 ? 0 : 1,
                          .correct = draws.uniform() < 0.8 ? Correctness::right : Correctness::wrong,
                          .entropy = binary_entropy(confidence)});
    }
    samples.add(outcomes, {draws.uniform()});
  }
  return samples;
}

}  // namespace splitscape::test
