#include "tests/fuzz/ncnn_mutation.hpp"

#include <random>
#include <sstream>
#include <vector>

#include "models/import/ncnn_layers.hpp"

namespace splitscape::fuzz {
namespace {

using Words = std::vector<std::string>;

const Words numbers{"0",     "1",       "2",          "3",           "4",   "7",    "8",
                    "16",    "64",      "1000",       "-1",          "-2",  "-233", "-234",
                    "65536", "1048576", "2147483647", "-2147483648", "0.5", "1e30", "4611686018427387904"};

/// The words of every line that is a layer, and the first line.
std::vector<Words> layers_of(const std::string& text) {
  std::vector<Words> layers;
  std::istringstream lines(text);
  std::size_t number = 0;
  for (std::string line; std::getline(lines, line);) {
    std::istringstream stream(line);
    Words words;
    for (std::string word; stream >> word;) words.push_back(word);
    if (!words.empty() && !words[0].starts_with('#') && number++ >= 2) layers.push_back(std::move(words));
  }
  return layers;
}

std::string text_of(const std::vector<Words>& layers) {
  std::string text = "7767517\n" + std::to_string(layers.size()) + " 100000\n";
  for (const Words& words : layers) {
    for (const std::string& word : words) text += word + " ";
    text += "\n";
  }
  return text;
}

/// Changes layers at random; the same seed changes them likewise.
class Change {
 public:
  Change(std::vector<Words>& layers, std::uint64_t seed) : layers_(layers), random_(seed) {}

  void once() {
    if (layers_.empty()) return;
    const std::size_t chosen = below(layers_.size());
    Words& words = layers_[chosen];
    switch (below(8)) {
      case 0:
        words[0] = one_of(ncnn_layer_types());
        return;
      case 1:
        words.push_back(std::to_string(below(25)) + "=" + one_of(numbers));
        return;
      case 2:
        words.push_back(list());
        return;
      case 3:
        layers_.erase(layers_.begin() + static_cast<std::ptrdiff_t>(chosen));
        return;
      case 4:
        return append(chosen);
      case 5:
        return rewire(words);
      default:
        return change_number(words);
    }
  }

 private:
  std::size_t below(std::size_t count) { return random_() % count; }
  std::string one_of(const Words& words) { return words[below(words.size())]; }

  std::string list() {
    const std::size_t count = below(5);
    std::string text = "-233" + std::to_string(10 + below(15)) + "=" + std::to_string(count);
    for (std::size_t i = 0; i < count; ++i) text += "," + one_of(numbers);
    return text;
  }

  void change_number(Words& words) {
    Words* const line = &words;
    if (line->size() < 5) return;
    std::string& word = (*line)[4 + below(line->size() - 4)];
    const std::size_t equals = word.find('=');
    if (equals == std::string::npos) return;
    const std::size_t comma = word.rfind(',');
    word = word.substr(0, comma == std::string::npos ? equals + 1 : comma + 1) + one_of(numbers);
  }

  /// A layer that reads what another one makes, with the keys of a third.
  void append(std::size_t chosen) {
    if (layers_.size() > 60 || layers_[chosen].size() < 5) return;
    const std::string name = "n" + std::to_string(random_() % 100000);
    Words made{one_of(ncnn_layer_types()), name, "1", "1", layers_[chosen].at(4), name + "b"};
    for (const std::string& word : layers_[below(layers_.size())])
      if (word.find('=') != std::string::npos) made.push_back(word);
    layers_.push_back(std::move(made));
  }

  void rewire(Words& words) {
    const Words& other = layers_[below(layers_.size())];
    if (words.size() > 4 && other.size() > 4)
      words[4 + below(words.size() - 4)] = other[4 + below(other.size() - 4)];
  }

  std::vector<Words>& layers_;
  std::mt19937_64 random_;
};

}  // namespace

std::string with_changed_layers(const std::string& text, std::uint64_t seed) {
  auto layers = layers_of(text);
  Change change(layers, seed);
  for (std::uint64_t i = 0; i <= seed / 4 % 3; ++i) change.once();
  return text_of(layers);
}

std::string with_right_counts(const std::string& text) {
  return text_of(layers_of(text));
}

}  // namespace splitscape::fuzz
