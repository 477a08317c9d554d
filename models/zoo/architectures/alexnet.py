"""AlexNet."""

from onnx_graph import Graph


def alexnet():
    """A. Krizhevsky, I. Sutskever, G. E. Hinton, ImageNet Classification with Deep Convolutional Neural Networks, NIPS 2012,
    as BVLC/caffe has it: models/bvlc_alexnet/deploy.prototxt, commit 310574f222e86a24a117c511ed9d2d716ad72dab. 227x227,
    groups of 2 in conv2, conv4 and conv5; without the softmax at the end.
    724 M multiply-accumulates and 61 M weights: V. Sze et al., Proc. IEEE 2017, table II."""
    graph = Graph("alexnet", (1, 3, 227, 227))
    x = "input"
    for number, filters, kernel, stride, pad, groups in ((1, 96, 11, 4, 0, 1), (2, 256, 5, 1, 2, 2)):
        x = graph.conv(f"conv{number}", x, filters, kernel, stride, pad, groups)
        x = graph.relu(f"relu{number}", x)
        x = graph.like(f"norm{number}", "LRN", [x], size=5, alpha=0.0001, beta=0.75)
        x = graph.pool(f"pool{number}", x, 3, 2)
    for number, filters, groups in ((3, 384, 1), (4, 384, 2), (5, 256, 2)):
        x = graph.conv(f"conv{number}", x, filters, 3, pad=1, groups=groups)
        x = graph.relu(f"relu{number}", x)
    x = graph.pool("pool5", x, 3, 2)
    for number in (6, 7):
        x = graph.relu(f"relu{number}", graph.fc(f"fc{number}", x, 4096))
    graph.output(graph.fc("fc8", x, 1000))
    return graph
