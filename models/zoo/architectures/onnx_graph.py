"""What the architectures of this folder are written with: ONNX graphs that have shapes and no weights.

A weight is a ConstantOfShape node, so that a file stays small whatever the network weighs. The name of a layer is that of
its node and of the tensor that it makes: it is what users write as a cut, or where they ask for sparsity.
"""

import math

import numpy
import onnx
from onnx import TensorProto, helper, numpy_helper, shape_inference

OPSET = 17  # the first with LayerNormalization
IR_VERSION = 8


def pair(value):
    """Height and width from one number for both, or from two."""
    return (value, value) if isinstance(value, int) else tuple(value)


def same_padding(sizes, kernel, stride):
    """What TensorFlow pads where it is told "same": top, left, bottom, right."""
    before, after = [], []
    for size, points, step in zip(sizes, pair(kernel), pair(stride)):
        padding = max((math.ceil(size / step) - 1) * step + points - size, 0)
        before.append(padding // 2)
        after.append(padding - padding // 2)
    return (*before, *after)


def make_divisible(value, divisor=8):
    """The width of a scaled layer in the MobileNets and their kin: the nearest multiple, not less than 90 %."""
    rounded = max(divisor, int(value + divisor / 2) // divisor * divisor)
    return rounded + divisor if rounded < 0.9 * value else rounded


class Graph:
    """A network as it grows, layer by layer, from one input. Every layer returns the name of its tensor."""

    def __init__(self, name, input_shape, input_type=TensorProto.FLOAT):
        self.name = name
        self.input_type = input_type
        self.shapes = {"input": tuple(input_shape)}
        self.nodes = []
        self.initializers = {}
        self.outputs = []

    # ---- the two ways in which a number enters a graph

    def weight(self, name, shape):
        """Trained values, of which only the shape is told."""
        of_shape = "shape " + "x".join(str(size) for size in shape)
        self.constant(of_shape, numpy.array(shape, dtype=numpy.int64))
        self.nodes.append(helper.make_node("ConstantOfShape", [of_shape], [name], name=name))
        return name

    def constant(self, name, values):
        """Values that are no weights: shapes, axes, bounds."""
        self.initializers[name] = numpy_helper.from_array(values, name)
        return name

    def number(self, value):
        return self.constant(f"number {value}", numpy.array(value, dtype=numpy.float32))

    def integers(self, *values):
        text = " ".join(str(value) for value in values)
        return self.constant(f"integers {text}", numpy.array(values, dtype=numpy.int64))

    # ---- any layer

    def layer(self, name, op, inputs, shape, **attributes):
        if name in self.shapes:
            raise ValueError(f"{self.name}: the layer {name} exists")
        self.shapes[name] = tuple(shape)
        self.nodes.append(helper.make_node(op, inputs, [name], name=name, **attributes))
        return name

    def like(self, name, op, inputs, **attributes):
        """A layer whose output has the shape of its first input."""
        return self.layer(name, op, inputs, self.shapes[inputs[0]], **attributes)

    def output(self, tensor):
        """An exit; the last one is the end of the network."""
        self.outputs.append(tensor)

    # ---- layers with weights

    def conv(self, name, x, filters, kernel, stride=1, pad=0, groups=1, bias=True, normalised=False):
        """pad: of all sides, or top, left, bottom, right. normalised: batch normalisation is folded in; the shift and the
        scaled mean, two values a filter, become the bias when the network is loaded."""
        (height, width), (down, right) = pair(kernel), pair(stride)
        pads = (pad,) * 4 if isinstance(pad, int) else tuple(pad)
        _, channels, rows, columns = self.shapes[x]
        inputs = [x, self.weight(f"{name}.weight", (filters, channels // groups, height, width))]
        if normalised:
            parts = [self.weight(f"{name}.{part}", (filters,)) for part in ("shift", "mean")]
            self.nodes.append(helper.make_node("Sub", parts, [f"{name}.bias"], name=f"{name}.bias"))
            inputs.append(f"{name}.bias")
        elif bias:
            inputs.append(self.weight(f"{name}.bias", (filters,)))
        shape = (1, filters, (rows + pads[0] + pads[2] - height) // down + 1,
                 (columns + pads[1] + pads[3] - width) // right + 1)
        return self.layer(name, "Conv", inputs, shape, kernel_shape=[height, width], strides=[down, right], pads=pads,
                          group=groups)

    def conv_same(self, name, x, filters, kernel, stride=1, groups=1, bias=True):
        return self.conv(name, x, filters, kernel, stride, same_padding(self.shapes[x][2:], kernel, stride), groups, bias)

    def fc(self, name, x, outputs, bias=True):
        """A fully connected layer on (1, inputs); other shapes are made flat first."""
        x = self.flat(f"{name}/flatten", x)
        inputs = [x, self.weight(f"{name}.weight", (outputs, self.shapes[x][1]))]
        if bias:
            inputs.append(self.weight(f"{name}.bias", (outputs,)))
        return self.layer(name, "Gemm", inputs, (1, outputs), transB=1)

    def linear(self, name, x, outputs):
        """A fully connected layer on each token: a product, and a bias."""
        *tokens, inputs = self.shapes[x]
        product = self.layer(name, "MatMul", [x, self.weight(f"{name}.weight", (inputs, outputs))], (*tokens, outputs))
        return self.like(f"{name}/bias", "Add", [product, self.weight(f"{name}.bias", (outputs,))])

    def batch_norm(self, name, x):
        """Two trained values a channel (scale and shift), and the two that training has measured."""
        channels = (self.shapes[x][1],)
        return self.like(name, "BatchNormalization",
                         [x] + [self.weight(f"{name}.{part}", channels) for part in ("scale", "shift", "mean", "variance")])

    def layer_norm(self, name, x):
        width = (self.shapes[x][-1],)
        return self.like(name, "LayerNormalization",
                         [x, self.weight(f"{name}.scale", width), self.weight(f"{name}.shift", width)], axis=-1)

    # ---- layers without

    def relu(self, name, x):
        return self.like(name, "Relu", [x])

    def relu6(self, name, x):
        return self.like(name, "Clip", [x, self.number(0), self.number(6)])

    def silu(self, name, x):
        return self.like(name, "Mul", [x, self.like(f"{name}/sigmoid", "Sigmoid", [x])])

    def gelu(self, name, x):
        """x/2 (1 + erf(x / sqrt 2)), operator by operator: opset 17 has no GELU."""
        y = self.like(f"{name}/scale", "Div", [x, self.number(math.sqrt(2))])
        y = self.like(f"{name}/erf", "Erf", [y])
        y = self.like(f"{name}/shift", "Add", [y, self.number(1)])
        y = self.like(f"{name}/product", "Mul", [x, y])
        return self.like(name, "Mul", [y, self.number(0.5)])

    def softmax(self, name, x):
        return self.like(name, "Softmax", [x], axis=-1)

    def add(self, name, x, y):
        return self.like(name, "Add", [x, y])

    def concat(self, name, inputs):
        channels = sum(self.shapes[x][1] for x in inputs)
        _, _, *area = self.shapes[inputs[0]]
        return self.layer(name, "Concat", inputs, (1, channels, *area), axis=1)

    def channels(self, name, x, first, end):
        """The channels from first to end, without the last."""
        _, _, *area = self.shapes[x]
        return self.layer(name, "Slice", [x, self.integers(first), self.integers(end), self.integers(1)],
                          (1, end - first, *area))

    def reshape(self, name, x, shape):
        return self.layer(name, "Reshape", [x, self.integers(*shape)], shape)

    def transpose(self, name, x, order):
        return self.layer(name, "Transpose", [x], [self.shapes[x][axis] for axis in order], perm=order)

    def flat(self, name, x):
        if len(self.shapes[x]) == 2:
            return x
        return self.layer(name, "Flatten", [x], (1, math.prod(self.shapes[x])))

    def pool(self, name, x, kernel, stride, pad=0, ceil=False, op="MaxPool"):
        """pad: of all sides, or top, left, bottom, right. ceil: an incomplete window at the end counts."""
        (height, width), (down, right) = pair(kernel), pair(stride)
        pads = (pad,) * 4 if isinstance(pad, int) else tuple(pad)
        _, channels, *area = self.shapes[x]
        rounded = math.ceil if ceil else math.floor
        shape = [1, channels]
        for size, padding, points, step in zip(area, (pads[0] + pads[2], pads[1] + pads[3]), (height, width), (down, right)):
            shape.append(rounded((size + padding - points) / step) + 1)
        return self.layer(name, op, [x], shape, kernel_shape=[height, width], strides=[down, right], pads=pads,
                          ceil_mode=int(ceil))

    def average_pool(self, name, x, kernel, stride, pad=0):
        return self.pool(name, x, kernel, stride, pad, op="AveragePool")

    def global_pool(self, name, x):
        return self.layer(name, "GlobalAveragePool", [x], (*self.shapes[x][:2], 1, 1))

    def shuffle(self, name, x, groups):
        """Channels of the groups in turn: as rows and columns of a matrix that is transposed."""
        _, channels, rows, columns = self.shapes[x]
        y = self.reshape(f"{name}/groups", x, (1, groups, channels // groups, rows, columns))
        y = self.transpose(f"{name}/transpose", y, (0, 2, 1, 3, 4))
        return self.reshape(name, y, (1, channels, rows, columns))

    # ---- the file

    def model(self):
        """The graph as ONNX, checked: shape inference must find the shapes that were told here."""
        inputs = [helper.make_tensor_value_info("input", self.input_type, self.shapes["input"])]
        outputs = [helper.make_tensor_value_info(x, TensorProto.FLOAT, self.shapes[x]) for x in self.outputs]
        graph = helper.make_graph(self.nodes, self.name, inputs, outputs, list(self.initializers.values()))
        model = helper.make_model(graph, producer_name="splitscape", ir_version=IR_VERSION,
                                  opset_imports=[helper.make_opsetid("", OPSET)])
        onnx.checker.check_model(model)
        inferred = shape_inference.infer_shapes(model, check_type=True, strict_mode=True, data_prop=True)
        for value in inferred.graph.value_info:
            shape = tuple(dimension.dim_value for dimension in value.type.tensor_type.shape.dim)
            if shape != self.shapes.get(value.name, shape):
                raise ValueError(f"{self.name}: {value.name} has the shape {shape}, not {self.shapes[value.name]}")
        return model
