"""Blocks that several families of convolutional networks share."""


def conv_bn(graph, name, x, filters, kernel, stride=1, pad=0, groups=1, activation=None, last=None):
    """A convolution without bias, batch normalisation, and an activation of the graph (or none).
    @param last the name of the last of them, where it ends a block; else name/bn or name/relu"""
    x = graph.conv(name, x, filters, kernel, stride, pad, groups, bias=False)
    if activation is None:
        return graph.batch_norm(last or f"{name}/bn", x)
    return activation(last or f"{name}/{activation.__name__}", graph.batch_norm(f"{name}/bn", x))
