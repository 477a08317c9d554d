"""The reference networks of MLPerf Tiny (C. Banbury et al., MLPerf Tiny Benchmark, NeurIPS 2021, arXiv 2106.07597). Their
Keras convolutions and fully connected layers have biases although batch normalisation follows."""

from mobilenet import V1
from onnx_graph import Graph


def conv_bn(graph, name, x, filters, kernel, stride=1, groups=1, relu=True):
    x = graph.batch_norm(f"{name}/bn", graph.conv_same(name, x, filters, kernel, stride, groups))
    return graph.relu(f"{name}/relu", x) if relu else x


def resnet_8():
    """Image classification: mlcommons/tiny, benchmark/training/image_classification/keras_model.py, commit
    bceb91c5ad2e2deb295547d81505721d3a87d578. The shortcuts have no batch normalisation."""
    graph = Graph("mlperf-tiny-resnet-8", (1, 3, 32, 32))
    x = conv_bn(graph, "conv1", "input", 16, 3)
    for stage, filters in enumerate((16, 32, 64), 1):
        name = f"stack{stage}"
        stride = 1 if stage == 1 else 2
        y = conv_bn(graph, f"{name}/conv1", x, filters, 3, stride)
        y = conv_bn(graph, f"{name}/conv2", y, filters, 3, relu=False)
        if stage > 1:
            x = graph.conv_same(f"{name}/shortcut", x, filters, 1, stride)
        x = graph.relu(name, graph.add(f"{name}/add", x, y))
    x = graph.average_pool("pool", x, 8, 8)
    graph.output(graph.softmax("softmax", graph.fc("fc", x, 10)))
    return graph


def mobilenet_v1_vww():
    """Visual wake words, MobileNet v1 of a quarter of the width on 96x96: benchmark/training/visual_wake_words/vww_model.py
    as in the fork ChoCho66/tiny, commit 223e6610ad0a151b1d909aa30d48f2e1366d5dac."""
    graph = Graph("mlperf-tiny-mobilenet-v1", (1, 3, 96, 96))
    x = conv_bn(graph, "conv1", "input", 8, 3, 2)
    for number, (filters, stride) in enumerate(V1, 2):
        channels = graph.shapes[x][1]
        x = conv_bn(graph, f"conv{number}/depthwise", x, channels, 3, stride, channels)
        x = conv_bn(graph, f"conv{number}/pointwise", x, filters // 4, 1)
    x = graph.average_pool("pool", x, 3, 3)
    graph.output(graph.softmax("softmax", graph.fc("fc", x, 2)))
    return graph


def ds_cnn():
    """Keyword spotting: benchmark/training/keyword_spotting/keras_model.py ("ds_cnn") as in the fork ChoCho66/tiny, commit
    223e6610ad0a151b1d909aa30d48f2e1366d5dac: 49 frames of 10 coefficients, 12 words."""
    graph = Graph("mlperf-tiny-ds-cnn", (1, 1, 49, 10))
    x = conv_bn(graph, "conv1", "input", 64, (10, 4), (2, 2))
    for number in range(2, 6):
        x = conv_bn(graph, f"conv{number}/depthwise", x, 64, 3, groups=64)
        x = conv_bn(graph, f"conv{number}/pointwise", x, 64, 1)
    x = graph.average_pool("pool", x, (24, 5), (24, 5))
    graph.output(graph.softmax("softmax", graph.fc("fc", x, 12)))
    return graph


def autoencoder():
    """Anomaly detection: benchmark/training/anomaly_detection/keras_model.py as in the fork jenna045/tiny, commit
    64a6446298c612f2218a9e98d94bfc58fc20d22e, on 640 values (5 frames of 128 bands)."""
    graph = Graph("mlperf-tiny-autoencoder", (1, 640))
    x = "input"
    for number, neurons in enumerate((128, 128, 128, 128, 8, 128, 128, 128, 128), 1):
        x = graph.batch_norm(f"bn{number}", graph.fc(f"fc{number}", x, neurons))
        x = graph.relu(f"relu{number}", x)
    graph.output(graph.fc("fc10", x, 640))
    return graph
