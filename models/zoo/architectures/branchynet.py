"""The networks of BranchyNet: convolutions and fully connected layers include their activation, as its timer does."""

from onnx_graph import Graph


def b_lenet():
    """S. Teerapittayanon, B. McDanel, H. T. Kung, BranchyNet, ICPR 2016, arXiv 1709.01686, as in kunglab/branchynet,
    networks/lenet_mnist.py, commit 7c2e32ba68f9c92eee923f0a043e0fafa1c8792a. Chainer's poolings count incomplete windows."""
    graph = Graph("b-lenet", (1, 1, 28, 28))
    x = graph.conv("conv1", "input", 5, 5, pad=3)
    y = graph.pool("exit1/pool1", x, 2, 2, ceil=True)
    y = graph.pool("exit1/pool2", graph.conv("exit1/conv", y, 10, 3, pad=1), 2, 2, ceil=True)
    graph.output(graph.fc("exit1/fc", y, 10))
    x = graph.pool("pool1", x, 2, 2, ceil=True)
    x = graph.pool("pool2", graph.conv("conv2", x, 10, 5, pad=3), 2, 2, ceil=True)
    x = graph.pool("pool3", graph.conv("conv3", x, 20, 5, pad=3), 2, 2, ceil=True)
    graph.output(graph.fc("fc2", graph.fc("fc1", x, 84), 10))
    return graph


def b_alexnet():
    """The same, networks/alex_cifar10.py, commit f16d273f7f71c2392c5102932d356e007181596f; local response normalisations
    belong to the poolings before them."""
    graph = Graph("b-alexnet", (1, 3, 32, 32))
    x = graph.pool("pool1", graph.conv("conv1", "input", 32, 5, pad=2), 3, 2, ceil=True)
    x = graph.conv("conv2", x, 64, 5, pad=2)
    y = graph.pool("exit1/pool1", x, 3, 2, ceil=True)
    y = graph.conv("exit1/conv2", graph.conv("exit1/conv1", y, 32, 3, pad=1), 32, 3, pad=1)
    graph.output(graph.fc("exit1/fc", graph.pool("exit1/pool2", y, 3, 2, ceil=True), 10))
    x = graph.pool("pool2", x, 3, 2, ceil=True)
    x = graph.conv("conv3", x, 96, 3, pad=1)
    y = graph.conv("exit2/conv", graph.pool("exit2/pool1", x, 3, 2, ceil=True), 32, 3, pad=1)
    graph.output(graph.fc("exit2/fc", graph.pool("exit2/pool2", y, 3, 2, ceil=True), 10))
    x = graph.conv("conv5", graph.conv("conv4", x, 96, 3, pad=1), 64, 3, pad=1)
    x = graph.pool("pool3", x, 3, 2, ceil=True)
    x = graph.fc("fc2", graph.fc("fc1", x, 256), 128)
    graph.output(graph.fc("fc3", x, 10))
    return graph
