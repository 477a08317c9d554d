#include "models/training/objective.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "tests/models/training/made_up.hpp"
#include "tests/models/training/reference_loss.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

/// What is evaluated: the logits of three exits, put where the network would put its own.
template <class Scalar>
struct Said {
  TrainableNetwork<Scalar> network{sparse_exits(), 1};
  Pass<Scalar> pass{};
  std::vector<std::int32_t> labels{};

  explicit Said(std::size_t samples) : pass(network.make_pass(samples)), labels(samples) {}

  std::vector<Scalar>& logits(std::size_t exit) {
    for (auto& tensor : pass.tensors)
      if (tensor.data() == network.logits(pass, exit).data()) return tensor;
    throw std::logic_error("no tensor");
  }
  std::vector<Columns> all() {
    std::vector<Columns> found;
    for (std::size_t exit = 1; exit <= network.exits(); ++exit)
      found.emplace_back(logits(exit).begin(), logits(exit).end());
    return found;
  }
  ExitScores scores(const Objective& objective, double scale) {
    return evaluate<Scalar>(objective, network, pass, labels, scale);
  }
  void draw(double size) {
    RandomStream random(3);
    for (std::size_t exit = 1; exit <= network.exits(); ++exit)
      for (Scalar& logit : logits(exit)) logit = static_cast<Scalar>(size * random.normal());
    for (std::int32_t& label : labels) label = static_cast<std::int32_t>(random.uniform() * 3);
  }
};

const std::vector<Objective> objectives{
    {},
    {.exit_weights = {.5, 2, 1.25}},
    {.exit_weights = {0, 0, 1}},
    {.distillation = {.weight = .3, .temperature = 2.5}},
    {.exit_weights = {.5, 2, 3}, .distillation = {.weight = 1, .temperature = 1}},
};

}  // namespace

TEST_CASE("the loss of a batch is what its definition says") {
  for (const Objective& objective : objectives) {
    Said<double> said(7);
    said.draw(2);
    const double wanted = reference_loss(objective, said.all(), said.all().back(), said.labels);
    CHECK(said.scores(objective, 1).loss == doctest::Approx(wanted).epsilon(1e-13));
    CHECK(said.scores(objective, .1).loss == doctest::Approx(wanted).epsilon(1e-13));
  }
}

TEST_CASE("gradients of the objective are those of finite differences with the teacher held fixed") {
  // The third derivative by a logit is below 1: the error of central differences is below step^2 / 6, and
  // rounding adds about 1e-15 x loss / step.
  const double step = 1e-5;
  const double scale = .25;
  for (const Objective& objective : objectives) {
    Said<double> said(5);
    said.draw(2);
    (void)said.scores(objective, scale);
    const Columns teacher = said.all().back();
    double apart = 0;
    double largest = 0;
    for (std::size_t exit = 1; exit <= 3; ++exit) {
      const auto gradient = said.network.logit_gradients(said.pass, exit);
      for (std::size_t i = 0; i < gradient.size(); ++i) {
        std::vector<Columns> moved = said.all();
        moved[exit - 1][i] += step;
        const double above = reference_loss(objective, moved, teacher, said.labels);
        moved[exit - 1][i] -= 2 * step;
        const double below = reference_loss(objective, moved, teacher, said.labels);
        const double wanted = scale * (above - below) / (2 * step);
        apart = std::max(apart, std::abs(gradient[i] - wanted));
        largest = std::max(largest, std::abs(wanted));
      }
    }
    REQUIRE(largest > .01);
    CHECK(apart / largest < 1e-6);
  }
}

TEST_CASE("an exit that knows nothing has the logarithm of the classes as loss") {
  Said<double> said(4);
  said.labels = {0, 1, 2, 0};
  const ExitScores scores = said.scores({.exit_weights = {1, 2, 4}}, 1);
  CHECK(scores.loss == doctest::Approx(4 * 7 * std::log(3.)).epsilon(1e-14));
  // Of classes that are alike the first is the answer.
  CHECK(scores.right == std::vector<std::uint64_t>{2, 2, 2});
}

TEST_CASE("each exit's right answers are counted") {
  Said<float> said(2);
  said.labels = {2, 1};
  said.logits(1) = {0, 0, 0, 1, 1, 0};     // says 2, 1
  said.logits(2) = {0, 3, 5, 0, 4, -1};    // says 1, 0
  said.logits(3) = {-5, 1, -3, 0, -1, 0};  // says 2, 0
  CHECK(said.scores({}, 1).right == std::vector<std::uint64_t>{2, 0, 1});
}

TEST_CASE("logits far apart have the loss that they have and derivatives that are numbers") {
  Said<float> said(2);
  said.labels = {0, 1};
  for (std::size_t exit = 1; exit <= 3; ++exit) said.logits(exit) = {1e4F, 1e4F, 0, 0, -1e4F, -1e4F};
  // Sample 0 is right with certainty; sample 1 is 1e4 away.
  CHECK(said.scores({}, 1).loss == 3e4);
  for (std::size_t exit = 1; exit <= 3; ++exit) {
    const auto gradient = said.network.logit_gradients(said.pass, exit);
    const std::vector<float> wanted{0, 1, 0, -1, 0, 0};
    // Eigen's exponential of what underflows is the smallest normal number.
    for (std::size_t i = 0; i < wanted.size(); ++i)
      CHECK(std::abs(gradient[i] - wanted[i]) <= 2 * std::numeric_limits<float>::min());
  }
  // The first exit says the opposite of its teacher.
  said.logits(1) = {-1e4F, -1e4F, 0, 0, 1e4F, 1e4F};
  const ExitScores scores = said.scores({.distillation = {.weight = .5, .temperature = 2}}, 1);
  CHECK(std::isfinite(scores.loss));
  CHECK(scores.loss > 3e4);
}

TEST_CASE("an exit that says what its teacher says learns nothing from it") {
  Said<double> said(3);
  said.draw(1);
  said.logits(1) = said.logits(3);
  (void)said.scores({.distillation = {.weight = 1, .temperature = 3}}, 1);
  for (const double derivative : said.network.logit_gradients(said.pass, 1)) CHECK(derivative == 0);
}

TEST_CASE("scores of parts of a batch add up to those of the batch") {
  ExitScores sum;
  sum.add({.loss = 1.5, .right = {1, 2}});
  sum.add({.loss = 2, .right = {3, 0}});
  CHECK(sum.loss == 3.5);
  CHECK(sum.right == std::vector<std::uint64_t>{4, 2});
}
