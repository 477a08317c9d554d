#include "sim/reinforcement/learned_offloading.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "sim/exit_prices.hpp"
#include "sim/placement.hpp"
#include "sim/reinforcement/offload_actions.hpp"

namespace splitscape {
namespace {

ActionChoice action_choice(const Parameters& parameters, const PolicySetting& setting) {
  ActionChoice choice{.exits = setting.has_confidences};
  for (const std::string& layer : parameters.texts("cuts")) {
    // One name stands for one position, whatever the number of hops.
    choice.positions.push_back(position_after(layer, setting.costs.network()));
  }
  std::sort(choice.positions.begin(), choice.positions.end());
  choice.positions.erase(std::unique(choice.positions.begin(), choice.positions.end()),
                         choice.positions.end());
  return choice;
}

double price_on_device(const PolicySetting& setting) {
  const std::size_t layers = setting.costs.layers();
  const Joules energy = setting.costs.knows_energy(0) ? setting.costs.energy(0, 0, layers) : Joules{};
  return setting.prices.second * setting.costs.time(0, 0, layers).value + setting.prices.joule * energy.value;
}

}  // namespace

LearnedOffloading::LearnedOffloading(const Parameters& parameters, const PolicySetting& setting,
                                     const LearningChoice& choice, const MakeAgent& make_agent)
    : choice_(choice),
      prices_(setting.prices),
      unit_(1 + price_on_device(setting)),
      actions_(offload_actions(setting.costs, action_choice(parameters, setting))),
      observed_(setting.hops(), choice.features),
      random_(setting.random),
      pending_(observed_.size(), choice.discount > 0),
      experiences_(std::max<std::size_t>(1, choice.buffer), observed_.size(), choice.discount > 0),
      state_(observed_.size()) {
  agent_ = make_agent(observed_.size(), actions_.size(), random_);
  const std::vector<double> start = parameters.numbers("start");
  if (!start.empty()) {
    begin_with(start);
  } else if (!choice_.trains) {
    throw std::invalid_argument("'train: no' needs 'start': the learned values that it acts by");
  }
}

void LearnedOffloading::begin_with(const std::vector<double>& learned) {
  constexpr std::size_t head = 2;
  const auto is = [&](std::size_t at, std::size_t size) {
    return learned.size() > at && learned[at] == static_cast<double>(size);
  };
  if (!is(0, state_.size()) || !is(1, actions_.size())) {
    throw std::invalid_argument(
        fmt::format("'start' holds what was learned of {} numbers and {} actions; here there are {} and {}",
                    learned.empty() ? 0 : learned[0], learned.size() < head ? 0 : learned[1], state_.size(),
                    actions_.size()));
  }
  try {
    agent_->set_values(std::span(learned).subspan(head));
  } catch (const std::invalid_argument& error) {
    throw std::invalid_argument(
        fmt::format("'start' does not fit 'hidden', or is of another policy: {}", error.what()));
  }
  choice_.random_first = 0;
}

std::size_t LearnedOffloading::choose() {
  if (!choice_.trains) return agent_->best(state_);
  if (choice_.random_first > 0) {
    --choice_.random_first;
    return static_cast<std::size_t>(random_.uniform() * static_cast<double>(actions_.size()));
  }
  return agent_->explore(state_, random_);
}

Decision LearnedOffloading::decide(const Observation& observation) {
  observed_.write(observation, state_);
  const std::size_t action = choose();
  if (choice_.trains) pending_.decided(observation.request, state_, action, experiences_);
  return actions_[action];
}

void LearnedOffloading::learn(const Feedback& feedback) {
  if (!choice_.trains) return;
  const double reward = (feedback.confidence.value_or(0) - price_of(feedback, prices_)) / unit_;
  if (!pending_.answered(feedback.request, std::max(reward, -choice_.worst), experiences_)) return;
  if (experiences_.size() < choice_.batch) return;
  for (std::size_t step = 0; step < choice_.steps; ++step) {
    experiences_.draw(choice_.batch, random_, minibatch_);
    agent_->train(minibatch_);
  }
}

std::vector<double> LearnedOffloading::learned() const {
  std::vector<double> all{static_cast<double>(state_.size()), static_cast<double>(actions_.size())};
  const std::vector<double> values = agent_->values();
  all.insert(all.end(), values.begin(), values.end());
  return all;
}

LearningChoice learning_choice(const Parameters& parameters, const LearningChoice& defaults) {
  const auto count = [&](std::string_view name, std::size_t fallback) {
    return static_cast<std::size_t>(parameters.number(name, static_cast<double>(fallback)));
  };
  LearningChoice choice = defaults;
  choice.batch = count("batch", defaults.batch);
  choice.buffer = count("buffer", defaults.buffer);
  choice.steps = count("steps", defaults.steps);
  choice.random_first = count("random_first", defaults.random_first);
  choice.discount = parameters.number("discount", defaults.discount);
  choice.worst = parameters.number("worst", defaults.worst);
  choice.features = count("features", defaults.features);
  choice.trains = parameters.text("train", "yes") == "yes";
  for (const auto& [name, value] : {std::pair{"batch", choice.batch}, std::pair{"buffer", choice.buffer}}) {
    if (value == 0) throw std::invalid_argument(fmt::format("'{}' is at least 1", name));
  }
  if (choice.discount >= 1) throw std::invalid_argument("'discount' is less than 1");
  if (choice.batch > choice.buffer) {
    throw std::invalid_argument(
        fmt::format("a 'batch' of {} is never found in a 'buffer' of {}", choice.batch, choice.buffer));
  }
  return choice;
}

std::size_t hidden_units(const Parameters& parameters, std::size_t fallback) {
  const auto units = static_cast<std::size_t>(parameters.number("hidden", static_cast<double>(fallback)));
  if (units == 0) throw std::invalid_argument("'hidden' is at least 1");
  return units;
}

std::vector<ParameterEntry> learning_parameters() {
  return {
      {.name = "start",
       .kind = ParameterKind::learned,
       .default_text = "chance",
       .meaning = "learned.csv of an earlier run, the values of its first device under this policy to "
                  "begin with"},
      {.name = "train",
       .kind = ParameterKind::choice,
       .default_text = "yes",
       .meaning = "no: takes what it believes to be best and learns nothing",
       .choices = {"yes", "no"}},
      {.name = "cuts",
       .kind = ParameterKind::layers,
       .default_text = "all",
       .meaning = "layers after which a hop may be cut (\"input\": before all)"},
      {.name = "hidden",
       .kind = ParameterKind::count,
       .default_text = "32",
       .meaning = "units of each of the two hidden layers"},
      {.name = "learning_rate", .kind = ParameterKind::share, .default_text = "0.001", .meaning = "of Adam"},
      {.name = "discount",
       .kind = ParameterKind::share,
       .default_text = "0",
       .meaning = "what the next decision's worth counts in this one's; 0: each for itself"},
      {.name = "batch",
       .kind = ParameterKind::count,
       .default_text = "32",
       .meaning = "experiences of a step of learning"},
      {.name = "buffer",
       .kind = ParameterKind::count,
       .default_text = "10000",
       .meaning = "experiences that are kept"},
      {.name = "steps",
       .kind = ParameterKind::count,
       .default_text = "1",
       .meaning = "of learning, at each answer"},
      {.name = "worst",
       .kind = ParameterKind::amount,
       .default_text = "1",
       .meaning = "rewards below minus this many times 1 + the price of the device alone count as that"},
      {.name = "features",
       .kind = ParameterKind::count,
       .default_text = "0",
       .meaning = "how many of the input's features it sees"}};
}

}  // namespace splitscape
