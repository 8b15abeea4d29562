"""The layers of the cases: each a function that writes nodes and returns the name of the last."""
from judges import probabilities
from trajectory import uniform


def image(c, channels=3, height=7, width=5):
    return c.input("image", [channels, height, width])


def series(c, time=5, features=3):
    return c.input("series", [time, features])


def chain(*nodes):
    """One node after another, from an image, a series or a signal."""
    def body(c):
        source, *following = nodes
        x = c.input(*source) if isinstance(source, tuple) else source(c)
        for op, given in following:
            x = c.node(op, x, **given)
        return x
    return body


FLAT = ("flatten", {})
TANH = ("tanh", {})
SIGNAL = ("signal", [4, 13])
ROW = ("row", [7])


def dense(units, **given):
    return ("dense", dict(units=units, **given))


def conv2d(out, kernel, **given):
    return ("conv2d", dict(out_channels=out, kernel=kernel, **given))


def conv1d(out, kernel, **given):
    return ("conv1d", dict(out_channels=out, kernel=kernel, **given))


def up(out, kernel, **given):
    return ("conv_transpose2d", dict(out_channels=out, kernel=kernel, **given))


def pooled_both_ways(c):
    x = c.node("conv2d", image(c, 2, 9, 8), out_channels=3, kernel=[2, 3])
    a = c.node("avg_pool2d", x, kernel=[3, 2], stride=[2, 1], padding=[1, 1])
    b = c.node("avg_pool2d", x, kernel=[3, 2], stride=[2, 1], padding=[1, 1],
               count_include_pad=False)
    m = c.node("max_pool2d", x, kernel=[3, 2], stride=[2, 1], padding=[1, 1])
    return c.node("flatten", c.node("tanh", c.node("concat", a, m, b, axis=-3)))


def activations(*kinds):
    """Slices of a series through one activation each, put together again."""
    def body(c):
        n = 2 * len(kinds)
        x = c.node("dense", series(c, 4), units=n, name="fc")
        parts = []
        for i, (op, given) in enumerate(kinds):
            part = c.node("slice", x, axis=-1, start=2 * i, end=2 * i + 2)
            parts.append(c.node(op, part, **given))
        return c.node("concat", *parts, axis=2)
    return body


def gates(c):
    """Channels scaled by sample and channel, by position, by channel and by themselves."""
    x = c.node("conv2d", image(c, 2, 5, 4), out_channels=4, kernel=3, padding=1)
    by_channel = c.node("mean", x, axes=[-1, 2], keep_axes=True)
    by_place = c.node("mean", x, axes=[1], keep_axes=True)
    by_row = c.node("mean", x, axes=[3, 1], keep_axes=True)
    product = c.node("multiply", by_place, x, c.node("sigmoid", by_channel))
    total = c.node("add", product, by_row, by_channel, x)
    square = c.node("multiply", total, total)
    return c.node("mean", c.node("tanh", square), axes=[2, 3])


def scalars(c):
    """Inputs of one number a sample: floats, and indices."""
    amount = c.node("reshape", c.input("amount", []), shape=[1])
    kind = c.node("embedding", c.input("kind", [], 5), classes=5, dim=3, padding_index=4)
    x = c.node("multiply", c.node("dense", c.input("row", [6]), units=3), amount)
    return c.node("concat", c.node("tanh", c.node("add", x, kind, amount)), amount, axis=-1)


def tables(c):
    """Indices of two axes, and rows of padding."""
    x = c.node("embedding", c.input("tokens", [2, 3], 7), classes=7, dim=4, padding_index=2)
    x = c.node("rms_norm", x, eps=1e-4)
    x = c.node("permute", x, axes=[0, 3, 1, 2])
    x = c.node("tanh", c.node("mean", x, axes=[-2]))
    return c.node("permute", x, axes=[0, 2, 1])


def tied(c):
    tokens = c.input("tokens", [5], 4)
    x = c.node("embedding", tokens, classes=4, dim=6, name="embedding")
    x = c.node("gru", x, hidden=6, name="gru")
    return c.node("tanh", c.node("dense", x, units=4, bias=False, shares="embedding"))


def recurrent(op, time=5, lengths=False, then=(), **given):
    def body(c):
        x = series(c, time)
        if lengths:
            steps = c.input("steps", [], time + 1, uniform(time + 1, start=1))
            given["lengths"] = steps
        x = c.node(op, x, **given)
        for name, more in then:
            x = c.node(name, x, **more)
        return x
    return body


