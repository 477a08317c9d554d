"""VGG."""

from onnx_graph import Graph

CHANNELS = (64, 128, 256, 512, 512)


def vgg(name, convolutions):
    """K. Simonyan, A. Zisserman, Very Deep Convolutional Networks for Large-Scale Image Recognition, ICLR 2015, arXiv
    1409.1556, table 1; without the softmax at the end.
    @param convolutions in front of each of the five poolings"""
    graph = Graph(name, (1, 3, 224, 224))
    x = "input"
    for stage, (count, channels) in enumerate(zip(convolutions, CHANNELS), 1):
        for number in range(1, count + 1):
            x = graph.conv(f"conv{stage}_{number}", x, channels, 3, pad=1)
            x = graph.relu(f"relu{stage}_{number}", x)
        x = graph.pool(f"pool{stage}", x, 2, 2)
    for number in (6, 7):
        x = graph.relu(f"relu{number}", graph.fc(f"fc{number}", x, 4096))
    graph.output(graph.fc("fc8", x, 1000))
    return graph


def vgg_11():
    """Configuration A."""
    return vgg("vgg-11", (1, 1, 2, 2, 2))


def vgg_16():
    """Configuration D."""
    return vgg("vgg-16", (2, 2, 3, 3, 3))


def vgg_19():
    """Configuration E."""
    return vgg("vgg-19", (2, 2, 4, 4, 4))
