"""Operations of recorded graphs, after the definitions in ../breadth/README.md."""
import math

import torch
import torch.nn.functional as F

PAIRS = {"conv1d": 1, "conv2d": 2, "conv_transpose2d": 2}
"""Convolutions, and over how many axes they run."""

CONVOLUTION = dict(stride=1, padding=0, dilation=1, groups=1, bias=True)

DEFAULTS = {
    "dense": dict(bias=True),
    "conv1d": CONVOLUTION,
    "conv2d": CONVOLUTION,
    "conv_transpose2d": dict(CONVOLUTION, output_padding=0),
    "max_pool2d": dict(padding=0),
    "avg_pool2d": dict(padding=0, count_include_pad=True),
    "mean": dict(keep_axes=False),
    "batch_norm1d": dict(momentum=0.1, eps=1e-5, affine=True),
    "batch_norm2d": dict(momentum=0.1, eps=1e-5, affine=True),
    "layer_norm": dict(eps=1e-5, affine=True),
    "group_norm": dict(eps=1e-5, affine=True),
    "rms_norm": dict(eps=1e-6),
    "lstm": {"layers": 1, "bias": True, "return": "sequence"},
    "gru": {"layers": 1, "bias": True, "return": "sequence"},
    "multi_head_attention": dict(causal=False, bias=True),
    "leaky_relu": dict(slope=0.01),
    "elu": dict(alpha=1.0),
    "celu": dict(alpha=1.0),
    "prelu": dict(parameters=1),
    "glu": dict(axis=-1),
}
"""Settings that a case may leave out; a file has all of them."""


def settings(op, given):
    """All settings of a node, those that are one number an axis as lists."""
    known = dict(DEFAULTS.get(op, {}), **given)
    if op.endswith("pool2d") and op != "adaptive_avg_pool2d":
        known.setdefault("stride", known["kernel"])
    for key in ("kernel", "stride", "padding", "dilation", "output_padding"):
        if key in known and isinstance(known[key], int):
            known[key] = [known[key]] * PAIRS.get(op, 2)
    return known


