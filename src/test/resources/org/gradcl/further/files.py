"""Recorded runs as safetensors files."""
import json
import struct

import numpy as np
import torch

from trajectory import Case


def write(path, spec, arrays):
    """A safetensors file."""
    types = {"float32": "F32", "float64": "F64", "int32": "I32"}
    header, body = {"__metadata__": {"spec": json.dumps(spec)}}, b""
    for name, a in arrays.items():
        data = np.ascontiguousarray(a).tobytes()
        header[name] = dict(dtype=types[str(a.dtype)], shape=list(a.shape),
                            data_offsets=[len(body), len(body) + len(data)])
        body += data
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + body)


class Recorded:
    """What a file says that a run must come to."""


def read(path):
    """A case of a file with its starting values, batches and results."""
    with open(path, "rb") as file:
        size, = struct.unpack("<Q", file.read(8))
        header, body = json.loads(file.read(size)), file.read()
    spec = json.loads(header.pop("__metadata__")["spec"])
    types = {"F32": np.float32, "F64": np.float64, "I32": np.int32}
    arrays = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        arrays[name] = np.frombuffer(body[begin:end], types[entry["dtype"]])
        arrays[name] = arrays[name].reshape(entry["shape"])
    case, model = Case.__new__(Case), spec.pop("model")
    case.inputs, case.nodes, case.outputs = model["inputs"], model["nodes"], model["outputs"]
    case.targets, case.losses = spec["targets"], spec["losses"]
    case.optimizer, case.spec = spec["optimizer"], spec
    case.clips = {k: spec[k] for k in ("clip_norm", "clip_value") if k in spec}
    under = lambda prefix: {n[len(prefix):]: a for n, a in arrays.items() if n.startswith(prefix)}
    batches = [{(kind, name): a for kind in "xy" for name, a in under("%s.%d." % (kind, k)).items()}
               for k in range(spec["batches"])]
    exact = Recorded()
    exact.losses = arrays["loss"]
    for field, prefix in (("prediction", "prediction.0."), ("gradients", "grad.0."),
                          ("values", "final."), ("evaluation", "eval.prediction.")):
        setattr(exact, field, {n: torch.tensor(a) for n, a in under(prefix).items()})
    return case, under("init."), batches, exact
