"""Tiny YOLOv2."""

from onnx_graph import Graph


def tiny_yolov2():
    """pjreddie/darknet, cfg/tiny-yolo-voc.cfg, commit 7d34850008b7ed5956bd427e9e74695e1ef46d75, at 288x288 as in C. Hu,
    W. Bao, D. Wang, F. Liu, Dynamic Adaptive DNN Surgery, INFOCOM 2019 (DADS): convolutions include batch normalisation,
    and leaky ReLU, as its times do. The region layer at the end makes
    probabilities of the 5 x (5 + 20) values of a cell."""
    graph = Graph("tiny-yolov2", (1, 3, 288, 288))
    x = "input"
    for number, filters in enumerate((16, 32, 64, 128, 256, 512), 1):
        x = graph.conv(f"conv{number}", x, filters, 3, pad=1, normalised=True)
        if number < 6:
            x = graph.pool(f"max{number}", x, 2, 2)
        else:
            x = graph.pool(f"max{number}", x, 2, 1, (0, 0, 1, 1))
    for number in (7, 8):
        x = graph.conv(f"conv{number}", x, 1024, 3, pad=1, normalised=True)
    graph.output(graph.like("output", "Sigmoid", [graph.conv("conv9", x, 125, 1)]))
    return graph
