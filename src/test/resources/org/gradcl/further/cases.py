"""The cases: layers with what judges them and an update rule.

Each body of layers meets a judge and an update rule by its place in the lists, whose lengths have
no common divisor, so that further bodies meet them in other combinations.
"""
from bodies import BODIES
from judges import JUDGES, judged_by_classes, judged_by_likelihood
from trajectory import Case

UPDATES = [
    dict(optimizer="sgd", lr=0.05, momentum=0.7, nesterov=True, weight_decay=0.02),
    dict(optimizer="rmsprop", lr=0.003, alpha=0.95, momentum=0.4, weight_decay=0.03, eps=1e-5),
    dict(optimizer="adagrad", lr=0.03, weight_decay=0.01, eps=1e-6),
    dict(optimizer="adadelta", lr=0.7, rho=0.8, weight_decay=0.02, eps=1e-4),
    dict(optimizer="adam", lr=0.01, beta1=0.8, beta2=0.95, weight_decay=0.05, eps=1e-6,
         amsgrad=True),
    dict(optimizer="adamw", lr=0.01, beta1=0.7, beta2=0.9, weight_decay=0.1, eps=1e-6,
         amsgrad=True),
    dict(optimizer="adamax", lr=0.01, beta1=0.8, beta2=0.9, weight_decay=0.03, eps=1e-6),
    dict(optimizer="nadam", lr=0.01, beta1=0.8, beta2=0.99, weight_decay=0.02, eps=1e-6,
         momentum_decay=0.02),
    dict(optimizer="radam", lr=0.02, beta1=0.8, beta2=0.95, weight_decay=0.02, eps=1e-6),
    dict(optimizer="lion", lr=0.004, beta1=0.8, beta2=0.95, weight_decay=0.2),
    dict(optimizer="sgd", lr=0.1, weight_decay=0.05),
]

STEPS = [
    dict(batches=3),
    dict(accumulate=2, batches=3),
    dict(clip_norm="half"),
    dict(accumulate=4, clip_norm="half", batches=5, steps=6),
    dict(clip_value=0.02, batches=3),
    dict(groups=[dict(match="*.bias*", weight_decay=0.0),
                 dict(match="head*", lr=0.02, weight_decay=0.3), dict(match="*", lr=0.05)]),
    dict(accumulate=3, clip_value=0.05, batches=2, steps=7),
]

JUDGED = {"every-place": judged_by_classes(label_smoothing=0.1, ignore_index=3),
          "conv2d-last-axis": judged_by_likelihood}
"""Judges of what others do not fit."""

BATCHES = {"batch-norm-two": 2, "lstm-of-one": 1, "attention-narrow": 6,
           "batch-of-one": 1, "wide-dense": 33, "conv1d-groups-dilation": 1, "up-stride-3": 1,
           "lstm-one-step": 1, "gates": 3, "rms-norm-image": 7, "tables": 1}

WITHOUT_ZERO_GRADIENTS = dict(optimizer="sgd", lr=0.1, momentum=0.5, weight_decay=0.01)
"""For attention with biases, whose bias of keys has no effect."""


def all_cases():
    """Every body with its judge and its update rule."""
    for i, (name, body) in enumerate(BODIES.items()):
        rule = UPDATES[i % len(UPDATES)]
        if name in ("attention-lengths", "attention-cross-masked"):
            rule = WITHOUT_ZERO_GRADIENTS
        c = Case(name, **dict(rule, **STEPS[i % len(STEPS)]), batch=BATCHES.get(name, 5))
        JUDGED.get(name, JUDGES[i % len(JUDGES)])(c, body(c))
        yield c
