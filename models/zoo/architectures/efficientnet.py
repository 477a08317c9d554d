"""EfficientNet."""

from convolutional import conv_bn
from onnx_graph import Graph

# expansion, kernel, stride of the first, channels, repetitions (table 1 of the paper)
B0 = ((1, 3, 1, 16, 1), (6, 3, 2, 24, 2), (6, 5, 2, 40, 2), (6, 3, 2, 80, 3), (6, 5, 1, 112, 3), (6, 5, 2, 192, 4),
      (6, 3, 1, 320, 1))


def mbconv(graph, name, x, expansion, kernel, stride, channels):
    inputs = graph.shapes[x][1]
    expanded = expansion * inputs
    y = x
    if expansion != 1:
        y = conv_bn(graph, f"{name}/expand", y, expanded, 1, activation=graph.silu)
    y = conv_bn(graph, f"{name}/depthwise", y, expanded, kernel, stride, kernel // 2, expanded, graph.silu)
    gate = graph.global_pool(f"{name}/se/pool", y)
    gate = graph.silu(f"{name}/se/silu", graph.conv(f"{name}/se/fc1", gate, max(1, inputs // 4), 1))
    gate = graph.like(f"{name}/se/gate", "Sigmoid", [graph.conv(f"{name}/se/fc2", gate, expanded, 1)])
    y = graph.like(f"{name}/se", "Mul", [y, gate])
    if stride != 1 or inputs != channels:
        return conv_bn(graph, f"{name}/project", y, channels, 1, last=name)
    return graph.add(name, conv_bn(graph, f"{name}/project", y, channels, 1), x)


def efficientnet_b0():
    """M. Tan, Q. V. Le, EfficientNet, ICML 2019, arXiv 1905.11946, table 1, as in pytorch/vision,
    torchvision/models/efficientnet.py, commit 07a929e8b851242b1c75c9016ee06a8e502961d8."""
    graph = Graph("efficientnet-b0", (1, 3, 224, 224))
    x = conv_bn(graph, "conv1", "input", 32, 3, 2, 1, activation=graph.silu)
    number = 0
    for expansion, kernel, stride, channels, count in B0:
        for repetition in range(count):
            number += 1
            x = mbconv(graph, f"block{number}", x, expansion, kernel, stride if repetition == 0 else 1, channels)
    x = conv_bn(graph, "conv2", x, 1280, 1, activation=graph.silu)
    x = graph.global_pool("pool", x)
    graph.output(graph.fc("classifier", x, 1000))
    return graph
