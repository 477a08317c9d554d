#include "models/import/onnx_work.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "models/import/onnx_einsum.hpp"

namespace splitscape {
namespace {

std::uint64_t whole(std::int64_t dimension) {
  return static_cast<std::uint64_t>(dimension);
}

/// Values of some axes together. A tensor has no more than 2^40, so that nothing wraps around.
std::uint64_t product(TensorShape::const_iterator first, TensorShape::const_iterator last) {
  std::uint64_t values = 1;
  for (; first < last; ++first) values *= whole(*first);
  return values;
}

/// A junction where its weights are stored, MACs alone where they are computed.
void add(OnnxWork& work, const OnnxNode& node, std::size_t weights, const Junction& junction) {
  if (node.input(weights).constant) {
    work.junctions.emplace_back(weights, junction);
  } else {
    work.macs += junction.macs();
  }
}

void add_constant(OnnxWork& work, const OnnxNode& node, std::size_t input) {
  if (node.has_input(input) && node.input(input).constant) work.parameters.push_back(input);
}

OnnxWork convolved(const OnnxNode& node, std::size_t weights, std::size_t bias, const TensorShape& out) {
  const TensorShape& filters = node.shape(weights);
  const auto groups = whole(node.integer("group", 1));
  OnnxWork work;
  add(work, node, weights,
      {.inputs = whole(filters[1]),
       .outputs = whole(filters[0]) / groups,
       .groups = groups,
       .kernel = product(filters.begin() + 2, filters.end()),
       .uses = whole(out[0]) * product(out.begin() + 2, out.end())});
  add_constant(work, node, bias);
  return work;
}

/// The product of two matrices, or of two stacks of them.
OnnxWork multiplied(const OnnxNode& node, std::size_t left, std::size_t right) {
  TensorShape a = node.shape(left), b = node.shape(right);
  if (a.empty() || b.empty()) throw OnnxNodeError("it multiplies a scalar");
  if (a.size() == 1) a.insert(a.begin(), 1);
  if (b.size() == 1) b.push_back(1);
  const std::uint64_t rows = whole(a[a.size() - 2]), inner = whole(a.back()), columns = whole(b.back());
  const std::uint64_t of_left = product(a.begin(), a.end() - 2), of_right = product(b.begin(), b.end() - 2);
  const TensorShape& longer = a.size() >= b.size() ? a : b;
  const TensorShape& shorter = a.size() >= b.size() ? b : a;
  double stack = 1;  // matrices of the result: the two stacks are broadcast
  for (std::size_t i = 0; i + 2 < longer.size(); ++i) {
    const std::size_t missing = longer.size() - shorter.size();
    stack *= static_cast<double>(i < missing ? longer[i] : std::max(longer[i], shorter[i - missing]));
  }
  OnnxWork work;
  if (node.input(right).constant == node.input(left).constant || of_left == 0 || of_right == 0) {
    work.macs = stack * static_cast<double>(rows) * static_cast<double>(inner) * static_cast<double>(columns);
    return work;
  }
  const bool weights_right = node.input(right).constant;
  const std::uint64_t groups = weights_right ? of_right : of_left;
  const auto times = static_cast<std::uint64_t>(stack / static_cast<double>(groups));
  add(work, node, weights_right ? right : left,
      {.inputs = inner,
       .outputs = weights_right ? columns : rows,
       .groups = groups,
       .uses = times * (weights_right ? rows : columns)});
  return work;
}

}  // namespace

OnnxWork convolution_work(const OnnxNode& node, const TensorShape& out) {
  return convolved(node, 1, 2, out);
}

OnnxWork quantized_convolution_work(const OnnxNode& node, const TensorShape& out) {
  return convolved(node, 3, 8, out);
}

OnnxWork integer_convolution_work(const OnnxNode& node, const TensorShape& out) {
  return convolved(node, 1, node.input_count(), out);  // it has no bias
}

OnnxWork transposed_convolution_work(const OnnxNode& node, const TensorShape&) {
  const TensorShape& in = node.shape(0);
  const TensorShape& filters = node.shape(1);
  const auto groups = whole(node.integer("group", 1));
  OnnxWork work;
  add(work, node, 1,
      {.inputs = whole(filters[0]) / groups,
       .outputs = whole(filters[1]),
       .groups = groups,
       .kernel = product(filters.begin() + 2, filters.end()),
       .uses = whole(in[0]) * product(in.begin() + 2, in.end())});
  add_constant(work, node, 2);
  return work;
}

OnnxWork gemm_work(const OnnxNode& node, const TensorShape& out) {
  const TensorShape& a = node.shape(0);
  const std::uint64_t inner = whole(node.integer("transA", 0) != 0 ? a.at(0) : a.at(1));
  const bool weights_right = node.input(1).constant;
  OnnxWork work;
  add(work, node, weights_right ? 1 : 0,
      {.inputs = inner,
       .outputs = whole(out.at(weights_right ? 1 : 0)),
       .uses = whole(out.at(weights_right ? 0 : 1))});
  add_constant(work, node, 2);
  return work;
}

OnnxWork matmul_work(const OnnxNode& node, const TensorShape&) {
  return multiplied(node, 0, 1);
}

OnnxWork quantized_matmul_work(const OnnxNode& node, const TensorShape&) {
  return multiplied(node, 0, 3);
}

OnnxWork einsum_work(const OnnxNode& node, const TensorShape&) {
  std::vector<TensorShape> shapes;
  for (std::size_t i = 0; i < node.input_count(); ++i) shapes.push_back(node.shape(i));
  const Einsum sum(node.text("equation", ""), shapes);
  OnnxWork work;
  if (!sum.accumulates()) {
    work.all_constants = true;
  } else if (node.input(0).constant == node.input(1).constant) {
    work.macs = sum.macs();
  } else {
    const std::size_t weights = node.input(1).constant ? 1 : 0;
    work.junctions.emplace_back(weights, sum.junction(weights));
  }
  return work;
}

OnnxWork recurrent_work(const OnnxNode& node, const TensorShape&) {
  const TensorShape& in = node.shape(0);
  const TensorShape& input_weights = node.shape(1);   // directions x gates * hidden x inputs
  const TensorShape& hidden_weights = node.shape(2);  // directions x gates * hidden x hidden
  if (in.size() != 3 || input_weights.size() != 3 || hidden_weights.size() != 3 ||
      input_weights[2] != in[2] || hidden_weights[0] != input_weights[0] ||
      hidden_weights[1] != input_weights[1]) {
    throw OnnxNodeError(fmt::format("weights {} and {} do not fit an input {}", text_of(input_weights),
                                    text_of(hidden_weights), text_of(in)));
  }
  const std::uint64_t steps = whole(in[0]) * whole(in[1]);
  OnnxWork work;
  for (const std::size_t weights : {std::size_t{1}, std::size_t{2}}) {
    const TensorShape& shape = node.shape(weights);
    add(work, node, weights,
        {.inputs = whole(shape[2]), .outputs = whole(shape[1]), .groups = whole(shape[0]), .uses = steps});
  }
  add_constant(work, node, 3);  // biases
  add_constant(work, node, 7);  // peepholes of an LSTM: element by element
  return work;
}

OnnxWork normalization_work(const OnnxNode& node, const TensorShape&) {
  OnnxWork work;
  add_constant(work, node, 1);
  add_constant(work, node, 2);
  return work;
}

OnnxWork table_work(const OnnxNode& node, const TensorShape&) {
  OnnxWork work;
  add_constant(work, node, 0);
  return work;
}

OnnxWork slope_work(const OnnxNode& node, const TensorShape&) {
  OnnxWork work;
  add_constant(work, node, 1);
  return work;
}

OnnxWork setting_work(const OnnxNode&, const TensorShape&) {
  return {};
}

OnnxWork elementwise_work(const OnnxNode&, const TensorShape&) {
  OnnxWork work;
  work.all_constants = true;
  return work;
}

}  // namespace splitscape
