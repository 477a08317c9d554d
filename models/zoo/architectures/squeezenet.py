"""SqueezeNet."""

from onnx_graph import Graph

# squeezed channels and half of the expanded ones; None: a pooling
V1_1 = ((16, 64), (16, 64), None, (32, 128), (32, 128), None, (48, 192), (48, 192), (64, 256), (64, 256))


def squeezenet_1_1():
    """F. N. Iandola et al., SqueezeNet, 2016, arXiv 1602.07360, release 1.1, as in pytorch/vision,
    torchvision/models/squeezenet.py, commit d5747d333acdcb8ceb461a96e377a677fef81582. Fire modules are counted from 2,
    as in the paper; the last layer of one has its name."""
    graph = Graph("squeezenet-1.1", (1, 3, 224, 224))
    x = graph.relu("relu1", graph.conv("conv1", "input", 64, 3, 2))
    x = graph.pool("pool1", x, 3, 2, ceil=True)
    number = 1
    for module in V1_1:
        if module is None:
            x = graph.pool(f"pool{number}", x, 3, 2, ceil=True)
            continue
        number += 1
        name = f"fire{number}"
        squeezed, expanded = module
        x = graph.relu(f"{name}/squeeze/relu", graph.conv(f"{name}/squeeze", x, squeezed, 1))
        small = graph.relu(f"{name}/expand1x1/relu", graph.conv(f"{name}/expand1x1", x, expanded, 1))
        large = graph.relu(f"{name}/expand3x3/relu", graph.conv(f"{name}/expand3x3", x, expanded, 3, pad=1))
        x = graph.concat(name, [small, large])
    x = graph.relu("relu10", graph.conv("conv10", x, 1000, 1))
    graph.output(graph.flat("classes", graph.global_pool("pool10", x)))
    return graph
