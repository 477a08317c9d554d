"""Tiny YOLOv2."""

from onnx_graph import Graph


def tiny_yolov2():
    """pjreddie/darknet, cfg/tiny-yolo-voc.cfg, commit 7d34850008b7ed5956bd427e9e74695e1ef46d75, at 288x288 as in C. Hu,
    W. Bao, D. Wang, F. Liu, Dynamic Adaptive DNN Surgery, INFOCOM 2019 (DADS): convolutions include batch normalisation,
    folded into a bias a filter, and leaky ReLU, as its times do."""
    graph = Graph("tiny-yolov2", (1, 3, 288, 288))
    x = "input"
    for number, filters in enumerate((16, 32, 64, 128, 256, 512), 1):
        x = graph.conv(f"conv{number}", x, filters, 3, pad=1)
        if number < 6:
            x = graph.pool(f"max{number}", x, 2, 2)
        else:
            x = graph.pool(f"max{number}", x, 2, 1, (0, 0, 1, 1))
    x = graph.conv("conv8", graph.conv("conv7", x, 1024, 3, pad=1), 1024, 3, pad=1)
    graph.output(graph.conv("conv9", x, 125, 1))
    return graph
