"""Losses of recorded graphs, after the definitions in ../breadth/README.md."""
import torch
import torch.nn.functional as F

CLASSES = ("softmax_cross_entropy", "nll")


def each(loss, p, y, keep_away):
    """One value an element, and the weight of each in a mean."""
    name, first = loss["loss"], p[0]
    if name in CLASSES:
        q = torch.log_softmax(first, -1) if name != "nll" else first
        w = q.new_tensor(loss.get("class_weights", [1.0] * q.shape[-1]))
        smoothing = loss.get("label_smoothing", 0.0)
        seen = y != loss.get("ignore_index", -100)
        right = torch.where(seen, y, torch.zeros_like(y))
        chosen = q.gather(-1, right[..., None])[..., 0]
        value = -(1 - smoothing) * w[right] * chosen - smoothing / len(w) * (w * q).sum(-1)
        return torch.where(seen, value, torch.zeros_like(value)), w[right] * seen
    if name == "cosine_embedding":
        a, b = p
        cos = (a * b).sum(1) / torch.sqrt(((a * a).sum(1) + 1e-12) * ((b * b).sum(1) + 1e-12))
        keep_away((cos - loss["margin"])[y < 0], 0)
        value = torch.where(y > 0, 1 - cos, F.relu(cos - loss["margin"]))
    elif name == "triplet":
        near, far = [torch.sqrt(((first - x + loss["eps"]) ** 2).sum(1)) for x in p[1:]]
        keep_away(loss["margin"] + near - far, 0)
        value = F.relu(loss["margin"] + near - far)
    elif name == "gaussian_nll":
        keep_away(p[1] - loss["eps"], 0)
        v = torch.clamp(p[1], min=loss["eps"])
        value = (torch.log(v) + (first - y) ** 2 / v) / 2
    else:
        value = of_two(name, loss, first, y, keep_away)
    return value, torch.ones_like(value)


def of_two(name, loss, p, y, keep_away):
    d = p - y
    if name in ("mse", "mse_sum"):
        return d * d / 2
    if name == "mae":
        keep_away(d, 0)
        return d.abs()
    if name == "huber":
        keep_away(d.abs(), loss["delta"])
        return F.huber_loss(p, y, reduction="none", delta=loss["delta"])
    if name == "smooth_l1":
        keep_away(d.abs(), loss["beta"])
        return F.smooth_l1_loss(p, y, reduction="none", beta=loss["beta"])
    if name == "bce":
        return -y * torch.log(p) - (1 - y) * torch.log(1 - p)
    if name == "bce_with_logits":
        return F.softplus(p, threshold=1e9) - y * p
    if name == "kl_div":
        return y * (torch.log(y) - p)
    if name == "poisson_nll":
        return torch.exp(p) - y * p if loss["log_input"] else p - y * torch.log(p + 1e-8)
    if name == "quantile":
        keep_away(d, 0)
        return torch.maximum(loss["quantile"] * -d, (loss["quantile"] - 1) * -d)
    if name == "hinge":
        keep_away(loss["margin"] - y * p, 0)
        return F.relu(loss["margin"] - y * p)
    raise ValueError(name)


def total(losses, values, targets, batch, keep_away):
    """The loss of a batch: the weighted sum of its losses."""
    sum_of_all = 0
    for loss in losses:
        outputs = [values[name] for name in loss.get("outputs", [loss.get("output")])]
        y = targets.get(loss.get("target"))
        value, counts = each(loss, outputs, y, keep_away)
        reduction = loss.get("reduction", "sum" if loss["loss"] == "mse_sum" else "mean")
        if "sample_weights" in loss:
            w = batch[loss["sample_weights"]]
            w = w.reshape(list(w.shape) + [1] * (value.dim() - w.dim())).expand(value.shape)
            value, counts = w * value, w * counts
        divisor = {"mean": counts.sum(), "sum": 1, "batchmean": len(value)}[reduction]
        sum_of_all = sum_of_all + loss["weight"] * value.sum() / divisor
    return sum_of_all
