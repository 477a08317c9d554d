"""GoogLeNet."""

from convolutional import conv_bn
from onnx_graph import Graph

# channels of 1x1; of the reduction before 3x3 and of 3x3; the same of 5x5; behind the pooling (table 1 of the paper)
MODULES = {"3a": (64, 96, 128, 16, 32, 32), "3b": (128, 128, 192, 32, 96, 64), "4a": (192, 96, 208, 16, 48, 64),
           "4b": (160, 112, 224, 24, 64, 64), "4c": (128, 128, 256, 24, 64, 64), "4d": (112, 144, 288, 32, 64, 64),
           "4e": (256, 160, 320, 32, 128, 128), "5a": (256, 160, 320, 32, 128, 128), "5b": (384, 192, 384, 48, 128, 128)}


def inception(graph, name, x, ones, before_threes, threes, before_fives, fives, pooled):
    branches = [conv_bn(graph, f"{name}/1x1", x, ones, 1, activation=graph.relu)]
    y = conv_bn(graph, f"{name}/3x3_reduce", x, before_threes, 1, activation=graph.relu)
    branches.append(conv_bn(graph, f"{name}/3x3", y, threes, 3, pad=1, activation=graph.relu))
    y = conv_bn(graph, f"{name}/5x5_reduce", x, before_fives, 1, activation=graph.relu)
    branches.append(conv_bn(graph, f"{name}/5x5", y, fives, 3, pad=1, activation=graph.relu))
    y = graph.pool(f"{name}/pool", x, 3, 1, 1)
    branches.append(conv_bn(graph, f"{name}/pool_proj", y, pooled, 1, activation=graph.relu))
    return graph.concat(name, branches)


def googlenet():
    """C. Szegedy et al., Going Deeper with Convolutions, CVPR 2015, arXiv 1409.4842, table 1, as in pytorch/vision,
    torchvision/models/googlenet.py, commit 0413037ab4328016a046123834001341eb3cb715, without the auxiliary classifiers:
    batch normalisation in place of local response normalisation, and 3x3 in the branches that are 5x5 in the paper
    (pytorch/vision issue 906). The last layer of a module has its name."""
    graph = Graph("googlenet", (1, 3, 224, 224))
    x = conv_bn(graph, "conv1", "input", 64, 7, 2, 3, activation=graph.relu)
    x = graph.pool("pool1", x, 3, 2, ceil=True)
    x = conv_bn(graph, "conv2", x, 64, 1, activation=graph.relu)
    x = conv_bn(graph, "conv3", x, 192, 3, pad=1, activation=graph.relu)
    x = graph.pool("pool2", x, 3, 2, ceil=True)
    for module, channels in MODULES.items():
        if module == "4a":
            x = graph.pool("pool3", x, 3, 2, ceil=True)
        if module == "5a":
            x = graph.pool("pool4", x, 2, 2, ceil=True)
        x = inception(graph, f"inception{module}", x, *channels)
    x = graph.global_pool("pool5", x)
    graph.output(graph.fc("fc", x, 1000))
    return graph