def shared(op, then=(), source=("left", [5, 4]), other=("right", [5, 4]), **given):
    """One node applied to two inputs and once more to its own result, if that fits."""
    def body(c):
        a, b = c.input(*source), c.input(*other)
        first = c.node(op, a, name="tower", **given)
        second = c.node(op, b, shares="tower", name="tower_again", **given)
        x = c.node("add", first, c.node("sigmoid", second))
        if c.shapes[first] == c.shapes[a]:
            x = c.node("add", x, c.node(op, x, shares="tower", **given))
        for name, more in then:
            x = c.node(name, x, **more)
        return x
    return body


def masked(random, shape):
    """At least the first key is seen."""
    drawn = random.integers(0, 2, shape)
    drawn[:, 0] = 0
    return drawn


def attention(queries=4, keys=None, mask=False, **given):
    def body(c):
        q = c.input("query", [queries, 6])
        inputs = [q] if keys is None else [q, c.input("key", [keys, 6]),
                                           c.input("value", [keys, 6])]
        if mask:
            given["key_padding_mask"] = c.input("padding", [keys or queries], 2, masked)
        return c.node("tanh", c.node("multi_head_attention", *inputs, **given))
    return body


def places(c):
    """Positions along two axes of an image, looked up in one table each."""
    x = image(c, 3, 4, 5)
    row = c.node("embedding", c.node("positions", x, axis=2), classes=4, dim=5)
    channel = c.node("embedding", c.node("positions", x, axis=-3), classes=6, dim=4)
    row = c.node("reshape", row, shape=[1, 4, 5])
    channel = c.node("reshape", channel, shape=[3, 4, 1])
    x = c.node("softsign", c.node("add", x, row, channel))
    return c.node("select", c.node("select", x, axis=-1, index=-2), axis=1, index=1)


def inner_axes(c):
    x = c.node("conv1d", c.input(*SIGNAL), out_channels=6, kernel=3, stride=2)
    weights = c.node("softmax", x, axis=1)
    logarithms = c.node("log_softmax", c.node("reshape", x, shape=[2, 3, 6]), axis=2)
    logarithms = c.node("reshape", logarithms, shape=[6, 6])
    halves = c.node("glu", x, axis=1)
    x = c.node("concat", c.node("multiply", weights, x), logarithms, halves, axis=1)
    return c.node("tanh", c.node("slice", x, axis=-2, start=3, end=14))


def bottleneck(c):
    """A value read by three, one of which is an output too."""
    x = c.node("tanh", c.node("dense", c.input("row", [6]), units=5))
    c.loss("mse", x, target="itself", weight=0.3)
    wide = c.node("reshape", c.node("dense", x, units=12), shape=[3, 2, 2])
    wide = c.node("group_norm", wide, groups=1, affine=False)
    return c.node("concat", x, c.node("flatten", c.node("mish", wide)), x, axis=1)


def frozen(c):
    """A frozen norm, whose statistics still move, behind a frozen convolution."""
    c.optimizer["groups"] = [dict(match="stem.*", frozen=True), dict(match="*norm.*", frozen=True),
                             dict(match="*", lr=c.optimizer["lr"] * 2)]
    x = c.node("conv2d", image(c), out_channels=4, kernel=3, name="stem.conv", bias=False)
    x = c.node("batch_norm2d", x, name="stem_norm", momentum=0.3)
    return c.node("flatten", c.node("mish", x))


def of_every_place(c):
    """Classes of an image's places, judged with ignored ones."""
    x = c.node("conv2d", image(c, 2, 4, 3), out_channels=3, kernel=3, padding=1)
    return c.node("tanh", c.node("permute", x, axes=[0, -2, -1, 1]))


def one_number(c):
    """Outputs and targets of one number a sample, without an axis of their own."""
    x = c.node("tanh", c.node("conv1d", c.input("signal", [3, 8]), out_channels=4, kernel=3))
    y = c.node("mean", x, axes=[1, 2])
    c.loss("huber", y, target="level", delta=0.3, weight=2.0)
    c.loss("bce_with_logits", y, target="chance", draw=probabilities)
    return x


