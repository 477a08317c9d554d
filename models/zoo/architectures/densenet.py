"""DenseNet."""

from onnx_graph import Graph

GROWTH = 32


def normalised_conv(graph, name, x, number, filters, kernel, pad=0):
    """The order of DenseNet: batch normalisation, ReLU, convolution."""
    x = graph.relu(f"{name}/relu{number}", graph.batch_norm(f"{name}/norm{number}", x))
    return graph.conv(f"{name}/conv{number}", x, filters, kernel, pad=pad, bias=False)


def densenet_121():
    """G. Huang, Z. Liu, L. van der Maaten, K. Q. Weinberger, Densely Connected Convolutional Networks, CVPR 2017, arXiv
    1608.06993, table 1, as in pytorch/vision, torchvision/models/densenet.py, commit
    5fbfd2b41a5f46d334c86cfba3da85a9b171cc0e. The last layer of a dense layer, block or transition has its name."""
    graph = Graph("densenet-121", (1, 3, 224, 224))
    x = graph.conv("conv0", "input", 2 * GROWTH, 7, 2, 3, bias=False)
    x = graph.relu("relu0", graph.batch_norm("norm0", x))
    x = graph.pool("pool0", x, 3, 2, 1)
    for block, layers in enumerate((6, 12, 24, 16), 1):
        for layer in range(1, layers + 1):
            name = f"block{block}/layer{layer}"
            y = normalised_conv(graph, name, x, 1, 4 * GROWTH, 1)
            y = normalised_conv(graph, name, y, 2, GROWTH, 3, pad=1)
            x = graph.concat(f"block{block}" if layer == layers else name, [x, y])
        if block < 4:
            name = f"transition{block}"
            x = graph.relu(f"{name}/relu", graph.batch_norm(f"{name}/norm", x))
            x = graph.conv(f"{name}/conv", x, graph.shapes[x][1] // 2, 1, bias=False)
            x = graph.average_pool(name, x, 2, 2)
    x = graph.relu("relu5", graph.batch_norm("norm5", x))
    x = graph.global_pool("pool5", x)
    graph.output(graph.fc("classifier", x, 1000))
    return graph
