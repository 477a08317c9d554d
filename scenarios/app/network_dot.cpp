#include "scenarios/app/network_dot.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <vector>

#include "models/single_tensor_cuts.hpp"
#include "models/tensor_flow.hpp"

namespace splitscape {
namespace {

// ---- text

/// Text within the HTML-like labels of DOT.
std::string escaped(std::string_view text) {
  std::string safe;
  for (const char letter : text) {
    switch (letter) {
      case '&':
        safe += "&amp;";
        break;
      case '<':
        safe += "&lt;";
        break;
      case '>':
        safe += "&gt;";
        break;
      case '"':
        safe += "&quot;";
        break;
      default:
        safe += letter;
    }
  }
  return safe;
}

/// Three significant digits with a prefix: 43400000 MAC are "43.4 MMAC".
std::string with_prefix(double value, const char* unit) {
  constexpr std::array prefixes{"", "k", "M", "G", "T"};
  std::size_t power = 0;
  while (std::abs(value) >= 999.5 && power + 1 < prefixes.size()) {
    value /= 1e3;
    ++power;
  }
  return fmt::format("{:.3g} {}{}", value, prefixes[power], unit);
}

std::string shape_text(const std::vector<std::int64_t>& shape) {
  return fmt::format("{}", fmt::join(shape, "×"));
}

std::string pruning_text(const ComputeCost& cost) {
  if (!cost.pruning) return "";
  return fmt::format("density {:.3g} % ({})", cost.pruning->density * 100, name_of(cost.pruning->format));
}

std::string cost_text(const ComputeCost& cost) {
  std::vector<std::string> parts;
  if (cost.macs && cost.macs->value > 0) parts.push_back(with_prefix(cost.macs->value, "MAC"));
  if (cost.parameters > 0) {
    std::string count = with_prefix(cost.parameters, "");  // "464 " or "4.67 k"
    if (count.back() == ' ') count.pop_back();
    parts.push_back(count + " parameters");
  }
  return fmt::format("{}", fmt::join(parts, ", "));
}

// ---- colours

constexpr const char* grey = "#5f6b76";
constexpr const char* green = "#2f9e44";
constexpr const char* red = "#e03131";

/// From near white to a strong colour. @param strength 0 .. 1
std::string shade(const std::array<int, 3>& full, double strength) {
  std::array<int, 3> mixed{};
  for (std::size_t i = 0; i < mixed.size(); ++i)
    mixed[i] = static_cast<int>(std::lround(250 + strength * (full[i] - 250)));
  return fmt::format("#{:02x}{:02x}{:02x}", mixed[0], mixed[1], mixed[2]);
}

/// The colour of a place, or of layers that belong to none: blue, orange, violet, teal, then from the start.
const std::array<int, 3>& colour_of(std::size_t place) {
  static constexpr std::array<std::array<int, 3>, 4> colours{
      {{116, 170, 230}, {245, 170, 90}, {180, 140, 220}, {90, 190, 180}}};
  return colours[place % colours.size()];
}

class NetworkDrawing {
 public:
  NetworkDrawing(const NetworkGraph& network, const std::optional<Partition>& cut)
      : network_(network), flow_(network), cut_(cut) {
    for (const auto& single : single_tensor_cuts(network)) {
      singles_.insert(single.tensor);
      if (single.natural_bottleneck) bottlenecks_.insert(single.tensor);
    }
    for (const auto& layer : network.layers())
      most_macs_ = std::max(most_macs_, layer.cost.macs.value_or(Macs{}).value);
    if (cut) {
      for (const std::size_t tensor : crossing_tensors(flow_, *cut, 0)) sent_.insert(tensor);
    }
  }

  std::string text() {
    begin();
    line(fmt::format("t0 [shape=ellipse, style=filled, fillcolor=\"#ffffff\", label=\"{}\"];", input_name));
    for (std::size_t layer = 0; layer < flow_.layers(); ++layer) draw_layer(layer);
    for (std::size_t exit = 1; exit < network_.exit_count(); ++exit) draw_exit(exit);
    for (std::size_t tensor = 0; tensor < flow_.tensors(); ++tensor) draw_tensor(tensor);
    return text_ + "}\n";
  }

 private:
  void line(const std::string& statement) { text_ += "  " + statement + "\n"; }