def ends(c):
    """Indices that count from the end, and one layer three times."""
    x = c.node("dense", series(c, 5, 4), units=4, name="fc")
    x = c.node("dense", c.node("tanh", x), units=4, name="fc_again", shares="fc")
    x = c.node("dense", c.node("tanh", x), units=4, name="fc_third", shares="fc")
    a = c.node("slice", x, axis=-2, start=-3, end=-1)
    return c.node("concat", a, c.node("slice", x, axis=1, start=0, end=1), axis=-2)


def halves(c):
    x = c.node("conv2d", image(c, 2, 5, 4), out_channels=6, kernel=2)
    x = c.node("glu", c.node("glu", x, axis=1), axis=-2)
    return c.node("flatten", x)


def outer(c):
    """Products of what is repeated along different axes."""
    row = c.node("dense", c.input("row", [3]), units=4)
    column = c.node("reshape", c.node("dense", c.input("column", [4]), units=5), shape=[5, 1])
    x = c.node("multiply", c.node("reshape", row, shape=[1, 4]), column)
    return c.node("tanh", c.node("add", column, x, c.node("reshape", row, shape=[1, 4])))


def normalised_gates(c):
    """A softmax over places, with which a sequence is summed."""
    x = series(c, 6, 4)
    weights = c.node("softmax", c.node("dense", x, units=2, bias=False), axis=-2)
    first = c.node("slice", weights, axis=2, start=0, end=1)
    x = c.node("add", c.node("multiply", x, first), c.node("log_softmax", x, axis=1))
    return c.node("mean", x, axes=[-2])


def dot_names(c):
    x = c.node("dense", c.input("row", [5]), units=6, name="block.0.fc")
    return c.node("selu", c.node("layer_norm", x, normalized_shape=[6], name="block.0.norm"))


