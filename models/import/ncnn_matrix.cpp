#include <fmt/format.h>

#include <algorithm>

#include "models/import/ncnn_layers.hpp"

// Inner products, matrix products, attention, embeddings and recurrent layers.

namespace splitscape {
namespace {

constexpr int key_of_int8_feed_forward = 8;
constexpr int key_of_int8 = 18;

double real(std::int64_t count) {
  return static_cast<double>(count);
}

std::uint64_t whole(std::int64_t count) {
  return static_cast<std::uint64_t>(count);
}

/// A fully connected junction whose weights are used for so many rows.
Junction connected(std::int64_t inputs, std::int64_t outputs, std::int64_t uses, std::int64_t groups = 1) {
  return {.inputs = whole(inputs), .outputs = whole(outputs), .groups = whole(groups), .uses = whole(uses)};
}

/// Bits of weights under a quantisation term: 8, or those of a block format (4, 6, 8) in its hundreds.
double quantized_bits(const NcnnCounting& layer) {
  constexpr std::int64_t block_formats = 100;
  const std::int64_t term = layer.integer(key_of_int8, 0);
  if (term >= 4 * block_formats) return real(term / block_formats);
  return layer.weight_bits(key_of_int8);
}

struct Matrix {
  std::int64_t rows = 1, columns = 1;
};

/// The last two extents of a tensor; a vector is one row.
Matrix last_two(const NcnnExtents& extents) {
  const std::size_t n = extents.size();
  return {n < 2 ? 1 : extents[n - 2], extents[n - 1]};
}

/// An operand of Gemm: rows are the outermost extent, columns the innermost.
Matrix operand(const NcnnCounting& layer, std::size_t index, bool transposed) {
  const NcnnExtents& extents = layer.extents(index, 1, 3);
  if (extents.size() == 3 && extents[1] != 1)
    layer.refuse(fmt::format("blob {} is {}, which is no matrix", index + 1, ncnn_shape_text(extents)));
  const Matrix matrix{extents.size() == 1 ? 1 : extents.front(), extents.back()};
  return transposed ? Matrix{matrix.columns, matrix.rows} : matrix;
}

}  // namespace

void count_inner_product(NcnnCounting& layer) {
  constexpr int key_of_bias = 1, key_of_weights = 2;
  const NcnnExtents& input = layer.extents(0, 1, 4);
  const std::int64_t outputs = layer.needed(0, "number of outputs");
  const double total = layer.input().values();
  const double told = real(layer.at_least(1, key_of_weights, 0)) / real(outputs);
  // A matrix whose rows are as long as the weights ask for is multiplied row by row.
  const bool rows = input.size() == 2 && layer.has(key_of_weights) && told == real(input[1]) && told != total;
  const std::int64_t inputs = rows ? input[1] : static_cast<std::int64_t>(total);
  const std::int64_t uses = rows ? input[0] : 1;
  const Junction junction = connected(inputs, outputs, uses);
  layer.check_weights(key_of_weights, junction.weights());
  layer.add_output(rows ? NcnnExtents{uses, outputs} : NcnnExtents{outputs});
  layer.add_junction(junction, layer.integer(key_of_bias, 0) != 0 ? real(outputs) : 0,
                     layer.weight_bits(key_of_int8_feed_forward));
}

void count_gemm(NcnnCounting& layer) {
  constexpr int transposed_a = 2, transposed_b = 3, constant_a = 4, constant_b = 5, constant_c = 6;
  constexpr int rows = 7, columns = 8, inner = 9, broadcast_c = 10, three_dimensions = 11,
                transposed_output = 14;
  const bool fixed_a = layer.integer(constant_a, 0) != 0;
  const bool fixed_b = layer.integer(constant_b, 0) != 0;
  std::size_t read = 0;
  Matrix a, b;
  if (fixed_a) {
    a = {layer.needed(rows, "rows of the constant"), layer.needed(inner, "columns of the constant")};
  } else {
    a = operand(layer, read++, layer.integer(transposed_a, 0) != 0);
  }
  if (fixed_b) {
    b = {layer.needed(inner, "rows of the constant"), layer.needed(columns, "columns of the constant")};
  } else {
    b = operand(layer, read++, layer.integer(transposed_b, 0) != 0);
  }
  if (a.columns != b.rows) {
    layer.refuse(fmt::format("a matrix of {}x{} cannot be multiplied by one of {}x{}", a.rows, a.columns,
                             b.rows, b.columns));
  }
  const bool turned = layer.integer(transposed_output, 0) != 0;
  const Matrix made = turned ? Matrix{b.columns, a.rows} : Matrix{a.rows, b.columns};
  layer.add_output(layer.integer(three_dimensions, 0) != 0 ? NcnnExtents{made.rows, 1, made.columns}
                                                           : NcnnExtents{made.rows, made.columns});
  double biases = 0;
  if (layer.integer(constant_c, 0) != 0) {
    const double sizes[] = {
        0, 1, real(a.rows), real(a.rows), real(a.rows) * real(b.columns), real(b.columns)};
    constexpr std::int64_t last_kind = 4;
    const std::int64_t kind = layer.at_least(-1, broadcast_c, 0);
    if (kind > last_kind)
      layer.refuse_key(broadcast_c, fmt::format("expected a kind from -1 to 4, found {}", kind));
    biases = sizes[kind + 1];
  }
  const double bits = quantized_bits(layer);
  if (fixed_b) {
    layer.add_junction(connected(b.rows, b.columns, a.rows), biases, bits);
    if (fixed_a) layer.add_parameters(real(a.rows) * real(a.columns), bits);
  } else if (fixed_a) {
    layer.add_junction(connected(a.columns, a.rows, b.columns), biases, bits);
  } else {
    layer.add_macs(real(a.rows) * real(a.columns) * real(b.columns));
    layer.add_parameters(biases);
  }
}

void count_matrix_product(NcnnCounting& layer) {
  const NcnnExtents& left = layer.extents(0, 1, 4);
  const NcnnExtents& right = layer.extents(1, 1, 4);
  const bool transposed = layer.integer(0, 0) != 0;
  const Matrix a = last_two(left);
  Matrix b = last_two(right);
  if (right.size() == 1) {
    b = {b.columns, 1};
  } else if (transposed) {
    std::swap(b.rows, b.columns);
  }
  if (a.columns != b.rows) {
    layer.refuse(fmt::format("{} cannot be multiplied by {}{}", ncnn_shape_text(left), ncnn_shape_text(right),
                             transposed ? " transposed" : ""));
  }
  // Extents in front of the matrices, counted from the matrices outwards, stretch where one of them is 1.
  NcnnExtents output;
  double count = 1;
  for (std::size_t i = std::max(left.size(), right.size()); i > 2; --i) {
    const std::int64_t l = left.size() >= i ? left[left.size() - i] : 1;
    const std::int64_t r = right.size() >= i ? right[right.size() - i] : 1;
    if (l != r && l != 1 && r != 1)
      layer.refuse(
          fmt::format("{} cannot be multiplied by {}", ncnn_shape_text(left), ncnn_shape_text(right)));
    output.push_back(std::max(l, r));
    count *= real(output.back());
  }
  if (left.size() > 1) output.push_back(a.rows);
  if (right.size() > 1) output.push_back(b.columns);
  if (output.empty()) output.push_back(1);
  layer.add_output(output);
  layer.add_macs(count * real(a.rows) * real(a.columns) * real(b.columns));
}

void count_multi_head_attention(NcnnCounting& layer) {
  constexpr int key_of_weights = 2, key_of_k = 3, key_of_v = 4, key_of_mask = 5, key_of_cache = 7;
  const std::int64_t width = layer.needed(0, "width of the embedding");
  const std::int64_t weights = layer.at_least(1, key_of_weights, width * width);
  const std::int64_t query_width = weights / width;
  if (query_width < 1 || weights % width != 0)
    layer.refuse_key(key_of_weights, fmt::format("expected a multiple of {}, found {}", width, weights));
  const bool cached = layer.integer(key_of_cache, 0) != 0;
  const std::size_t beside = (layer.integer(key_of_mask, 0) != 0 ? 1U : 0U) + (cached ? 2U : 0U);
  if (layer.input_count() < beside + 1 || layer.input_count() > beside + 3)
    layer.refuse(fmt::format("it must read {} to {} blobs, and reads {}", beside + 1, beside + 3,
                             layer.input_count()));
  const std::size_t own = layer.input_count() - beside;  // query; or query and key; or query, key and value
  const NcnnExtents& query = layer.extents(0, 2, 2);
  const NcnnExtents& key = layer.extents(own > 1 ? 1 : 0, 2, 2);
  const NcnnExtents& value = layer.extents(own > 2 ? 2 : own - 1, 2, 2);
  const std::int64_t key_width = layer.at_least(1, key_of_k, width);
  const std::int64_t value_width = layer.at_least(1, key_of_v, width);
  if (query[1] != query_width || key[1] != key_width || value[1] != value_width) {
    layer.refuse(fmt::format(
        "its weights are for queries, keys and values of {}, {} and {}, and it reads {}, {} and {}",
        query_width, key_width, value_width, query[1], key[1], value[1]));
  }
  const std::int64_t past = cached ? layer.extents(layer.input_count() - 2, 2, 2)[1] : 0;
  // With a cache, attention to oneself goes on from it; attention to something else finds it complete.
  const std::int64_t fresh = cached && own > 1 ? 0 : key[0];
  const std::int64_t seen = past + fresh;
  layer.add_output({query[0], query_width});
  const double bits = quantized_bits(layer);
  layer.add_junction(connected(query_width, width, query[0]), real(width), bits);
  for (const std::int64_t read : {key_width, value_width}) {
    if (fresh > 0) {
      layer.add_junction(connected(read, width, fresh), real(width), bits);
    } else {
      layer.add_parameters(real(read) * real(width), bits);
      layer.add_parameters(real(width));
    }
  }
  layer.add_junction(connected(width, query_width, query[0]), real(query_width), bits);
  layer.add_macs(2 * real(query[0]) * real(seen) * real(width));
  if (cached) {
    layer.add_output({width, seen});
    layer.add_output({width, seen});
  }
}

void count_scaled_dot_product(NcnnCounting& layer) {
  constexpr int key_of_mask = 5, key_of_cache = 7;
  const NcnnExtents& query = layer.extents(0, 3, 3);  // heads, tokens, width of a head
  const NcnnExtents& key = layer.extents(1, 3, 3);
  const NcnnExtents& value = layer.extents(2, 3, 3);
  if (key[2] != query[2] || value[0] != key[0] || value[1] != key[1] || query[0] % key[0] != 0) {
    layer.refuse(fmt::format("a query of {}, a key of {} and a value of {} do not fit together",
                             ncnn_shape_text(query), ncnn_shape_text(key), ncnn_shape_text(value)));
  }
  const bool cached = layer.integer(key_of_cache, 0) != 0;
  const std::size_t first_cache = layer.integer(key_of_mask, 0) != 0 ? 4 : 3;
  const std::int64_t past = cached ? layer.extents(first_cache, 3, 3)[1] : 0;
  const std::int64_t seen = past + key[1];
  layer.add_output({query[0], query[1], value[2]});
  layer.add_macs(real(query[0]) * real(query[1]) * real(seen) * (real(query[2]) + real(value[2])));
  if (cached) {
    layer.add_output({key[0], seen, key[2]});
    layer.add_output({value[0], seen, value[2]});
  }
}

void count_embedding(NcnnCounting& layer) {
  constexpr int key_of_words = 1, key_of_bias = 2, key_of_weights = 3;
  const std::int64_t width = layer.needed(0, "width of a vector");
  const std::int64_t words = layer.needed(key_of_words, "number of words");
  const double weights = real(width) * real(words);
  layer.check_weights(key_of_weights, weights);
  layer.add_output({static_cast<std::int64_t>(layer.input().values()), width});
  layer.add_parameters(weights, layer.weight_bits(key_of_int8));
  if (layer.integer(key_of_bias, 0) != 0) layer.add_parameters(real(width));
}

namespace {

/// A recurrent layer: a junction from the input and one from the state to every gate.
/// @param biases of a unit  @param states that it may read and make beside the sequence
void count_recurrent(NcnnCounting& layer, std::int64_t gates, std::int64_t biases, std::size_t states) {
  constexpr int key_of_weights = 1, key_of_direction = 2, key_of_hidden = 3;
  const NcnnExtents& input = layer.extents(0, 2, 2);  // steps, width
  const std::int64_t outputs = layer.needed(0, "number of outputs");
  const std::int64_t hidden = states == 2 ? layer.at_least(1, key_of_hidden, outputs) : outputs;
  const std::int64_t directions = layer.integer(key_of_direction, 0) == 2 ? 2 : 1;
  const std::int64_t steps = input[0];
  layer.add_output({steps, outputs * directions});
  if (layer.layer().outputs.size() > 1) {
    layer.add_output({directions, outputs});
    if (states == 2) layer.add_output({directions, hidden});
  }
  const double bits = layer.weight_bits(key_of_int8_feed_forward);
  const Junction read = connected(input[1], gates * hidden, steps, directions);
  layer.check_weights(key_of_weights, read.weights());
  layer.add_junction(read, real(biases) * real(hidden) * real(directions), bits);
  layer.add_junction(connected(outputs, gates * hidden, steps, directions), 0, bits);
  if (hidden != outputs) layer.add_junction(connected(hidden, outputs, steps, directions), 0, bits);
}

}  // namespace

void count_lstm(NcnnCounting& layer) {
  count_recurrent(layer, 4, 4, 2);
}

void count_gru(NcnnCounting& layer) {
  count_recurrent(layer, 3, 4, 1);
}

void count_rnn(NcnnCounting& layer) {
  count_recurrent(layer, 1, 1, 1);
}

}  // namespace splitscape
