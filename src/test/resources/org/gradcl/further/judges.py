"""What judges the result of the layers: a head, a loss with its settings, and its targets."""


def judged_by_classes(weights=True, **settings):
    def judge(c, x):
        logits = c.node("dense", x, units=4, name="head")
        chosen = dict(class_weights=[0.5, 2.0, 1.0, 1.5]) if weights else {}
        c.loss("softmax_cross_entropy", logits, **chosen, **settings)
    return judge


def judged_by_likelihood(c, x):
    q = c.node("log_softmax", c.node("dense", x, units=5, name="head"), axis=-1)
    c.loss("nll", q, ignore_index=2, class_weights=[1.0, 0.5, 3.0, 1.5, 0.25])


def judged_by_divergence(c, x, **settings):
    q = c.node("log_softmax", c.node("dense", x, units=3, name="head"), axis=-1)
    c.loss("kl_div", q, draw=distribution, **settings)


def judged(name, draw=None, bend=None, units=2, **settings):
    """By a loss of one output and a target of its shape."""
    def judge(c, x):
        y = c.node("dense", x, units=units, name="head")
        c.loss(name, c.node(bend, y) if bend else y, draw=draw, **settings)
    return judge


def weighted(judge):
    """By the same, with weights of samples, or of their time steps."""
    def judge_with_weights(c, x):
        shape = c.shapes[x][1:2] if len(c.shapes[x]) > 2 else []
        c.input("importance", shape, draw=importance)
        judge(c, x)
        c.losses[-1]["sample_weights"] = "importance"
    return judge_with_weights


def of_samples(judge):
    """By one that reads rows only."""
    return lambda c, x: judge(c, c.node("flatten", x) if len(c.shapes[x]) > 2 else x)


def judged_by_angle(c, x, **settings):
    a = c.node("dense", x, units=3, name="head")
    b = c.node("dense", x, units=3, bias=False, name="head_b")
    c.loss("cosine_embedding", a, b, target="same", draw=signs, margin=-0.2, **settings)


def judged_by_distance(c, x):
    outputs = [c.node("dense", x, units=3, name="head_" + end) for end in "apn"]
    c.loss("triplet", *outputs, margin=1.5, eps=1e-3)


def judged_by_spread(c, x):
    mean = c.node("dense", x, units=2, name="head")
    variance = c.node("softplus", c.node("dense", x, units=2, name="head_spread"))
    c.loss("gaussian_nll", mean, variance, target="value", eps=1e-3)


def judged_twice(c, x):
    y = c.node("dense", x, units=2, name="head")
    c.loss("mse", y, target="near", weight=0.25, reduction="batchmean")
    c.loss("mae", y, target="far", weight=1.5)
    c.loss("hinge", c.node("tanh", y), target="side", draw=signs, margin=0.5, weight=0.5)


def distribution(random, shape):
    drawn = 0.2 + random.random(shape)
    return drawn / drawn.sum(-1, keepdims=True)


def signs(random, shape):
    return random.choice([-1.0, 1.0], shape)


def probabilities(random, shape):
    return random.random(shape)


def numbers(random, shape):
    return random.poisson(2, shape)


def importance(random, shape):
    """Some are zero, never all."""
    drawn = 0.3 + random.random(shape)
    drawn.flat[1::3] = 0
    return drawn


JUDGES = [
    judged("huber", delta=0.4),
    judged_by_classes(label_smoothing=0.15, ignore_index=-1),
    weighted(judged("mse", units=3)),
    of_samples(judged_by_angle),
    judged("poisson_nll", numbers, "softplus", log_input=False),
    weighted(judged_by_spread),
    judged_by_likelihood,
    judged("smooth_l1", beta=0.3, reduction="sum"),
    weighted(judged("quantile", quantile=0.3)),
    of_samples(judged_by_distance),
    judged("bce_with_logits", probabilities, reduction="batchmean"),
    weighted(judged_by_classes(weights=False)),
    judged("hinge", signs, margin=0.7),
    lambda c, x: judged_by_divergence(c, x, reduction="mean"),
    judged("mse", reduction="sum"),
    weighted(judged("poisson_nll", numbers, log_input=True)),
    judged_twice,
    weighted(judged("bce", probabilities, "sigmoid")),
    of_samples(weighted(judged_by_distance)),
    judged_by_classes(ignore_index=1, reduction="sum"),
    weighted(judged("mae")),
    weighted(judged_by_divergence),
    of_samples(weighted(judged_by_angle)),
    weighted(judged("hinge", signs, margin=0.7)),
    judged_by_spread,
    weighted(judged("huber", delta=0.4)),
    weighted(judged("smooth_l1", beta=0.3)),
    weighted(judged("bce_with_logits", probabilities)),
    judged_by_classes(weights=False, label_smoothing=0.2, reduction="sum"),
]