BODIES = {
    "conv1d-groups-dilation": chain(SIGNAL, conv1d(6, 3, groups=2, dilation=3, padding=2), TANH,
                                    conv1d(3, 4, stride=3, padding=1, groups=3), FLAT),
    "conv1d-depthwise-prelu": chain(SIGNAL, conv1d(8, 5, groups=4, stride=2, bias=False),
                                    ("prelu", dict(parameters=8)), FLAT),
    "conv2d-rectangular": chain(image, conv2d(4, [1, 4], stride=[3, 1], padding=[0, 2]), TANH,
                                conv2d(3, [3, 1], stride=[1, 2], padding=[2, 0],
                                       dilation=[2, 3]), FLAT),
    "conv2d-one-channel": chain(("image", [1, 5, 11]), conv2d(1, [2, 5], stride=2, padding=1),
                                ("gelu", {}), conv2d(3, 1, bias=False), FLAT),
    "conv2d-wide-kernel": chain(("image", [2, 3, 3]), conv2d(2, 3, padding=2, dilation=2,
                                groups=2), TANH, conv2d(4, 3), FLAT),
    "conv2d-last-axis": chain(("image", [2, 4, 6]), conv2d(3, 3, padding=1), ("silu", {}),
                              dense(5), ("permute", dict(axes=[0, 2, 3, 1])),
                              ("reshape", dict(shape=[20, 3])), TANH),
    "up-stride-3": chain(("image", [2, 3, 2]), up(3, [2, 4], stride=3, output_padding=[2, 1]),
                         TANH, FLAT),
    "up-groups-dilation": chain(("image", [4, 3, 4]), up(6, [3, 2], stride=[2, 1],
                                padding=[1, 0], dilation=[1, 2], groups=2,
                                output_padding=[1, 0]), ("silu", {}), conv2d(2, 3, stride=2),
                                FLAT),
    "up-depthwise": chain(("image", [3, 2, 3]), up(3, 3, stride=[1, 2], groups=3, padding=1,
                          bias=False), TANH, FLAT),
    "up-one": chain(("image", [5, 1, 1]), up(2, [4, 3]), TANH, up(1, 1, stride=2), FLAT),
    "pools-both-ways": pooled_both_ways,
    "max-pool-overlapping": chain(image, conv2d(3, 2), ("max_pool2d",
                                  dict(kernel=3, stride=1, padding=1)), TANH, FLAT),
    "max-pool-odd": chain(("image", [1, 11, 7]), conv2d(2, 2), ("max_pool2d",
                          dict(kernel=[5, 2], stride=[2, 3], padding=[2, 0])), FLAT),
    "adaptive-unequal": chain(("image", [2, 8, 11]), conv2d(3, [3, 3]), ("silu", {}),
                              ("adaptive_avg_pool2d", dict(size=[2, 3])), FLAT),
    "batch-norm1d-sequence": chain(SIGNAL, conv1d(5, 3, bias=False), ("batch_norm1d",
                                   dict(momentum=0.35, eps=1e-3)), ("softsign", {}),
                                   ("permute", dict(axes=[0, 2, 1]))),
    "batch-norm-plain": chain(image, conv2d(4, 3, bias=False), ("batch_norm2d",
                              dict(momentum=0.8, affine=False)), ("mish", {}), FLAT),
    "batch-norm1d-rows": chain(ROW, dense(6, bias=False), ("batch_norm1d", dict(momentum=0.05)),
                               ("celu", dict(alpha=0.3)), dense(5, bias=False), ("batch_norm1d",
                               dict(affine=False)), TANH),
    "layer-norm-two-axes": chain(series, dense(4), ("layer_norm",
                                 dict(normalized_shape=[5, 4], eps=1e-3)), ("selu", {})),
    "layer-norm-image": chain(image, conv2d(3, 2), ("layer_norm", dict(normalized_shape=[3, 6, 4])),
                              ("gelu_tanh", {}), ("layer_norm",
                              dict(normalized_shape=[6, 4], affine=False)), FLAT),
    "group-norm-one": chain(image, conv2d(4, 3), ("group_norm", dict(groups=1, eps=1e-3)), TANH,
                            FLAT),
    "group-norm-each": chain(SIGNAL, conv1d(4, 3, bias=False), ("group_norm", dict(groups=4)),
                             ("silu", {}), ("permute", dict(axes=[0, 2, 1]))),
    "group-norm-rows": chain(ROW, dense(12), ("group_norm", dict(groups=3)), ("softsign", {})),
    "rms-norm-image": chain(image, conv2d(4, 3), ("rms_norm", dict(eps=1e-3)), TANH, FLAT),
    "lstm-three-layers": recurrent("lstm", hidden=4, layers=3, bias=False),
    "gru-three-layers": recurrent("gru", hidden=3, layers=3, **{"return": "last"}),
    "lstm-lengths-last": recurrent("lstm", 6, True, hidden=5, layers=2, **{"return": "last"}),
    "gru-lengths-sequence": recurrent("gru", 7, True, hidden=4, layers=2, bias=False),
    "lstm-one-step": recurrent("lstm", 1, hidden=5, **{"return": "last"}),
    "gru-one-step": recurrent("gru", 1, True, hidden=4),
    "lstm-hidden-one": recurrent("lstm", 4, hidden=1, then=[dense(4), TANH]),
    "attention-lengths": attention(3, 5, heads=2),
    "attention-causal-masked": attention(5, causal=True, mask=True, heads=3, bias=False),
    "attention-each-feature": attention(4, heads=6, bias=False),
    "attention-cross-masked": attention(2, 7, mask=True, heads=1),
    "attention-cross-causal": attention(5, 4, mask=True, causal=True, heads=3, bias=False),
    "attention-one-query": attention(1, 3, heads=2, bias=False),
    "activations-bent": activations(
        ("leaky_relu", dict(slope=0.3)), ("elu", dict(alpha=0.4)), ("celu", dict(alpha=2.0)),
        ("relu6", {}), ("hard_swish", {}), ("prelu", dict(parameters=4)), ("selu", {}),
        ("relu", {})),
    "activations-smooth": activations(
        ("identity", {}), ("softsign", {}), ("log_sigmoid", {}), ("mish", {}), ("gelu_tanh", {}),
        ("gelu", {}), ("softplus", {}), ("silu", {})),
    "prelu-image": chain(image, conv2d(4, 3), ("prelu", dict(parameters=4)), conv2d(2, 2),
                         ("prelu", {}), FLAT),
    "gates": gates,
    "scalars": scalars,
    "tables": tables,
    "tied-embedding": tied,
    "places": places,
    "inner-axes": inner_axes,
    "bottleneck": bottleneck,
    "frozen-batch-norm": frozen,
    "dot-names": dot_names,
    "shared-conv": shared("conv1d", out_channels=5, kernel=3, padding=1, then=[TANH]),
    "shared-lstm": shared("lstm", hidden=4, layers=2),
    "shared-gru-last": shared("gru", hidden=3, **{"return": "last"}),
    "shared-layer-norm": shared("layer_norm", normalized_shape=[4], then=[TANH]),
    "shared-attention": shared("multi_head_attention", heads=2, bias=False, then=[TANH]),
    "shared-prelu": shared("prelu", parameters=5, then=[dense(3), TANH]),
    "shared-dense": shared("dense", units=4, then=[TANH]),
    "shared-embedding": shared("embedding", classes=6, dim=3, padding_index=0, then=[TANH],
                               source=("left", [4], 6), other=("right", [4], 6)),
    "shared-rms-norm": shared("rms_norm", then=[TANH]),
    "shared-up": shared("conv_transpose2d", out_channels=2, kernel=2, stride=2, then=[TANH, FLAT],
                        source=("left", [2, 2, 3]), other=("right", [2, 2, 3])),
    "every-place": of_every_place,
    "one-number": one_number,
    "ends": ends,
    "halves": halves,
    "outer": outer,
    "normalised-gates": normalised_gates,
    "conv1d-point-stride": chain(SIGNAL, conv1d(3, 1, stride=3), TANH,
                                 conv1d(2, 2, padding=3, dilation=4, stride=2), FLAT),
    "conv2d-strided-point": chain(image, conv2d(4, 1, stride=2, padding=1), ("silu", {}),
                                  conv2d(6, [2, 1], groups=2), FLAT),
    "pools-apart": chain(image, conv2d(3, 2), ("avg_pool2d", dict(kernel=[1, 2], stride=[2, 3])),
                         TANH, ("max_pool2d", dict(kernel=[3, 1])), FLAT),
    "pools-whole": chain(image, conv2d(4, 2, bias=False), ("silu", {}), ("avg_pool2d",
                         dict(kernel=[6, 4], padding=[3, 2], count_include_pad=False)), FLAT),
    "up-gaps": chain(("image", [2, 3, 2]), up(2, [1, 2], stride=[3, 4], output_padding=[2, 1]),
                     TANH, FLAT),
    "up-dilation-1": chain(("image", [3, 4, 3]), up(4, [2, 3], dilation=[2, 2], padding=[1, 2],
                           output_padding=1), ("softplus", {}), FLAT),
    "batch-norm-two": chain(ROW, dense(4, bias=False), ("batch_norm1d", dict(momentum=0.5)),
                            TANH),
    "batch-norm-shuffled": chain(series, ("permute", dict(axes=[0, 2, 1])), ("batch_norm1d",
                                 dict(momentum=0.25, eps=1e-2)), conv1d(4, 2), TANH, FLAT),
    "attention-narrow": chain(("tokens", [4], 3), ("embedding", dict(classes=3, dim=1)),
                              dense(2), ("multi_head_attention", dict(heads=2, bias=False)), TANH),
    "dense-of-tables": chain(("tokens", [2, 3], 5), ("embedding", dict(classes=5, dim=1)),
                             dense(4), TANH, ("mean", dict(axes=[1], keep_axes=False))),
    "lstm-of-one": recurrent("lstm", 3, True, hidden=2, layers=3, bias=False),
    "mean-over-all": chain(("image", [2, 3, 4]), conv2d(3, 2), TANH,
                           ("mean", dict(axes=[1, 3], keep_axes=False))),
    "batch-of-one": chain(series, dense(5), ("layer_norm", dict(normalized_shape=[5])), TANH,
                          ("lstm", dict(hidden=3))),
    "narrow": chain(("row", [1]), dense(1), TANH, dense(3), ("softsign", {})),
    "wide-dense": chain(("row", [67]), dense(131), TANH, dense(37), ("silu", {})),
    "wide-conv": chain(("image", [5, 17, 11]), conv2d(19, 3, padding=1, stride=2), ("silu", {}),
                       conv2d(23, [3, 1], groups=1), ("adaptive_avg_pool2d", dict(size=[1, 3])),
                       FLAT),
    "wide-gru": recurrent("gru", 13, True, hidden=19, layers=2),
    "wide-up": chain(("image", [7, 5, 6]), up(11, 3, stride=2, padding=1, output_padding=1),
                     TANH, conv2d(3, 3, stride=3), FLAT),
    "wide-tables": chain(("tokens", [17], 53), ("embedding", dict(classes=53, dim=13)), TANH,
                         ("lstm", {"hidden": 11, "return": "sequence"})),
}
