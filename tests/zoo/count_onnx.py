"""Counts multiply-accumulates and trained values of ONNX graphs: independent of the program, it shares no code with it.

usage: count_onnx.py GRAPH.onnx...
Prints a line a graph: name, multiply-accumulates and parameters of the trunk (what the last output needs), and of each exit
(every other output) those of the layers that only it needs.

A multiply-accumulate is one of a convolution or of a product of matrices; everything else counts as none. A parameter is a
value of a weight: an initialiser or a ConstantOfShape of floating point with more than one value, but for the mean and the
variance of a batch normalisation, which are measured and not trained.
"""

import math
import sys

import onnx
from onnx import numpy_helper, shape_inference


def shapes_of(graph):
    shapes = {}
    for value in (*graph.input, *graph.value_info, *graph.output):
        shapes[value.name] = [dimension.dim_value for dimension in value.type.tensor_type.shape.dim]
    for tensor in graph.initializer:
        shapes[tensor.name] = list(tensor.dims)
    return shapes


def macs_of(node, shapes):
    if node.op_type == "Conv":
        weights = shapes[node.input[1]]
        return math.prod(shapes[node.output[0]]) * math.prod(weights[1:])
    if node.op_type in ("Gemm", "MatMul"):
        transposed = any(attribute.name == "transA" and attribute.i for attribute in node.attribute)
        left = shapes[node.input[0]]
        return math.prod(shapes[node.output[0]]) * left[-2 if transposed else -1]
    return 0


class Counter:
    def __init__(self, path):
        model = shape_inference.infer_shapes(onnx.load(path), strict_mode=True, data_prop=True)
        self.graph = model.graph
        self.shapes = shapes_of(self.graph)
        self.maker = {output: number for number, node in enumerate(self.graph.node) for output in node.output}
        values = {tensor.name: numpy_helper.to_array(tensor) for tensor in self.graph.initializer}
        self.weights = {name: array.size for name, array in values.items() if array.dtype.kind == "f" and array.size > 1}
        for node in self.graph.node:
            if node.op_type == "ConstantOfShape":
                self.weights[node.output[0]] = int(values[node.input[0]].prod())

    def needed_by(self, output):
        """Numbers of the nodes, and names of the weights, without which this output cannot be made."""
        nodes, weights, waiting = set(), set(), [output]
        while waiting:
            name = waiting.pop()
            if name in self.weights:
                weights.add(name)
            elif name in self.maker and self.maker[name] not in nodes:
                nodes.add(self.maker[name])
                node = self.graph.node[self.maker[name]]
                waiting += node.input[:3] if node.op_type == "BatchNormalization" else node.input
        return nodes, weights

    def sums(self):
        """Pairs of multiply-accumulates and parameters: of the trunk, and of each exit."""
        *exits, end = [output.name for output in self.graph.output]
        trunk = self.needed_by(end)
        parts = [trunk] + [tuple(mine - common for mine, common in zip(self.needed_by(exit), trunk)) for exit in exits]
        return [(sum(macs_of(self.graph.node[number], self.shapes) for number in nodes),
                 sum(self.weights[name] for name in weights)) for nodes, weights in parts]


def main(paths):
    if not paths:
        sys.exit(__doc__.strip())
    for path in paths:
        counter = Counter(path)
        print(counter.graph.name, *(f"{macs} {parameters}" for macs, parameters in counter.sums()))


if __name__ == "__main__":
    main(sys.argv[1:])