  void begin() {
    text_ = "digraph network {\n";
    const NetworkProfile& profile = network_.profile();
    const std::string title = profile.title.empty() ? profile.name : profile.title;
    std::string legend = fmt::format(
        "{}, {} of weights; darker: more of the multiply-accumulates<br/>bold: a tensor that crosses alone; "
        "<font color=\"{}\">green: natural bottleneck</font>",
        with_prefix(network_.total_macs().value, "MAC"), with_prefix(network_.total_weights().value, "B"),
        green);
    if (cut_) legend += fmt::format("; blue: head, orange: tail, <font color=\"{}\">red: sent</font>", red);
    line("rankdir=TB; ranksep=0.32; nodesep=0.35; labelloc=t; fontname=\"Helvetica\"; fontsize=16;");
    line(fmt::format("label=<<b>{}</b><br/><font point-size=\"11\" color=\"{}\">{}</font><br/> >;",
                     escaped(title), grey, legend));
    line("node [fontname=\"Helvetica\", fontsize=11, color=\"#8896a5\"];");
    line("edge [fontname=\"Helvetica\", fontsize=9, color=\"#8896a5\", arrowsize=0.6];");
  }

  std::string label(const std::string& name, const std::string& kind, const std::vector<std::string>& details,
                    const ComputeCost& cost) const {
    std::string text = fmt::format("<b>{}</b>", escaped(name));
    if (!kind.empty()) text += fmt::format("  <font color=\"{}\">{}</font>", grey, escaped(kind));
    for (const auto& detail : details) {
      if (!detail.empty()) text += fmt::format("<br/><font point-size=\"9\">{}</font>", escaped(detail));
    }
    if (const std::string pruning = pruning_text(cost); !pruning.empty())
      text += fmt::format("<br/><font point-size=\"9\" color=\"{}\"><b>{}</b></font>", green, pruning);
    return text;
  }

  void draw_layer(std::size_t number) {
    const LayerProfile& layer = network_.layers()[number];
    const double share = most_macs_ > 0 ? layer.cost.macs.value_or(Macs{}).value / most_macs_ : 0;
    // A layer without multiply-accumulates shows the colour of its place all the same.
    const double strength = cut_ ? 0.25 + 0.75 * share : 0.05 + 0.95 * share;
    const auto& colour = colour_of(cut_ ? cut_->place[number] : 0);
    const std::string border = layer.cost.pruning ? fmt::format(", color=\"{}\", penwidth=2", green) : "";
    line(fmt::format(
        "t{} [shape=box, style=\"rounded,filled\", fillcolor=\"{}\"{}, label=<{}>];", output_of(number),
        shade(colour, strength), border,
        label(layer.name, layer.op, {shape_text(layer.shape), cost_text(layer.cost)}, layer.cost)));
  }

  void draw_exit(std::size_t exit) {
    const ExitHead& head = network_.exit_head(exit);
    line(
        fmt::format("e{} [shape=cds, style=filled, fillcolor=\"#fff3bf\", margin=\"0.15,0.08\", label=<{}>];",
                    exit, label(fmt::format("exit {}", exit), "", {cost_text(head.cost)}, head.cost)));
    const std::size_t after = network_.exit_position(exit);
    line(fmt::format("{{rank=same; t{0}; e{1};}} t{0} -> e{1} [style=dashed, constraint=false];", after,
                     exit));
  }

  void draw_tensor(std::size_t tensor) {
    std::string size = with_prefix(tensor_size(network_, tensor).value, "B");
    std::string look = "color=\"#8896a5\"";
    if (singles_.contains(tensor)) look = "color=\"#212529\", penwidth=2.2";
    if (bottlenecks_.contains(tensor)) {
      look = fmt::format("color=\"{0}\", fontcolor=\"{0}\", penwidth=2.6", green);
      size += " *";
    }
    bool first = true;
    for (const std::size_t reader : flow_.readers(tensor)) {
      const bool is_sent = sent_.contains(tensor) && cut_->place[reader] > 0;
      const std::string sent =
          is_sent ? fmt::format(", color=\"{0}\", fontcolor=\"{0}\", style=dashed", red) : "";
      // The size once, at the first of those who read the tensor.
      line(fmt::format("t{} -> t{} [{}{}{}];", tensor, output_of(reader), look, sent,
                       first ? fmt::format(", label=\" {}\"", size) : ""));
      first = false;
    }
  }

  const NetworkGraph& network_;
  TensorFlow flow_;
  const std::optional<Partition>& cut_;
  std::set<std::size_t> singles_{};
  std::set<std::size_t> bottlenecks_{};
  std::set<std::size_t> sent_{};
  double most_macs_ = 0;
  std::string text_{};
};

}  // namespace

std::string network_dot(const NetworkGraph& network, const std::optional<Partition>& cut) {
  return NetworkDrawing(network, cut).text();
}

}  // namespace splitscape
