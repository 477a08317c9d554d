#include "models/import/onnx_folding.hpp"

#include <onnx/onnx_pb.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>

#include "models/import/onnx_shapes.hpp"

namespace splitscape {
namespace {

using Integers = std::vector<std::int64_t>;
using Reals = std::vector<double>;

// ---- numbers

/// Whole numbers wrap around as they would when the network runs.
std::int64_t wrapped(std::uint64_t value) {
  return static_cast<std::int64_t>(value);
}

std::optional<std::int64_t> divided(std::int64_t a, std::int64_t b) {
  if (b == 0 || (b == -1 && a == std::numeric_limits<std::int64_t>::min())) return std::nullopt;
  return a / b;
}

std::optional<std::int64_t> whole(double value) {
  constexpr double limit = 9.2e18;  // below 2^63
  if (!(std::abs(value) < limit)) return std::nullopt;
  return static_cast<std::int64_t>(value);
}

std::optional<std::int64_t> binary(const std::string& op, std::int64_t a, std::int64_t b) {
  const auto ua = static_cast<std::uint64_t>(a);
  const auto ub = static_cast<std::uint64_t>(b);
  if (op == "Add") return wrapped(ua + ub);
  if (op == "Sub") return wrapped(ua - ub);
  if (op == "Mul") return wrapped(ua * ub);
  if (op == "Div") return divided(a, b);
  if (op == "Min") return std::min(a, b);
  if (op == "Max") return std::max(a, b);
  if (op == "Equal") return a == b;
  if (op == "Less") return a < b;
  if (op == "Greater") return a > b;
  if (op == "And") return a != 0 && b != 0;
  if (op == "Or") return a != 0 || b != 0;
  return std::nullopt;
}

std::optional<double> binary(const std::string& op, double a, double b) {
  if (op == "Add") return a + b;
  if (op == "Sub") return a - b;
  if (op == "Mul") return a * b;
  if (op == "Div") return a / b;
  if (op == "Min") return std::min(a, b);
  if (op == "Max") return std::max(a, b);
  if (op == "Pow") return std::pow(a, b);
  return std::nullopt;
}

std::optional<std::int64_t> unary(const std::string& op, std::int64_t a) {
  if (op == "Neg") return wrapped(-static_cast<std::uint64_t>(a));
  if (op == "Not") return a == 0;
  return std::nullopt;
}

std::optional<double> unary(const std::string& op, double a) {
  if (op == "Neg") return -a;
  if (op == "Floor") return std::floor(a);
  if (op == "Ceil") return std::ceil(a);
  if (op == "Sqrt") return std::sqrt(a);
  return std::nullopt;
}

// ---- lists

/// The content of every input, all of them of one kind; empty where one is unknown.
template <class List>
std::vector<const List*> contents(const OnnxNode& node) {
  std::vector<const List*> all;
  for (std::size_t i = 0; i < node.input_count(); ++i) {
    if (!node.has_input(i) || !node.input(i).values) return {};
    all.push_back(std::get_if<List>(&*node.input(i).values));
    if (all.back() == nullptr) return {};
  }
  return all;
}

/// Element by element. A list of one element stands for as many as are needed; other broadcasting does not
/// occur in the arithmetic of shapes.
template <class List>
std::optional<List> elementwise(const OnnxNode& node, std::size_t count) {
  const auto lists = contents<List>(node);
  if (lists.empty() || lists.size() > 2) return std::nullopt;
  for (const auto* list : lists) {
    if (list->size() != count && list->size() != 1) return std::nullopt;
  }
  const auto at = [](const List& list, std::size_t i) { return list[list.size() == 1 ? 0 : i]; };
  List result;
  for (std::size_t i = 0; i < count; ++i) {
    const auto value = lists.size() == 1 ? unary(node.op(), at(*lists[0], i))
                                         : binary(node.op(), at(*lists[0], i), at(*lists[1], i));
    if (!value) return std::nullopt;
    result.push_back(*value);
  }
  return result;
}

std::optional<TensorValues> any_elementwise(const OnnxNode& node, std::size_t count) {
  if (auto integers = elementwise<Integers>(node, count)) return *integers;
  if (auto reals = elementwise<Reals>(node, count)) return *reals;
  return std::nullopt;
}

std::optional<TensorValues> copied(const OnnxNode& node, std::size_t count) {
  const auto& values = node.input(0).values;
  if (!values) return std::nullopt;
  const bool fits = std::visit([count](const auto& list) { return list.size() == count; }, *values);
  return fits ? values : std::nullopt;
}

std::optional<TensorValues> cast(const OnnxNode& node, const OnnxTensor& output, std::size_t count) {
  const auto values = copied(node, count);
  if (!values) return std::nullopt;
  if (is_fractional_type(output.type)) {
    return std::visit([](const auto& list) { return TensorValues(Reals(list.begin(), list.end())); },
                      *values);
  }
  const auto* reals = std::get_if<Reals>(&*values);
  Integers integers = reals == nullptr ? std::get<Integers>(*values) : Integers{};
  if (reals != nullptr) {
    for (const double value : *reals) {
      const auto number = whole(value);
      if (!number) return std::nullopt;
      integers.push_back(*number);
    }
  }
  if (output.type == onnx::TensorProto::BOOL) {
    for (auto& value : integers) value = value != 0;
  }
  return integers;
}

template <class List>
std::optional<List> joined(const OnnxNode& node, std::size_t count) {
  List result;
  for (const auto* list : contents<List>(node)) result.insert(result.end(), list->begin(), list->end());
  if (result.size() != count) return std::nullopt;
  return result;
}

std::optional<TensorValues> concatenated(const OnnxNode& node, std::size_t count) {
  if (node.shape(0).size() != 1) return std::nullopt;
  if (auto integers = joined<Integers>(node, count)) return *integers;
  if (auto reals = joined<Reals>(node, count)) return *reals;
  return std::nullopt;
}

/// The elements of a list at some places; none where a place is not in it.
std::optional<TensorValues> picked(const TensorValues& values, const Integers& places) {
  return std::visit(
      [&places](const auto& list) -> std::optional<TensorValues> {
        std::decay_t<decltype(list)> result;
        const auto size = static_cast<std::int64_t>(list.size());
        for (const std::int64_t place : places) {
          const std::int64_t at = place < 0 ? place + size : place;
          if (at < 0 || at >= size) return std::nullopt;
          result.push_back(list[static_cast<std::size_t>(at)]);
        }
        return result;
      },
      values);
}

std::optional<TensorValues> gathered(const OnnxNode& node, std::size_t count) {
  if (node.shape(0).size() != 1 || !node.input(0).values || !node.has_input(1) || !node.input(1).values) {
    return std::nullopt;
  }
  const Integers& places = node.integers(1);
  return places.size() == count ? picked(*node.input(0).values, places) : std::nullopt;
}

std::optional<TensorValues> sliced(const OnnxNode& node, std::size_t count) {
  if (node.shape(0).size() != 1 || !node.input(0).values) return std::nullopt;
  const SliceRange range = slice_ranges(node).at(0);
  Integers places;
  for (std::int64_t i = 0; i < range.count; ++i) places.push_back(range.start + i * range.step);
  return places.size() == count ? picked(*node.input(0).values, places) : std::nullopt;
}

/// Where(condition, a, b), with lists of one element standing for as many as are needed.
std::optional<TensorValues> chosen(const OnnxNode& node, std::size_t count) {
  const auto lists = contents<Integers>(node);
  if (lists.size() != 3) return std::nullopt;
  for (const auto* list : lists) {
    if (list->size() != count && list->size() != 1) return std::nullopt;
  }
  const auto at = [](const Integers& list, std::size_t i) { return list[list.size() == 1 ? 0 : i]; };
  Integers result;
  for (std::size_t i = 0; i < count; ++i)
    result.push_back(at(at(*lists[0], i) != 0 ? *lists[1] : *lists[2], i));
  return result;
}

std::optional<TensorValues> product(const OnnxNode& node, std::size_t count) {
  const auto& values = node.input(0).values;
  const auto* list = values ? std::get_if<Integers>(&*values) : nullptr;
  if (list == nullptr || count != 1) return std::nullopt;
  return Integers{
      std::accumulate(list->begin(), list->end(), std::int64_t{1}, [](std::int64_t a, std::int64_t b) {
        return wrapped(static_cast<std::uint64_t>(a) * static_cast<std::uint64_t>(b));
      })};
}

std::optional<TensorValues> ranged(const OnnxNode& node, std::size_t count) {
  const auto lists = contents<Integers>(node);
  if (lists.size() != 3) return std::nullopt;
  Integers result;
  auto value = static_cast<std::uint64_t>(lists[0]->at(0));
  for (std::size_t i = 0; i < count; ++i, value += static_cast<std::uint64_t>(lists[2]->at(0))) {
    result.push_back(wrapped(value));
  }
  return result;
}

std::optional<TensorValues> repeated(const OnnxNode& node, std::size_t count) {
  const auto& values = node.input(0).values;
  if (!values) return std::nullopt;
  return std::visit(
      [count](const auto& list) -> std::optional<TensorValues> {
        if (list.size() == count) return list;
        if (list.size() != 1) return std::nullopt;
        return std::decay_t<decltype(list)>(count, list.front());
      },
      *values);
}

OnnxTensor integers(Integers values, TensorShape shape) {
  OnnxTensor tensor;
  tensor.type = onnx::TensorProto::INT64;
  tensor.shape = std::move(shape);
  tensor.constant = true;
  tensor.values = std::move(values);
  return tensor;
}

OnnxTensor reals(Reals values, TensorShape shape) {
  OnnxTensor tensor;
  tensor.type = onnx::TensorProto::FLOAT;
  tensor.shape = std::move(shape);
  tensor.constant = true;
  if (values.size() <= most_values) tensor.values = std::move(values);
  return tensor;
}

using Fold = std::optional<TensorValues> (*)(const OnnxNode&, std::size_t);

Fold fold_of(const std::string& op) {
  for (const char* copy : {"Identity", "Unsqueeze", "Squeeze", "Reshape", "Flatten"}) {
    if (op == copy) return copied;
  }
  if (op == "Concat") return concatenated;
  if (op == "Gather") return gathered;
  if (op == "Slice") return sliced;
  if (op == "Where") return chosen;
  if (op == "ReduceProd") return product;
  if (op == "Range") return ranged;
  if (op == "Expand" || op == "Tile") return repeated;
  return any_elementwise;
}

}  // namespace

void fold(const OnnxNode& node, OnnxTensor& output) {
  const double size = count_of(output.shape);
  if (size > static_cast<double>(most_values) || node.input_count() == 0) return;
  const auto count = static_cast<std::size_t>(size);
  output.values = node.op() == "Cast" ? cast(node, output, count) : fold_of(node.op())(node, count);
}

OnnxTensor constant_of(const OnnxNode& node) {
  for (const auto& attribute : node.proto().attribute()) {
    const std::string& name = attribute.name();
    if (name == "value") return stored_tensor(attribute.t());
    if (name == "value_int") return integers({attribute.i()}, {});
    if (name == "value_float") return reals({static_cast<double>(attribute.f())}, {});
    if (name == "value_ints") {
      OnnxTensor tensor =
          integers({attribute.ints().begin(), attribute.ints().end()}, {attribute.ints_size()});
      if (attribute.ints_size() > static_cast<int>(most_values)) tensor.values.reset();
      return tensor;
    }
    if (name == "value_floats") {
      return reals({attribute.floats().begin(), attribute.floats().end()}, {attribute.floats_size()});
    }
  }
  throw OnnxNodeError("it has no 'value' that is a tensor of numbers");
}

OnnxTensor constant_of_shape(const OnnxNode& node) {
  OnnxTensor tensor;
  tensor.shape = node.integers(0);
  tensor.constant = true;
  check_shape(tensor.shape);
  tensor.type = onnx::TensorProto::FLOAT;
  TensorValues value = Reals{0};
  if (const auto* written = node.attribute("value"); written != nullptr && written->has_t()) {
    const OnnxTensor filler = stored_tensor(written->t());
    if (count_of(filler.shape) != 1) throw OnnxNodeError("its 'value' must be one number");
    tensor.type = filler.type;
    if (!filler.values) return tensor;
    value = *filler.values;
  }
  const double count = count_of(tensor.shape);
  if (count <= static_cast<double>(most_values)) {
    tensor.values = std::visit(
        [count](const auto& list) {
          return TensorValues(std::decay_t<decltype(list)>(static_cast<std::size_t>(count), list.front()));
        },
        value);
  }
  return tensor;
}

OnnxTensor shape_of(const OnnxNode& node) {
  const TensorShape& shape = node.shape(0);
  const auto rank = static_cast<std::int64_t>(shape.size());
  const auto place = [rank](std::int64_t at) {
    return std::clamp(at < 0 ? std::max(at, -rank) + rank : at, std::int64_t{0}, rank);
  };
  const std::int64_t start = place(node.integer("start", 0));
  const std::int64_t end = std::max(start, place(node.integer("end", rank)));
  return integers(Integers(shape.begin() + start, shape.begin() + end), {end - start});
}

OnnxTensor size_of(const OnnxNode& node) {
  return integers({static_cast<std::int64_t>(count_of(node.shape(0)))}, {});
}

}  // namespace splitscape
