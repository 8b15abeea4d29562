"""A case: its graph as it is written down, and its run in PyTorch."""
import fnmatch
import math

import numpy as np
import torch

import losses as loss_functions
import operations
import optimizers

NEAREST_KINK = 1e-5
LIMITS = dict(prediction=1e-6, loss=1e-6, gradient=5e-6, final=1.5e-5, evaluation=5e-6)
"""How far PyTorch's own float32 run may stray: half of what a file allows."""


class Case:
    """The specification of a run, written node by node."""

    def __init__(self, name, optimizer="sgd", lr=0.1, batch=4, batches=2, steps=10,
                 accumulate=1, clip_norm=None, clip_value=None, groups=(), **settings):
        self.inputs, self.nodes, self.losses, self.targets = {}, [], [], {}
        self.outputs, self.shapes, self.draws, self.counts = [], {}, {}, {}
        self.optimizer = optimizers.settings(optimizer, lr, settings)
        if groups:
            self.optimizer["groups"] = list(groups)
        self.spec = dict(name=name, batch=batch, batches=batches, steps=steps)
        if accumulate > 1:
            self.spec["accumulate"] = accumulate
        self.clips = {k: v for k, v in
                      dict(clip_norm=clip_norm, clip_value=clip_value).items() if v}

    def input(self, name, shape, classes=None, draw=None):
        """An input; what it draws are normal numbers, or classes."""
        self.inputs[name] = array(shape, classes)
        self.draws["x", name] = draw or (normal if classes is None else uniform(classes))
        self.shapes[name] = [self.spec["batch"]] + list(shape)
        return name

    def node(self, op, *inputs, name=None, **given):
        """A node, whose shape is found by computing it."""
        self.counts[op] = self.counts.get(op, 0) + 1
        name = name or "%s_%d" % (op, self.counts[op])
        node = dict(name=name, op=op, inputs=list(inputs), **operations.settings(op, given))
        self.nodes.append(node)
        shapes = [self.shapes[i] for i in inputs]
        found = {name: torch.ones(shape) for name, shape in self.parameters(node).items()}
        batch = {i: torch.ones([self.spec["batch"]] + a["shape"], dtype=torch.long)
                 for i, a in self.inputs.items()}
        indices = op == "embedding"
        zeros = [torch.zeros(s, dtype=torch.long if indices else torch.float) for s in shapes]
        value = operations.Run(found, batch, True).node(node, zeros)
        node["shape"] = list(value.shape[1:])
        self.shapes[name] = list(value.shape)
        return name

    def parameters(self, node):
        scope = node.get("shares", node["name"])
        found = operations.parameters(node, [self.shapes[i] for i in node["inputs"]])
        return {scope + "." + name: shape for name, shape in found.items()}

    def loss(self, name, *outputs, target=None, classes=None, draw=None, weight=1.0, **given):
        """A loss of outputs, whose target is drawn as it needs it."""
        loss = dict(outputs=list(outputs)) if len(outputs) > 1 else dict(output=outputs[0])
        loss.update(loss=name, weight=weight, **given)
        for output in outputs:
            if output not in self.outputs:
                self.outputs.append(output)
        if name != "triplet":
            shape, loss["target"] = self.shapes[outputs[0]][1:], target or outputs[0]
            if name in loss_functions.CLASSES:
                classes, shape = shape[-1], shape[:-1]
                draw = draw or uniform(classes, ignored=given.get("ignore_index"))
            elif name == "cosine_embedding":
                shape = []
            self.targets[loss["target"]] = array(shape, classes)
            self.draws["y", loss["target"]] = draw or normal
        self.losses.append(loss)

    def specification(self, seed):
        model = dict(inputs=self.inputs, nodes=self.nodes, outputs=self.outputs)
        return dict(self.spec, seed=seed, model=model, targets=self.targets, losses=self.losses,
                    optimizer=self.optimizer, **self.clips)


