"""Transformers: ViT and BERT. Heads are a dimension of their own, as frameworks export them."""

import math

import numpy
from onnx import TensorProto, helper
from onnx_graph import Graph


def attention(graph, name, x, heads):
    """A. Vaswani et al., Attention Is All You Need, NIPS 2017, arXiv 1706.03762, section 3.2."""
    _, tokens, width = graph.shapes[x]
    parts = {}
    for part, order in (("query", (0, 2, 1, 3)), ("key", (0, 2, 3, 1)), ("value", (0, 2, 1, 3))):
        y = graph.linear(f"{name}/{part}", x, width)
        y = graph.reshape(f"{name}/{part}/heads", y, (1, tokens, heads, width // heads))
        parts[part] = graph.transpose(f"{name}/{part}/transpose", y, order)
    y = graph.layer(f"{name}/scores", "MatMul", [parts["query"], parts["key"]], (1, heads, tokens, tokens))
    y = graph.like(f"{name}/scale", "Div", [y, graph.number(math.sqrt(width // heads))])
    y = graph.softmax(f"{name}/softmax", y)
    y = graph.layer(f"{name}/context", "MatMul", [y, parts["value"]], (1, heads, tokens, width // heads))
    y = graph.transpose(f"{name}/context/transpose", y, (0, 2, 1, 3))
    y = graph.reshape(f"{name}/context/tokens", y, (1, tokens, width))
    return graph.linear(f"{name}/output", y, width)


def feed_forward(graph, name, x, inner):
    y = graph.gelu(f"{name}/gelu", graph.linear(f"{name}/fc1", x, inner))
    return graph.linear(f"{name}/fc2", y, graph.shapes[x][-1])


def token(graph, name, x, number):
    """One token: (1, tokens, width) becomes (1, width)."""
    which = graph.constant(f"token {number}", numpy.array(number, dtype=numpy.int64))
    return graph.layer(name, "Gather", [x, which], (1, graph.shapes[x][-1]), axis=1)


def vit_b_16():
    """A. Dosovitskiy et al., An Image is Worth 16x16 Words, ICLR 2021, arXiv 2010.11929, table 1 (ViT-Base, patches of
    16x16), as in pytorch/vision, torchvision/models/vision_transformer.py, commit
    90a8f703cd1f83e4cc90f943643a9f03e97cfc0f. The last layer of a block has its name."""
    width, patches = 768, 14 * 14
    graph = Graph("vit-b-16", (1, 3, 224, 224))
    x = graph.conv("patches", "input", width, 16, 16)
    x = graph.transpose("patches/transpose", graph.reshape("patches/tokens", x, (1, width, patches)), (0, 2, 1))
    x = graph.layer("class_token", "Concat", [graph.weight("class_token.weight", (1, 1, width)), x],
                    (1, patches + 1, width), axis=1)
    x = graph.add("embeddings", x, graph.weight("embeddings.weight", (1, patches + 1, width)))
    for number in range(1, 13):
        name = f"block{number}"
        y = attention(graph, name, graph.layer_norm(f"{name}/norm1", x), 12)
        x = graph.add(f"{name}/add1", y, x)
        y = feed_forward(graph, name, graph.layer_norm(f"{name}/norm2", x), 4 * width)
        x = graph.add(name, x, y)
    x = token(graph, "class", graph.layer_norm("norm", x), 0)
    graph.output(graph.fc("head", x, 1000))
    return graph


def known_rows(graph, name, rows, numbers):
    """Rows of a table of embeddings that are the same for every sample."""
    which = graph.constant(f"{name}.rows", numpy.array([numbers], dtype=numpy.int64))
    graph.nodes.append(helper.make_node("Gather", [graph.weight(f"{name}.weight", (rows, 768)), which], [f"{name}.known"],
                                        name=f"{name}.known"))
    return f"{name}.known"


def bert_base():
    """J. Devlin, M.-W. Chang, K. Lee, K. Toutanova, BERT, NAACL 2019, arXiv 1810.04805 (BERT-base, 128 tokens), with the 12
    exits of X. Liu et al., Towards Efficient NLP (ElasticBERT), NAACL 2022, arXiv 2110.07038, as in fastnlp/ElasticBERT,
    finetune-dynamic/models/modeling_elasticbert_entropy.py, commit 6bed7042f19411418fde78715b8a06914ef084d9: a pooler and
    a classifier of two classes behind every block. The last layer of a block has its name."""
    width, tokens, classes = 768, 128, 2
    graph = Graph("bert-base", (1, tokens), TensorProto.INT32)

    def leave(name, classifier, x):
        y = graph.fc(f"{name}/pooler", token(graph, f"{name}/first", x, 0), width)
        graph.output(graph.fc(classifier, graph.like(f"{name}/tanh", "Tanh", [y]), classes))

    x = graph.layer("words", "Gather", [graph.weight("words.weight", (30522, width)), "input"], (1, tokens, width))
    x = graph.add("positions", x, known_rows(graph, "positions", 512, numpy.arange(tokens)))
    x = graph.add("types", x, known_rows(graph, "types", 2, numpy.zeros(tokens)))
    x = graph.layer_norm("embeddings", x)
    for number in range(1, 13):
        name = f"block{number}"
        y = attention(graph, name, x, 12)
        x = graph.layer_norm(f"{name}/norm1", graph.add(f"{name}/add1", y, x))
        y = feed_forward(graph, name, x, 4 * width)
        x = graph.layer_norm(name, graph.add(f"{name}/add2", y, x))
        if number < 12:
            leave(f"exit{number}", f"exit{number}/classifier", x)
    leave("end", "classifier", x)
    return graph
