#!/usr/bin/env python3
"""Writes the trajectories beside this file: float64 numpy after PyTorch's documented formulas.

    python3 generate.py            # needs numpy
    python3 generate.py check DIR  # how far this script strays from the trajectories in DIR
"""
import glob
import json
import math
import os
import struct
import sys

import numpy as np

erf = np.vectorize(math.erf, otypes=[np.float64])


def activation(name, z):
    """f(z) and f'(z)."""
    s = np.where(z >= 0, 1, np.exp(-np.abs(z))) / (1 + np.exp(-np.abs(z)))
    if name == "identity":
        return z, np.ones_like(z)
    if name == "relu":
        return np.maximum(z, 0), np.where(z > 0, 1.0, 0.0)
    if name == "leaky_relu":
        return np.where(z > 0, z, 0.01 * z), np.where(z > 0, 1.0, 0.01)
    if name == "elu":
        return np.where(z > 0, z, np.expm1(np.minimum(z, 0))), np.exp(np.minimum(z, 0))
    if name == "gelu":
        phi = 0.5 * (1 + erf(z / math.sqrt(2)))
        return z * phi, phi + z * np.exp(-z * z / 2) / math.sqrt(2 * math.pi)
    if name == "silu":
        return z * s, s * (1 + z * (1 - s))
    if name == "softplus":
        return np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z))), s
    if name == "tanh":
        return np.tanh(z), 1 - np.tanh(z) ** 2
    if name == "sigmoid":
        return s, s * (1 - s)
    raise ValueError(name)


def loss(spec, p, y):
    """The loss of a batch and its gradient by the prediction p."""
    name, n, d = spec["loss"], p.size, None
    if name == "softmax_cross_entropy":
        rows, classes = np.arange(len(p)), y.astype(int)
        e = np.exp(p - p.max(1, keepdims=True))
        softmax = e / e.sum(1, keepdims=True)
        gradient = softmax.copy()
        gradient[rows, classes] -= 1
        return -np.log(softmax[rows, classes]).mean(), gradient / len(p)
    if name == "bce_with_logits":
        each = np.maximum(p, 0) - p * y + np.log1p(np.exp(-np.abs(p)))
        return each.mean(), (activation("sigmoid", p)[0] - y) / n
    d = p - y
    if name == "mse":
        return 0.5 * (d * d).mean(), d / n
    if name == "mse_sum":
        return 0.5 * (d * d).sum(), d
    if name == "mae":
        return np.abs(d).mean(), np.sign(d) / n
    if name == "huber":
        delta, a = spec.get("delta", 1.0), np.abs(d)
        each = np.where(a <= delta, 0.5 * d * d, delta * (a - 0.5 * delta))
        return each.mean(), np.clip(d, -delta, delta) / n
    raise ValueError(name)


def update(o, t, p, g, slots):
    """One parameter's update in place, t counted from 1."""
    name, decay = o["name"], o.get("weight_decay", 0.01 if o["name"] == "adamw" else 0.0)
    rate = o.get("lr", 1e-2 if name in ("rmsprop", "adagrad") else 1e-3)
    eps, momentum = o.get("eps", 1e-10 if name == "adagrad" else 1e-8), o.get("momentum", 0.0)

    def slot(key, value):
        slots[key] = value
        return value

    def old(key):
        return slots.get(key, np.zeros_like(p))

    if name == "adamw":
        p *= 1 - rate * decay
    else:
        g = g + decay * p
    if name == "sgd":
        if momentum:
            v = slot("v", momentum * old("v") + g)
            g = g + momentum * v if o.get("nesterov") else v
        p -= rate * g
    elif name in ("adam", "adamw"):
        b1, b2 = o.get("beta1", 0.9), o.get("beta2", 0.999)
        m = slot("m", b1 * old("m") + (1 - b1) * g)
        v = slot("v", b2 * old("v") + (1 - b2) * g * g)
        p -= rate / (1 - b1**t) * m / (np.sqrt(v) / math.sqrt(1 - b2**t) + eps)
    elif name == "rmsprop":
        alpha = o.get("alpha", 0.99)
        d = g / (np.sqrt(slot("v", alpha * old("v") + (1 - alpha) * g * g)) + eps)
        p -= rate * (slot("b", momentum * old("b") + d) if momentum else d)
    elif name == "adagrad":
        p -= rate * g / (np.sqrt(slot("s", old("s") + g * g)) + eps)
    else:
        raise ValueError(name)