def array(shape, classes):
    spec = dict(shape=list(shape), type="F32" if classes is None else "I32")
    return spec if classes is None else dict(spec, classes=classes)


def normal(random, shape):
    return random.standard_normal(shape)


def uniform(classes, ignored=None, start=0):
    """Draws classes; one of six targets is ignored, but for the first."""

    def draw(random, shape):
        drawn = random.integers(start, classes, shape)
        if ignored is not None:
            drawn.flat[1:] = np.where(random.random(drawn.size - 1) < 1 / 6, ignored,
                                      drawn.flat[1:])
        return drawn

    return draw


def initial(name, shape, random):
    """A starting value."""
    end, size = name.rsplit(".", 1)[-1], random.standard_normal(shape)
    if end == "running_var":
        return 0.5 + random.random(shape)
    if end in ("running_mean", "bias") or end.startswith(("bias_", "in_proj_bias")):
        return 0.3 * size
    if len(shape) == 1:
        return 0.2 + 0.1 * random.random(shape) if shape == [1] else 1 + 0.2 * size
    return size / math.sqrt(max(2.0, np.prod(shape[1:]) / 2))


def draw(case, seed):
    """Starting values and batches, which float32 can hold."""
    random = np.random.default_rng(seed)
    start, batches = {}, []
    for node in case.nodes:
        if "shares" not in node:
            for name, shape in case.parameters(node).items():
                start[name] = initial(name, shape, random).astype(np.float32)
    for _ in range(case.spec["batches"]):
        batch = {}
        for kind, arrays in (("x", case.inputs), ("y", case.targets)):
            for name, a in arrays.items():
                drawn = case.draws[kind, name](random, [case.spec["batch"]] + a["shape"])
                batch[kind, name] = np.asarray(drawn, np.int32 if "classes" in a else np.float32)
        batches.append(batch)
    return start, batches


class Training:
    """A run of a case in float64 or float32."""

    def __init__(self, case, start, batches, dtype):
        as_tensor = lambda a: torch.tensor(a, dtype=dtype if a.dtype == np.float32 else torch.long)
        self.case, self.nearest, self.slots, self.clipped = case, math.inf, {}, False
        self.values = {name: as_tensor(a) for name, a in start.items()}
        self.batches = [{key: as_tensor(a) for key, a in b.items()} for b in batches]
        self.groups = {name: self.group(name) for name in start if ".running_" not in name}
        for name, (_, _, frozen) in self.groups.items():
            self.values[name].requires_grad_(not frozen)

    def group(self, name):
        o = self.case.optimizer
        for g in o.get("groups", []):
            if fnmatch.fnmatchcase(name, g["match"]):
                return (g.get("lr", o["lr"]), g.get("weight_decay", o["weight_decay"]),
                        g.get("frozen", False))
        return o["lr"], o["weight_decay"], False

    def forward(self, k, training):
        x = {name: a for (kind, name), a in self.batches[k].items() if kind == "x"}
        run = operations.Run(self.values, x, training)
        found = dict(x)
        for node in self.case.nodes:
            found[node["name"]] = run.node(node, [found[i] for i in node["inputs"]])
        return run, found

    def outputs(self, found):
        return {name: found[name].detach().clone() for name in self.case.outputs}

    def train(self):
        spec, self.losses = self.case.spec, []
        accumulate = spec.get("accumulate", 1)
        for i in range(spec["steps"]):
            loss = 0
            for j in range(accumulate):
                k = (i * accumulate + j) % spec["batches"]
                run, found = self.forward(k, True)
                if i == j == 0:
                    self.prediction = self.outputs(found)
                y = {name: a for (kind, name), a in self.batches[k].items() if kind == "y"}
                part = loss_functions.total(self.case.losses, found, y, run.batch, run.keep_away)
                loss = loss + part / accumulate
                self.nearest = min(self.nearest, run.nearest)
            self.losses.append(float(loss))
            self.update(loss, i)
        with torch.no_grad():
            self.evaluation = self.outputs(self.forward(0, False)[1])

    def update(self, loss, i):
        names = [name for name, group in self.groups.items() if not group[2]]
        found = torch.autograd.grad(loss, [self.values[name] for name in names])
        if i == 0:
            self.gradients = {n: g.clone() for n, g in zip(names, found)}
        norm = math.sqrt(sum(float((g * g).sum()) for g in found))
        if self.case.clips.get("clip_norm") == "half":
            self.case.clips["clip_norm"] = round(norm / 2, 3)
        scale = min(1, self.case.clips.get("clip_norm", math.inf) / (norm + 1e-6))
        limit = self.case.clips.get("clip_value", math.inf)
        self.clipped |= scale < 1 or any(float(g.abs().max()) > limit for g in found)
        run = operations.Run({}, {}, True)
        with torch.no_grad():
            for name, g in zip(names, found):
                lr, decay, _ = self.groups[name]
                g = torch.clamp(g * scale, -limit, limit)
                slots = self.slots.setdefault(name, {})
                optimizers.step(self.case.optimizer, lr, decay, self.values[name], g, slots,
                                i + 1, run.keep_away)
        self.nearest = min(self.nearest, run.nearest)


