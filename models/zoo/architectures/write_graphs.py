"""Writes the architectures of this folder as ONNX graphs without weights.

usage: write_graphs.py DIRECTORY [NAME...]
Without names: all of them.
"""

import pathlib
import sys

import alexnet
import branchynet
import densenet
import efficientnet
import googlenet
import mlp
import mlperf_tiny
import mobilenet
import resnet
import shufflenet
import squeezenet
import tiny_yolo
import transformer
import vgg

NETWORKS = {
    "alexnet": alexnet.alexnet,
    "b-alexnet": branchynet.b_alexnet,
    "b-lenet": branchynet.b_lenet,
    "bert-base": transformer.bert_base,
    "densenet-121": densenet.densenet_121,
    "efficientnet-b0": efficientnet.efficientnet_b0,
    "googlenet": googlenet.googlenet,
    "mlp-784-112-10": lambda: mlp.mlp(784, 112, 10),
    "mlp-800-100-10": lambda: mlp.mlp(800, 100, 10),
    "mlp-800-3-3-10": lambda: mlp.mlp(800, 3, 3, 10),
    "mlp-800-40-40-10": lambda: mlp.mlp(800, 40, 40, 10),
    "mlperf-tiny-autoencoder": mlperf_tiny.autoencoder,
    "mlperf-tiny-ds-cnn": mlperf_tiny.ds_cnn,
    "mlperf-tiny-mobilenet-v1": mlperf_tiny.mobilenet_v1_vww,
    "mlperf-tiny-resnet-8": mlperf_tiny.resnet_8,
    "mobilenet-v1": mobilenet.mobilenet_v1,
    "mobilenet-v2": mobilenet.mobilenet_v2,
    "mobilenet-v2-i-splitee": mobilenet.mobilenet_v2_i_splitee,
    "mobilenet-v3-large": mobilenet.mobilenet_v3_large,
    "resnet-18": resnet.resnet_18,
    "resnet-50": resnet.resnet_50,
    "shufflenet-v1": shufflenet.shufflenet_v1,
    "shufflenet-v2": shufflenet.shufflenet_v2,
    "squeezenet-1.1": squeezenet.squeezenet_1_1,
    "tiny-yolov2": tiny_yolo.tiny_yolov2,
    "vgg-11": vgg.vgg_11,
    "vgg-16": vgg.vgg_16,
    "vgg-19": vgg.vgg_19,
    "vit-b-16": transformer.vit_b_16,
}


def main(arguments):
    if not arguments:
        sys.exit(__doc__.strip())
    directory = pathlib.Path(arguments[0])
    directory.mkdir(parents=True, exist_ok=True)
    for name in arguments[1:] or NETWORKS:
        if name not in NETWORKS:
            sys.exit(f"there is no architecture {name}; there are: {', '.join(NETWORKS)}")
        graph = NETWORKS[name]()
        (directory / f"{graph.name}.onnx").write_bytes(graph.model().SerializeToString(deterministic=True))


if __name__ == "__main__":
    main(sys.argv[1:])