def train(spec, tensors):
    """The recorded tensors of a run."""
    layers = range(len(spec["activations"]))
    weights = [tensors[f"init.{i}.weight"].astype(np.float64) for i in layers]
    biases = [tensors[f"init.{i}.bias"].astype(np.float64) for i in layers]
    slots = [{} for _ in range(2 * len(weights))]
    record, losses = {}, []
    for step in range(spec["steps"]):
        k = step % spec["batches"]
        hidden, slopes = [tensors[f"x.{k}"].astype(np.float64)], []
        for i in layers:
            y, slope = activation(spec["activations"][i], hidden[-1] @ weights[i].T + biases[i])
            hidden.append(y)
            slopes.append(slope)
        value, g = loss(spec, hidden[-1], tensors[f"y.{k}"].astype(np.float64))
        losses.append(value)
        by_weight, by_bias = [None] * len(weights), [None] * len(weights)
        for i in reversed(layers):
            g = g * slopes[i]
            by_weight[i], by_bias[i] = g.T @ hidden[i], g.sum(0)
            g = g @ weights[i]
        if step == 0:
            record["prediction.0"] = hidden[-1]
            for i in layers:
                record[f"grad.0.{i}.weight"] = by_weight[i]
                record[f"grad.0.{i}.bias"] = by_bias[i]
        gradients = by_weight + by_bias
        if "clip_norm" in spec:
            norm = math.sqrt(sum((g * g).sum() for g in gradients))
            scale = min(1.0, spec["clip_norm"] / (norm + 1e-6))
            gradients = [g * scale for g in gradients]
        for p, g, s in zip(weights + biases, gradients, slots):
            update(spec["optimizer"], step + 1, p, g, s)
    record["loss"] = np.array(losses)
    for i in layers:
        record[f"final.{i}.weight"] = weights[i]
        record[f"final.{i}.bias"] = biases[i]
    return record


def start(spec):
    """Random first parameters and batches, float32."""
    random = np.random.default_rng(spec["seed"])
    tensors = {}
    for i, (ins, outs) in enumerate(zip(spec["dims"], spec["dims"][1:])):
        tensors[f"init.{i}.weight"] = random.uniform(-1, 1, (outs, ins)) / math.sqrt(ins)
        tensors[f"init.{i}.bias"] = random.uniform(-1, 1, outs) / math.sqrt(ins)
    for k in range(spec["batches"]):
        tensors[f"x.{k}"] = random.standard_normal((spec["batch"], spec["dims"][0]))
        outs = spec["dims"][-1]
        if spec["loss"] == "softmax_cross_entropy":
            y = random.integers(0, outs, spec["batch"])
        elif spec["loss"] == "bce_with_logits":
            y = random.integers(0, 2, (spec["batch"], outs))
        else:
            y = 2 * random.standard_normal((spec["batch"], outs))
        tensors[f"y.{k}"] = y
    return {name: tensor.astype(np.float32) for name, tensor in tensors.items()}


def read(file):
    with open(file, "rb") as f:
        header = json.loads(f.read(struct.unpack("<Q", f.read(8))[0]))
        data = f.read()
    spec = json.loads(header.pop("__metadata__")["spec"])
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        numbers = np.frombuffer(data[begin:end], "<f4" if entry["dtype"] == "F32" else "<f8")
        tensors[name] = numbers.reshape(entry["shape"])
    return spec, tensors


def write(file, spec, tensors):
    header, data = {"__metadata__": {"spec": json.dumps(spec, sort_keys=True)}}, b""
    for name, tensor in tensors.items():
        kind, form = ("F32", "<f4") if tensor.dtype == np.float32 else ("F64", "<f8")
        raw = np.ascontiguousarray(tensor).astype(form).tobytes()
        offsets = [len(data), len(data) + len(raw)]
        header[name] = {"dtype": kind, "shape": list(tensor.shape), "data_offsets": offsets}
        data += raw
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(file, "wb") as f:
        f.write(struct.pack("<Q", len(text)) + text + data)


