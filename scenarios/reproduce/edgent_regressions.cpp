#include "scenarios/reproduce/edgent_regressions.hpp"

#include <cmath>
#include <functional>

#include "sim/expectation.hpp"

namespace splitscape {
namespace {

constexpr BitRate rate{4096000};

/// slope x amount + ... + constant, in seconds.
struct Side {
  const char* name;
  double conv_maps, conv_work, conv_constant;
  double relu, relu_constant;
  double pool_in, pool_out, pool_constant;
  double norm, norm_constant;
  double linear_in, linear_out, linear_constant;
  double dropout, dropout_constant;
  double load, load_constant;

  double conv(double maps, double kernel, double filters) const {
    return conv_maps * maps + conv_work * std::pow(kernel * kernel * maps, 2) * filters + conv_constant;
  }
  double relu_of(double in) const { return relu * in + relu_constant; }
  double pool(double in, double out) const { return pool_in * in + pool_out * out + pool_constant; }
  double norm_of(double in) const { return norm * in + norm_constant; }
  double linear(double in, double out) const { return linear_in * in + linear_out * out + linear_constant; }
  double dropout_of(double in) const { return dropout * in + dropout_constant; }
  double loading(double bytes) const { return load * bytes + load_constant; }
};

const Side device{.name = "device",
                  .conv_maps = 0.00020423363723714956,
                  .conv_work = 4.2077298118910815e-11,
                  .conv_constant = 0.025591776113868925,
                  .relu = 6.977440389615429e-09,
                  .relu_constant = 0.0005612587990019447,
                  .pool_in = 1.1864462944013584e-08,
                  .pool_out = -2.031421398089179e-09,
                  .pool_constant = 0.0001234705954153948,
                  .norm = 9.013826444839453e-08,
                  .norm_constant = 0.0013616842338199375,
                  .linear_in = 1.1681471979101294e-08,
                  .linear_out = 0.00029824333961563884,
                  .linear_constant = -0.0011913997548602204,
                  .dropout = 9.341929545685408e-08,
                  .dropout_constant = 0.0007706006740869353,
                  .load = 4.558441818370891e-09,
                  .load_constant = 0.001395207253916772};

const Side server{.name = "server",
                  .conv_maps = 1.513486447521604e-06,
                  .conv_work = 4.4890001480985655e-12,
                  .conv_constant = 0.009816023641653768,
                  .relu = 2.332339368254984e-09,
                  .relu_constant = 0.005070494191853819,
                  .pool_in = -3.08201145e-10,
                  .pool_out = 1.19458883e-09,
                  .pool_constant = -0.0010152380964514613,
                  .norm = 2.111544033139625e-08,
                  .norm_constant = 0.0285872721707483,
                  .linear_in = 9.843676646891836e-12,
                  .linear_out = 4.0100716666407315e-07,
                  .linear_constant = 0.015619779485748695,
                  .dropout = 3.962833398808942e-09,
                  .dropout_constant = 0.015458175165054516,
                  .load = 7.753178793348365e-10,
                  .load_constant = 0.000678369983568624};

/// What lies between two cuts of an exit, and what the cut behind it sends and loads.
struct Piece {
  std::function<double(const Side&)> time;
  double values = 0;      ///< that cross behind it, 32 bits each
  double head_bytes = 0;  ///< of the model in front of the cut
  double tail_bytes = 0;
};

/// conv1 to the first normalisation or pooling: the exits differ in their order, and exit 1 in one relu.
double conv1(const Side& s, double relu) {
  return s.conv(3, 5, 64) + s.relu_of(relu) + s.pool(64 * 32 * 32, 64 * 15 * 15);
}

double first_part(const Side& s) {
  return conv1(s, 64 * 32 * 32) + s.norm_of(64 * 32 * 32);
}

double second_part(const Side& s) {
  return s.conv(64, 5, 192) + s.relu_of(192 * 13 * 13) + s.pool(192 * 13 * 13, 192 * 6 * 6);
}

double classifier(const Side& s) {
  return s.dropout_of(1024) + s.linear(1024, 4096) + 2 * s.relu_of(4096) + s.dropout_of(4096) +
         s.linear(4096, 4096) + s.linear(4096, 10);
}

const std::vector<Piece> exit1{
    {[](const Side& s) { return conv1(s, 63 * 32 * 32); }, 64 * 15 * 15, 20087, 111804},
    {[](const Side& s) {
       return s.norm_of(64 * 15 * 15) + s.conv(64, 3, 32) + s.conv(32, 3, 32) + 2 * s.relu_of(32 * 15 * 15) +
              s.pool(32 * 15 * 15, 32 * 7 * 7);
     },
     32 * 7 * 7, 131559, 63325},
    {[](const Side& s) { return s.linear(1568, 10); }}};

const std::vector<Piece> exit2{{first_part, 64 * 15 * 15, 20074, 1457263},
                               {second_part, 192 * 6 * 6, 1249966, 227393},
                               {[](const Side& s) {
                                 return s.norm_of(192 * 6 * 6) + s.conv(192, 3, 32) + s.relu_of(32 * 6 * 6) +
                                        s.pool(32 * 6 * 6, 32 * 2 * 2) + s.linear(128, 10);
                               }}};

const std::vector<Piece> exit3{
    {first_part, 64 * 15 * 15, 20074, 93870657},
    {[](const Side& s) { return second_part(s) + s.norm_of(192 * 13 * 13); }, 192 * 6 * 6, 1249896, 92640835},
    {[](const Side& s) {
       return s.conv(192, 3, 384) + s.conv(384, 3, 256) + s.conv(256, 3, 256) + s.relu_of(384 * 6 * 6) +
              2 * s.relu_of(256 * 6 * 6) + s.pool(256 * 6 * 6, 256 * 2 * 2);
     },
     256 * 2 * 2, 9806701, 84083973},
    {classifier}};

/// A chain of the pieces. Loading the two models is the encoder and the decoder of the cut.
NetworkGraph network_of(const std::vector<Piece>& pieces) {
  NetworkProfile profile{.name = "exit", .input = {4 * 3 * 32 * 32}};
  for (const Piece& piece : pieces) {
    LayerProfile layer{.name = "piece " + std::to_string(profile.layers.size()), .op = "layers"};
    for (const Side& side : {device, server}) layer.cost.measured[side.name].time = {piece.time(side)};
    layer.output = {4 * piece.values};
    profile.layers.push_back(layer);
    if (&piece == &pieces.back()) break;
    Bottleneck loading{.after = layer.name, .ratio = 1};
    for (const Side& side : {device, server}) {
      loading.encoder.measured[side.name].time = {side.loading(piece.head_bytes)};
      loading.decoder.measured[side.name].time = {side.loading(piece.tail_bytes)};
    }
    profile.bottlenecks.push_back(loading);
  }
  return NetworkGraph(std::move(profile));
}

std::vector<double> totals(const std::vector<Piece>& pieces) {
  const Hardware here{.name = device.name};
  const Hardware there{.name = server.name};
  const CostTable costs(network_of(pieces), {&here, &there});
  const std::vector<LinkEstimate> links{{.up = rate, .down = rate}};
  const std::vector<double> loads{1.0};
  const RadioCost radio{};
  const Observation idle{.costs = costs, .links = links, .server_loads = loads, .radio = radio};
  std::vector<double> times;
  for (std::size_t cut = 1; cut < pieces.size(); ++cut) {
    const CutPositions cuts{static_cast<std::uint16_t>(cut)};
    times.push_back(expect(idle, cuts).total().value);
  }
  return times;
}

}  // namespace

std::vector<double> edgent_totals(std::size_t exit) {
  return totals(exit == 1 ? exit1 : exit == 2 ? exit2 : exit3);
}

}  // namespace splitscape
