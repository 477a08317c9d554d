"""MobileNet 1, 2 and 3, and MobileNetV2 with the exits of I-SplitEE."""

from convolutional import conv_bn
from onnx_graph import Graph, make_divisible

# filters and stride of the depthwise separable convolutions of MobileNet v1 (table 1 of its paper)
V1 = ((64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2), (512, 1), (512, 1), (512, 1), (512, 1), (512, 1),
      (1024, 2), (1024, 1))

# expansion, channels, repetitions, stride of the first (MobileNetV2, table 2)
V2 = ((1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1))

# kernel, expanded channels, channels, squeeze and excitation, hard swish, stride (MobileNetV3, table 1)
V3_LARGE = ((3, 16, 16, False, False, 1), (3, 64, 24, False, False, 2), (3, 72, 24, False, False, 1),
            (5, 72, 40, True, False, 2), (5, 120, 40, True, False, 1), (5, 120, 40, True, False, 1),
            (3, 240, 80, False, True, 2), (3, 200, 80, False, True, 1), (3, 184, 80, False, True, 1),
            (3, 184, 80, False, True, 1), (3, 480, 112, True, True, 1), (3, 672, 112, True, True, 1),
            (5, 672, 160, True, True, 2), (5, 960, 160, True, True, 1), (5, 960, 160, True, True, 1))


def mobilenet_v1():
    """A. G. Howard et al., MobileNets, 2017, arXiv 1704.04861, table 1, as in keras-team/keras-applications,
    keras_applications/mobilenet.py, commit 05ff4705388b34c9d335f350753e1e99df2fc0e9 (ReLU6; the classifier is a 1x1
    convolution with bias). 569 M multiply-accumulates and 4.2 M parameters: its table 4."""
    graph = Graph("mobilenet-v1", (1, 3, 224, 224))
    x = conv_bn(graph, "conv1", "input", 32, 3, 2, (0, 0, 1, 1), activation=graph.relu6)
    for number, (filters, stride) in enumerate(V1, 2):
        channels = graph.shapes[x][1]
        pad = 1 if stride == 1 else (0, 0, 1, 1)  # Keras pads below and on the right only
        x = conv_bn(graph, f"conv{number}/depthwise", x, channels, 3, stride, pad, channels, graph.relu6)
        x = conv_bn(graph, f"conv{number}/pointwise", x, filters, 1, activation=graph.relu6)
    x = graph.global_pool("pool", x)
    graph.output(graph.flat("classes", graph.conv("classifier", x, 1000, 1)))
    return graph


def inverted_residual(graph, name, x, expansion, channels, stride):
    inputs = graph.shapes[x][1]
    y = x
    if expansion != 1:
        y = conv_bn(graph, f"{name}/expand", y, expansion * inputs, 1, activation=graph.relu6)
    y = conv_bn(graph, f"{name}/depthwise", y, expansion * inputs, 3, stride, 1, expansion * inputs, graph.relu6)
    if stride != 1 or inputs != channels:
        return conv_bn(graph, f"{name}/project", y, channels, 1, last=name)
    return graph.add(name, conv_bn(graph, f"{name}/project", y, channels, 1), x)


def mobilenet_v2_trunk(graph, behind_layer=lambda graph, number, x: None):
    """The 19 children of torchvision's `features`; the last operator of each has the name of the layer.
    @param behind_layer is called with the number and the output of each layer"""
    x = conv_bn(graph, "layer1/conv", "input", 32, 3, 2, 1, activation=graph.relu6, last="layer1")
    behind_layer(graph, 1, x)
    number = 1
    for expansion, channels, count, stride in V2:
        for repetition in range(count):
            number += 1
            x = inverted_residual(graph, f"layer{number}", x, expansion, channels, stride if repetition == 0 else 1)
            behind_layer(graph, number, x)
    return conv_bn(graph, "layer19/conv", x, 1280, 1, activation=graph.relu6, last="layer19")


def mobilenet_v2():
    """M. Sandler, A. Howard, M. Zhu, A. Zhmoginov, L.-C. Chen, MobileNetV2, CVPR 2018, arXiv 1801.04381, table 2, as in
    pytorch/vision, torchvision/models/mobilenetv2.py, commit 9173b13b7ed3f9cc2426fe84aa15b47969a69828."""
    graph = Graph("mobilenet-v2", (1, 3, 224, 224))
    x = graph.global_pool("pool", mobilenet_v2_trunk(graph))
    graph.output(graph.fc("classifier", x, 1000))
    return graph


def mobilenet_v2_i_splitee():
    """I-SplitEE, ICC 2024, arXiv 2401.10541, as in Div290/I-SplitEE, ee_nn.py and config.py, commit a8215eb33d8c23dde88e6e65632b560adf19b397: torchvision's MobileNetV2 on 300x300, exits behind the
    layers 3, 6, 9, 12, 15 and 18 of 19, each of batch normalisation, global average pooling and a fully connected layer
    (exit type "bnpool"), 10 classes (CIFAR-10)."""
    classes = 10

    def exit_behind(graph, number, x):
        if number % 3 == 0:
            name = f"exit{number // 3}"
            y = graph.global_pool(f"{name}/pool", graph.batch_norm(f"{name}/bn", x))
            graph.output(graph.fc(f"{name}/classifier", y, classes))

    graph = Graph("mobilenet-v2-i-splitee", (1, 3, 300, 300))
    x = graph.global_pool("pool", mobilenet_v2_trunk(graph, exit_behind))
    graph.output(graph.fc("classifier", x, classes))
    return graph


def squeeze_and_excitation(graph, name, x, channels):
    y = graph.global_pool(f"{name}/pool", x)
    y = graph.relu(f"{name}/relu", graph.conv(f"{name}/fc1", y, channels, 1))
    y = graph.conv(f"{name}/fc2", y, graph.shapes[x][1], 1)
    return graph.like(name, "Mul", [x, graph.like(f"{name}/gate", "HardSigmoid", [y], alpha=1 / 6)])


def mobilenet_v3_large():
    """A. Howard et al., Searching for MobileNetV3, ICCV 2019, arXiv 1905.02244, table 1, as in pytorch/vision,
    torchvision/models/mobilenetv3.py, commit 2f7f558158c83c8119a02cd2446d85cd3c4c20e9."""
    graph = Graph("mobilenet-v3-large", (1, 3, 224, 224))

    def hard_swish(name, x):
        return graph.like(name, "HardSwish", [x])

    x = conv_bn(graph, "conv1", "input", 16, 3, 2, 1, activation=hard_swish)
    for number, (kernel, expanded, channels, excited, swish, stride) in enumerate(V3_LARGE, 1):
        name = f"block{number}"
        inputs = graph.shapes[x][1]
        activation = hard_swish if swish else graph.relu
        y = x
        if expanded != inputs:
            y = conv_bn(graph, f"{name}/expand", y, expanded, 1, activation=activation)
        y = conv_bn(graph, f"{name}/depthwise", y, expanded, kernel, stride, kernel // 2, expanded, activation)
        if excited:
            y = squeeze_and_excitation(graph, f"{name}/se", y, make_divisible(expanded // 4))
        if stride == 1 and inputs == channels:
            x = graph.add(name, conv_bn(graph, f"{name}/project", y, channels, 1), x)
        else:
            x = conv_bn(graph, f"{name}/project", y, channels, 1, last=name)
    x = conv_bn(graph, "conv2", x, 960, 1, activation=hard_swish)
    x = graph.global_pool("pool", x)
    x = hard_swish("classifier/hard_swish", graph.fc("classifier/fc1", x, 1280))
    graph.output(graph.fc("classifier", x, 1000))
    return graph