def case(name, dims, activations, loss_name, optimizer, batch=5, batches=2, steps=20, **more):
    return dict(name=name, dims=dims, activations=activations, loss=loss_name, batch=batch,
                optimizer=optimizer, batches=batches, steps=steps, **more)


CASES = [
    case("leaky-relu-sgd-decay", [5, 7, 3], ["leaky_relu", "identity"], "mse",
         dict(name="sgd", lr=0.05, weight_decay=0.1)),
    case("softplus-nesterov-decay", [4, 6, 2], ["softplus", "softplus"], "mse",
         dict(name="sgd", lr=0.02, momentum=0.9, nesterov=True, weight_decay=0.01)),
    case("elu-huber-delta", [5, 6, 3], ["elu", "elu"], "huber",
         dict(name="sgd", lr=0.05, momentum=0.5), delta=0.4),
    case("relu-huber-wide", [5, 6, 3], ["relu", "identity"], "huber",
         dict(name="rmsprop"), delta=2.5),
    case("silu-adam-decay", [5, 7, 3], ["silu", "silu"], "mse",
         dict(name="adam", lr=0.01, weight_decay=0.05)),
    case("gelu-adam-betas", [5, 7, 3], ["gelu", "gelu"], "bce_with_logits",
         dict(name="adam", lr=0.01, beta1=0.8, beta2=0.95, eps=1e-3)),
    case("tanh-adam-beta-zero", [4, 5, 2], ["tanh", "tanh"], "mae",
         dict(name="adam", lr=0.01, beta1=0.0, beta2=0.9)),
    case("sigmoid-adam-clip", [4, 5, 2], ["sigmoid", "identity"], "mse_sum",
         dict(name="adam"), clip_norm=0.5),
    case("elu-adamw-clip", [4, 5, 2], ["elu", "identity"], "mse_sum",
         dict(name="adamw", lr=0.02, weight_decay=0.5), clip_norm=100.0),
    case("tanh-rmsprop-momentum", [5, 6, 3], ["tanh", "identity"], "mse",
         dict(name="rmsprop", lr=0.002, alpha=0.9, eps=1e-2, momentum=0.9)),
    case("softplus-adagrad-eps", [5, 6, 3], ["softplus", "identity"], "softmax_cross_entropy",
         dict(name="adagrad", eps=0.1)),
    case("momentum-clip", [5, 6, 3], ["relu", "identity"], "mse_sum",
         dict(name="sgd", lr=0.05, momentum=0.9, weight_decay=0.01), clip_norm=0.2),
    case("batch-of-one", [3, 5, 4], ["relu", "identity"], "softmax_cross_entropy",
         dict(name="adamw"), batch=1, batches=4),
    case("narrow", [1, 1, 1, 1], ["tanh", "sigmoid", "leaky_relu"], "bce_with_logits",
         dict(name="adam"), batch=3, batches=5, steps=30),
    case("deep", [3, 4, 5, 3, 4, 2], ["relu", "elu", "gelu", "silu", "identity"], "mse",
         dict(name="sgd", lr=0.05), batch=4),
    case("no-hidden-layer", [6, 4], ["identity"], "softmax_cross_entropy",
         dict(name="sgd", lr=0.3, momentum=0.9, nesterov=True), batch=7, batches=3),
]


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    if sys.argv[1:2] == ["check"]:
        for file in sorted(glob.glob(os.path.join(sys.argv[2], "*.safetensors"))):
            spec, tensors = read(file)
            worst = max(np.abs(found - tensors[name]).max() / max(1e-3, np.abs(tensors[name]).max())
                        for name, found in train(spec, tensors).items())
            print(f"{spec['name']}: {worst:.0e}")
        return
    for number, spec in enumerate(CASES):
        spec["seed"] = 100 + number
        tensors = start(spec)
        write(os.path.join(here, spec["name"] + ".safetensors"), spec,
              {**tensors, **train(spec, tensors)})


if __name__ == "__main__":
    main()