def parameters(node, shapes):
    """The shapes of a node's parameters and statistics, by the ends of their names."""
    op, x = node["op"], shapes[0]
    biased = node.get("bias", False)
    if op == "dense":
        found = {"weight": [node["units"], x[-1]], "bias": [node["units"]]}
    elif op in ("conv1d", "conv2d"):
        outs, kernel = node["out_channels"], node["kernel"]
        found = {"weight": [outs, x[1] // node["groups"]] + kernel, "bias": [outs]}
    elif op == "conv_transpose2d":
        outs, kernel = node["out_channels"], node["kernel"]
        found = {"weight": [x[1], outs // node["groups"]] + kernel, "bias": [outs]}
    elif op == "multi_head_attention":
        e = x[-1]
        found = {"in_proj_weight": [3 * e, e], "in_proj_bias": [3 * e]}
        found.update({"out_proj.weight": [e, e], "out_proj.bias": [e]})
    elif op in ("lstm", "gru"):
        h, blocks, width, found = node["hidden"], 4 if op == "lstm" else 3, x[-1], {}
        for layer in range(node["layers"]):
            found["weight_ih_l%d" % layer] = [blocks * h, width]
            found["weight_hh_l%d" % layer] = [blocks * h, h]
            found["bias_ih_l%d" % layer] = found["bias_hh_l%d" % layer] = [blocks * h]
            width = h
    elif op == "embedding":
        return {"weight": [node["classes"], node["dim"]]}
    elif op == "rms_norm":
        return {"weight": [x[-1]]}
    elif op == "prelu":
        return {"weight": [node["parameters"]]}
    elif op.endswith("_norm") or op.startswith("batch_norm"):
        extents = node.get("normalized_shape", [x[1]] if len(x) > 1 else None)
        found = {"weight": extents, "bias": extents} if node["affine"] else {}
        if op.startswith("batch_norm"):
            found.update({"running_mean": extents, "running_var": extents})
        return found
    else:
        return {}
    return {name: shape for name, shape in found.items() if biased or "bias" not in name}


ELEMENTWISE = {
    "identity": lambda x, n: x,
    "relu": lambda x, n: F.relu(x),
    "tanh": lambda x, n: torch.tanh(x),
    "sigmoid": lambda x, n: torch.sigmoid(x),
    "silu": lambda x, n: F.silu(x),
    "softplus": lambda x, n: F.softplus(x, threshold=1e9),
    "leaky_relu": lambda x, n: F.leaky_relu(x, n["slope"]),
    "elu": lambda x, n: F.elu(x, n["alpha"]),
    "celu": lambda x, n: F.celu(x, n["alpha"]),
    "selu": lambda x, n: F.selu(x),
    "gelu": lambda x, n: F.gelu(x),
    "gelu_tanh": lambda x, n: F.gelu(x, approximate="tanh"),
    "mish": lambda x, n: F.mish(x),
    "hard_swish": lambda x, n: F.hardswish(x),
    "relu6": lambda x, n: F.relu6(x),
    "softsign": lambda x, n: F.softsign(x),
    "log_sigmoid": lambda x, n: F.logsigmoid(x),
}

KINKS = {"relu": [0], "leaky_relu": [0], "elu": [0], "selu": [0], "celu": [0], "prelu": [0],
         "relu6": [0, 6], "hard_swish": [-3, 3]}
"""Where activations bend."""


class Run:
    """One forward pass: what it reads, and how near its values come to a kink."""

    def __init__(self, values, batch, training):
        self.values, self.batch, self.training, self.nearest = values, batch, training, math.inf

    def keep_away(self, x, *points):
        """Notes the smallest distance of an element from a point, as a part of the largest."""
        x = x.detach()
        for point in points:
            distance = (x - point).abs().min() / x.abs().max()
            self.nearest = min(self.nearest, float(distance))

    def node(self, node, xs):
        """The value of a node."""
        op = node["op"]
        scope = node.get("shares", node["name"])
        p = lambda name: self.values.get(scope + "." + name)
        self.keep_away(xs[0], *KINKS.get(op, []))
        if op in ELEMENTWISE:
            return ELEMENTWISE[op](xs[0], node)
        return getattr(self, op)(node, p, *xs)

    def dense(self, node, p, x):
        return F.linear(x, p("weight"), p("bias"))

    def conv1d(self, node, p, x):
        return F.conv1d(x, p("weight"), p("bias"), *[node[k] for k in
                        ("stride", "padding", "dilation", "groups")])

    def conv2d(self, node, p, x):
        return F.conv2d(x, p("weight"), p("bias"), *[node[k] for k in
                        ("stride", "padding", "dilation", "groups")])

    def conv_transpose2d(self, node, p, x):
        return F.conv_transpose2d(x, p("weight"), p("bias"), *[node[k] for k in
                                  ("stride", "padding", "output_padding", "groups", "dilation")])

    def max_pool2d(self, node, p, x):
        h, w = node["padding"]
        padded = F.pad(x.detach(), (w, w, h, h), value=-math.inf)
        windows = padded.unfold(2, node["kernel"][0], node["stride"][0])
        windows = windows.unfold(3, node["kernel"][1], node["stride"][1]).flatten(4)
        if windows.shape[4] > 1:
            first, second = windows.topk(2, dim=4).values.unbind(4)
            gap = (first - second)[torch.isfinite(second)]
            if len(gap):
                self.nearest = min(self.nearest, float(gap.min() / x.detach().abs().max()))
        return F.max_pool2d(x, node["kernel"], node["stride"], node["padding"])

    def avg_pool2d(self, node, p, x):
        return F.avg_pool2d(x, node["kernel"], node["stride"], node["padding"],
                            count_include_pad=node["count_include_pad"])

    def adaptive_avg_pool2d(self, node, p, x):
        return F.adaptive_avg_pool2d(x, node["size"])

    def flatten(self, node, p, x):
        return x.flatten(1)

    def reshape(self, node, p, x):
        return x.reshape([len(x)] + node["shape"])

    def permute(self, node, p, x):
        return x.permute(node["axes"])

    def concat(self, node, p, *xs):
        return torch.cat(xs, node["axis"])

    def slice(self, node, p, x):
        axis = node["axis"] % x.dim()
        return x[(slice(None),) * axis + (slice(node["start"], node["end"]),)]

    def select(self, node, p, x):
        return x.select(node["axis"], node["index"])

    def add(self, node, p, *xs):
        return sum(xs[1:], xs[0])

    def multiply(self, node, p, *xs):
        product = xs[0]
        for x in xs[1:]:
            product = product * x
        return product

    def mean(self, node, p, x):
        return x.mean(node["axes"], keepdim=node["keep_axes"])

    def softmax(self, node, p, x):
        return torch.softmax(x, node["axis"])

    def log_softmax(self, node, p, x):
        return torch.log_softmax(x, node["axis"])

    def glu(self, node, p, x):
        return F.glu(x, node["axis"])

    def prelu(self, node, p, x):
        return F.prelu(x, p("weight"))

    def positions(self, node, p, x):
        return torch.arange(x.shape[node["axis"]]).expand(len(x), -1)

    def embedding(self, node, p, x):
        return F.embedding(x, p("weight"), padding_idx=node.get("padding_index"))

    def batch_norm1d(self, node, p, x):
        return F.batch_norm(x, p("running_mean"), p("running_var"), p("weight"), p("bias"),
                            self.training, node["momentum"], node["eps"])

    batch_norm2d = batch_norm1d

    def layer_norm(self, node, p, x):
        return F.layer_norm(x, node["normalized_shape"], p("weight"), p("bias"), node["eps"])

    def group_norm(self, node, p, x):
        return F.group_norm(x, node["groups"], p("weight"), p("bias"), node["eps"])

    def rms_norm(self, node, p, x):
        return x / torch.sqrt((x * x).mean(-1, keepdim=True) + node["eps"]) * p("weight")

    def recurrent(self, node, p, x, cell, states):
        """Layer by layer and step by step; a sample that is over keeps its states."""
        lengths = self.batch[node["lengths"]] if "lengths" in node else None
        for layer in range(node["layers"]):
            weights = [p("%s_l%d" % (name, layer)) for name in
                       ("weight_ih", "bias_ih", "weight_hh", "bias_hh")]
            state = [x.new_zeros(len(x), node["hidden"])] * states
            every = []
            for t in range(x.shape[1]):
                a = F.linear(x[:, t], *weights[:2])
                b = F.linear(state[0], *weights[2:])
                moved = cell(a, b, state)
                over = x.new_zeros(len(x), 1) > 0 if lengths is None else (lengths <= t)[:, None]
                state = [torch.where(over, old, new) for old, new in zip(state, moved)]
                every.append(torch.where(over, torch.zeros_like(state[0]), state[0]))
            x = torch.stack(every, 1)
        return state[0] if node["return"] == "last" else x

    def lstm(self, node, p, x):
        def cell(a, b, state):
            i, f, g, o = (a + b).chunk(4, 1)
            c = torch.sigmoid(f) * state[1] + torch.sigmoid(i) * torch.tanh(g)
            return [torch.sigmoid(o) * torch.tanh(c), c]

        return self.recurrent(node, p, x, cell, 2)

    def gru(self, node, p, x):
        def cell(a, b, state):
            (ar, az, an), (br, bz, bn) = a.chunk(3, 1), b.chunk(3, 1)
            z = torch.sigmoid(az + bz)
            return [(1 - z) * torch.tanh(an + torch.sigmoid(ar + br) * bn) + z * state[0]]

        return self.recurrent(node, p, x, cell, 1)

    def multi_head_attention(self, node, p, query, key=None, value=None):
        key, value = (query, query) if key is None else (key, value)
        heads, e = node["heads"], query.shape[-1]
        biases = [None] * 3 if p("in_proj_bias") is None else p("in_proj_bias").chunk(3)
        q, k, v = [F.linear(x, w, b).reshape(len(x), -1, heads, e // heads).transpose(1, 2)
                   for x, w, b in zip((query, key, value), p("in_proj_weight").chunk(3), biases)]
        scores = q @ k.transpose(2, 3) / math.sqrt(e // heads)
        if node["causal"]:
            hidden = torch.ones(scores.shape[2:]).triu(1) > 0
            scores = scores.masked_fill(hidden, -math.inf)
        if "key_padding_mask" in node:
            hidden = self.batch[node["key_padding_mask"]] != 0
            scores = scores.masked_fill(hidden[:, None, None, :], -math.inf)
        joined = (torch.softmax(scores, -1) @ v).transpose(1, 2).reshape(query.shape)
        return F.linear(joined, p("out_proj.weight"), p("out_proj.bias"))