def deviation(a, b):
    return float((a.double() - b).abs().max() / max(1e-3, float(b.abs().max())))


def strays(run, exact):
    """How far a run strays from another, quantity by quantity."""
    largest = lambda a, b: max(deviation(a[name], b[name]) for name in b)
    lost = [torch.tensor(r.losses, dtype=torch.double) for r in (run, exact)]
    detached = [{n: v.detach() for n, v in r.values.items()} for r in (run, exact)]
    return dict(prediction=largest(run.prediction, exact.prediction), loss=deviation(*lost),
                gradient=largest(run.gradients, exact.gradients), final=largest(*detached),
                evaluation=largest(run.evaluation, exact.evaluation))


def objection(case, exact, start, batches):
    """Why a drawn run is of no use, or None."""
    if not all(math.isfinite(loss) for loss in exact.losses):
        return "it diverges"
    if exact.nearest < NEAREST_KINK:
        return "a value is near a kink"
    if case.clips and not exact.clipped:
        return "nothing is clipped"
    for name, gradient in exact.gradients.items():
        if not gradient.any():  # Of a state's weights where there is one step.
            continue
        if float(gradient.abs().max()) < 2e-4:
            return name + " has no gradient"
        moved = np.abs(exact.values[name].detach().numpy() - start[name]).max()
        if moved < 0.01 * np.abs(start[name]).max():
            return name + " stays"
    single = Training(case, start, batches, torch.float32)
    single.train()
    for quantity, found in strays(single, exact).items():
        if found > LIMITS[quantity]:
            return "float32 strays in %s by %.1e" % (quantity, found)
    return None


def record(case, attempts=60):
    """Draws until a run is of use, faster where parameters stay, and returns its tensors."""
    objections = []
    for seed in range(1, attempts + 1):
        start, batches = draw(case, seed)
        exact = Training(case, start, batches, torch.float64)
        exact.train()
        found = objection(case, exact, start, batches)
        if found is None:
            return case.specification(seed), tensors(case, exact, start, batches)
        objections.append(found)
        if found.endswith("stays"):
            case.optimizer["lr"] *= 1.5
    raise RuntimeError("%s: %s" % (case.spec["name"], objections[-8:]))


def tensors(case, exact, start, batches):
    found = {"init." + name: a for name, a in start.items()}
    for k, batch in enumerate(batches):
        found.update({"%s.%d.%s" % (kind, k, name): a for (kind, name), a in batch.items()})
    for prefix, values in (("prediction.0.", exact.prediction), ("grad.0.", exact.gradients),
                           ("final.", exact.values), ("eval.prediction.", exact.evaluation)):
        found.update({prefix + name: v.detach().numpy() for name, v in values.items()})
    found["loss"] = np.array(exact.losses)
    return found
