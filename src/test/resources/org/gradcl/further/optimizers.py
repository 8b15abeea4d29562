"""Update rules of recorded graphs, after the definitions in ../breadth/README.md."""
import math

import torch

DEFAULTS = {
    "sgd": dict(momentum=0.0, nesterov=False),
    "rmsprop": dict(alpha=0.99, eps=1e-8, momentum=0.0),
    "adagrad": dict(eps=1e-10),
    "adadelta": dict(rho=0.9, eps=1e-6),
    "adam": dict(beta1=0.9, beta2=0.999, eps=1e-8, amsgrad=False),
    "adamw": dict(beta1=0.9, beta2=0.999, eps=1e-8, amsgrad=False),
    "adamax": dict(beta1=0.9, beta2=0.999, eps=1e-8),
    "nadam": dict(beta1=0.9, beta2=0.999, eps=1e-8, momentum_decay=0.004),
    "radam": dict(beta1=0.9, beta2=0.999, eps=1e-8),
    "lion": dict(beta1=0.9, beta2=0.99),
}


def settings(name, lr, given):
    return {"name": name, "lr": lr, "weight_decay": 0.0, **DEFAULTS[name], **given}


def step(o, lr, decay, theta, g, slots, t, keep_away):
    """Moves a parameter in place; slots start at zero."""
    name = o["name"]
    slot = lambda key: slots.setdefault(key, torch.zeros_like(theta))
    if name not in ("adamw", "lion"):
        g = g + decay * theta
    if name == "sgd":
        b = slot("b").mul_(o["momentum"]).add_(g)
        theta -= lr * (g + o["momentum"] * b if o["nesterov"] else b)
    elif name == "rmsprop":
        v = slot("v").mul_(o["alpha"]).add_((1 - o["alpha"]) * g * g)
        b = slot("b").mul_(o["momentum"]).add_(g / (v.sqrt() + o["eps"]))
        theta -= lr * b
    elif name == "adagrad":
        theta -= lr * g / (slot("v").add_(g * g).sqrt() + o["eps"])
    elif name == "adadelta":
        rho, eps, u = o["rho"], o["eps"], slot("u")
        v = slot("v").mul_(rho).add_((1 - rho) * g * g)
        d = torch.sqrt(u + eps) / torch.sqrt(v + eps) * g
        u.mul_(rho).add_((1 - rho) * d * d)
        theta -= lr * d
    elif name == "lion":
        m = slot("m")
        direction = o["beta1"] * m + (1 - o["beta1"]) * g
        keep_away(direction, 0)
        theta -= lr * (torch.sign(direction) + decay * theta)
        m.mul_(o["beta2"]).add_((1 - o["beta2"]) * g)
    else:
        moments(o, lr, decay, theta, g, slot, t, slots)


def moments(o, lr, decay, theta, g, slot, t, slots):
    """The family of Adam."""
    name, beta1, beta2, eps = o["name"], o["beta1"], o["beta2"], o["eps"]
    c1, c2 = 1 - beta1**t, 1 - beta2**t
    m = slot("m").mul_(beta1).add_((1 - beta1) * g)
    if name == "adamax":
        u = slot("u")
        u.copy_(torch.maximum(beta2 * u, g.abs() + eps))
        theta -= lr / c1 * m / u
        return
    v = slot("v").mul_(beta2).add_((1 - beta2) * g * g)
    if name in ("adam", "adamw"):
        if o["amsgrad"]:
            v = slot("largest").copy_(torch.maximum(slot("largest"), v))
        if name == "adamw":
            theta -= lr * decay * theta
        theta -= lr * (m / c1) / (torch.sqrt(v / c2) + eps)
    elif name == "nadam":
        mu = [beta1 * (1 - 0.5 * 0.96 ** (k * o["momentum_decay"])) for k in (t, t + 1)]
        product = slots["product"] = slots.get("product", 1.0) * mu[0]
        ahead = mu[1] * m / (1 - product * mu[1]) + (1 - mu[0]) * g / (1 - product)
        theta -= lr * ahead / (torch.sqrt(v / c2) + eps)
    elif name == "radam":
        limit = 2 / (1 - beta2) - 1
        rho = limit - 2 * t * beta2**t / c2
        move = m / c1
        if rho > 5:
            r = (rho - 4) * (rho - 2) * limit / ((limit - 4) * (limit - 2) * rho)
            move = move * math.sqrt(r) * math.sqrt(c2) / (v.sqrt() + eps)
        theta -= lr * move
    else:
        raise ValueError(name)
