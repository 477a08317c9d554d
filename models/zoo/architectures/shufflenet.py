"""ShuffleNet 1 and 2."""

from convolutional import conv_bn
from onnx_graph import Graph


def shufflenet_v1():
    """X. Zhang, X. Zhou, M. Lin, J. Sun, ShuffleNet, CVPR 2018, arXiv 1707.01083, 1x with 3 groups, as in
    megvii-model/ShuffleNet-Series, ShuffleNetV1/blocks.py and network.py, commit
    a96672fd98f18666f813b66c9f2a40495abc94b0 (the classifier has no bias). The last layer of a block has its name."""
    groups = 3
    graph = Graph("shufflenet-v1", (1, 3, 224, 224))
    x = conv_bn(graph, "conv1", "input", 24, 3, 2, 1, activation=graph.relu)
    x = graph.pool("pool1", x, 3, 2, 1)
    for stage, (count, channels) in enumerate(((4, 240), (8, 480), (4, 960)), 2):
        for number in range(1, count + 1):
            name = f"stage{stage}/block{number}"
            inputs, middle = graph.shapes[x][1], channels // 4
            first = stage == 2 and number == 1
            stride = 2 if number == 1 else 1
            y = conv_bn(graph, f"{name}/conv1", x, middle, 1, groups=1 if first else groups, activation=graph.relu)
            y = conv_bn(graph, f"{name}/conv2", y, middle, 3, stride, 1, middle)
            y = graph.shuffle(f"{name}/shuffle", y, groups)
            y = conv_bn(graph, f"{name}/conv3", y, channels - inputs if stride == 2 else channels, 1, groups=groups)
            if stride == 2:
                y = graph.relu(f"{name}/relu", y)
                x = graph.concat(name, [graph.average_pool(f"{name}/pool", x, 3, 2, 1), y])
            else:
                x = graph.relu(name, graph.add(f"{name}/add", y, x))
    x = graph.average_pool("pool5", x, 7, 7)
    graph.output(graph.fc("classifier", x, 1000, bias=False))
    return graph


def shufflenet_v2():
    """N. Ma, X. Zhang, H.-T. Zheng, J. Sun, ShuffleNet V2, ECCV 2018, arXiv 1807.11164, 1x, as in pytorch/vision,
    torchvision/models/shufflenetv2.py, commit dd1adb070c867777e7b5332485923cde67cc99ef. The last layer of a block has its
    name."""
    graph = Graph("shufflenet-v2", (1, 3, 224, 224))
    x = conv_bn(graph, "conv1", "input", 24, 3, 2, 1, activation=graph.relu)
    x = graph.pool("pool1", x, 3, 2, 1)
    for stage, (count, channels) in enumerate(((4, 116), (8, 232), (4, 464)), 2):
        half = channels // 2
        for number in range(1, count + 1):
            name = f"stage{stage}/block{number}"
            inputs = graph.shapes[x][1]
            if number == 1:
                left = conv_bn(graph, f"{name}/left/conv1", x, inputs, 3, 2, 1, inputs)
                left = conv_bn(graph, f"{name}/left/conv2", left, half, 1, activation=graph.relu)
                right, stride = x, 2
            else:
                left = graph.channels(f"{name}/left", x, 0, half)
                right, stride = graph.channels(f"{name}/right", x, half, channels), 1
            right = conv_bn(graph, f"{name}/right/conv1", right, half, 1, activation=graph.relu)
            right = conv_bn(graph, f"{name}/right/conv2", right, half, 3, stride, 1, half)
            right = conv_bn(graph, f"{name}/right/conv3", right, half, 1, activation=graph.relu)
            x = graph.shuffle(name, graph.concat(f"{name}/concat", [left, right]), 2)
    x = conv_bn(graph, "conv5", x, 1024, 1, activation=graph.relu)
    x = graph.global_pool("pool5", x)
    graph.output(graph.fc("classifier", x, 1000))
    return graph
