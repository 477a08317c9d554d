"""Multilayer perceptrons of the literature on predefined sparsity, as dense networks."""

from onnx_graph import Graph


def mlp(*neurons):
    """ReLU behind every layer but the last, as in intelligolabs/sparsity_sc_ee and souryadey/predefinedsparse-nnets; without
    the softmax at the end."""
    graph = Graph("mlp-" + "-".join(str(count) for count in neurons), (1, neurons[0]))
    x = "input"
    for number, count in enumerate(neurons[1:], 1):
        x = graph.fc(f"fc{number}", x, count)
        if number < len(neurons) - 1:
            x = graph.relu(f"relu{number}", x)
    graph.output(x)
    return graph
