"""ResNet."""

from convolutional import conv_bn
from onnx_graph import Graph


def basic(graph, name, x, channels, stride):
    y = conv_bn(graph, f"{name}/conv1", x, channels, 3, stride, 1, activation=graph.relu)
    y = conv_bn(graph, f"{name}/conv2", y, channels, 3, pad=1)
    return joined(graph, name, x, y, stride)


def bottleneck(graph, name, x, channels, stride):
    """The stride sits in the 3x3 convolution, as in torchvision ("ResNet v1.5"); in the paper in the first 1x1."""
    y = conv_bn(graph, f"{name}/conv1", x, channels, 1, activation=graph.relu)
    y = conv_bn(graph, f"{name}/conv2", y, channels, 3, stride, 1, activation=graph.relu)
    y = conv_bn(graph, f"{name}/conv3", y, 4 * channels, 1)
    return joined(graph, name, x, y, stride)


def joined(graph, name, x, y, stride):
    """The sum of a block and its shortcut, which is a projection where the shapes differ."""
    if graph.shapes[x] != graph.shapes[y]:
        x = conv_bn(graph, f"{name}/shortcut", x, graph.shapes[y][1], 1, stride)
    return graph.relu(name, graph.add(f"{name}/add", y, x))


def resnet(name, block, blocks):
    """K. He, X. Zhang, S. Ren, J. Sun, Deep Residual Learning for Image Recognition, CVPR 2016, arXiv 1512.03385, table 1,
    as in pytorch/vision, torchvision/models/resnet.py. The last layer of a block has its name."""
    graph = Graph(name, (1, 3, 224, 224))
    x = conv_bn(graph, "conv1", "input", 64, 7, 2, 3, activation=graph.relu)
    x = graph.pool("pool1", x, 3, 2, 1)
    for stage, (count, channels) in enumerate(zip(blocks, (64, 128, 256, 512)), 2):
        for number in range(1, count + 1):
            x = block(graph, f"stage{stage}/block{number}", x, channels, 2 if stage > 2 and number == 1 else 1)
    x = graph.global_pool("pool5", x)
    graph.output(graph.fc("fc", x, 1000))
    return graph


def resnet_18():
    return resnet("resnet-18", basic, (2, 2, 2, 2))


def resnet_50():
    return resnet("resnet-50", bottleneck, (3, 4, 6, 3))
