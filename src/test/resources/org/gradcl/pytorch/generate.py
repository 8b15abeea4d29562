"""Writes the files of this folder: state_dicts of PyTorch's modules with inputs and outputs.

Run in the root of the project: python3 src/test/resources/org/gradcl/pytorch/generate.py
Needs torch (made with 1.13). The models of docs/from-pytorch.md are those of the page.
"""

import json
import pathlib
import re
import struct

import torch
import torch.nn.functional as F
from torch import nn

HERE = pathlib.Path(__file__).parent
PAGE = pathlib.Path("docs/from-pytorch.md")
SAMPLES = 3
TYPES = {torch.float32: "F32", torch.int32: "I32", torch.int64: "I64"}

# The inputs of the page's models in the order of their forward pass: a shape of one sample, or a
# shape and a number of classes. Names are those of the models in Java.
INPUTS = {
    "1": {"input": [20]},
    "2": {"input": [1, 8, 8]},
    "3": {"image": [3, 8, 8]},
    "4": {"input": ([9], 50)},
    "5": {"input": [12, 2]},
    "6": {"input": ([10], 30)},
    "7": {"numbers": [5], "cut": ([], 6), "color": ([], 8)},
    "8": {"input": [1, 8, 8]},
    "9": {"x": [12]},
    "10": {"left": [3, 16], "right": [3, 16]},
}
OUTPUTS = {"3": "logits", "7": "price"}


class CrossAttention(nn.Module):
    """Keys and values of other widths than the queries."""

    def __init__(self):
        super().__init__()
        self.attention = nn.MultiheadAttention(8, 2, kdim=6, vdim=5, batch_first=True)

    def forward(self, query, key, value, padding):
        return self.attention(query, key, value, key_padding_mask=padding > 0)[0]


class ImageNorm(nn.Module):
    """A norm over whole images, and a transposed convolution in groups."""

    def __init__(self):
        super().__init__()
        self.norm = nn.LayerNorm([4, 5, 6])
        self.up = nn.ConvTranspose2d(4, 6, (3, 2), stride=(2, 1), groups=2)

    def forward(self, image):
        return self.up(self.norm(image))


OTHERS = {
    "cross-attention": (CrossAttention, {
        "query": [4, 8], "key": [7, 6], "value": [7, 5], "padding": ([7], 2)}),
    "image-norm": (ImageNorm, {"input": [4, 5, 6]}),
}


def save(file, tensors):
    """The safetensors format: length of the header, header, data."""
    header, data = {"__metadata__": {"format": "pt"}}, b""
    for name, tensor in tensors.items():
        tensor = tensor.detach().contiguous()
        numbers = tensor.numpy().tobytes()
        header[name] = {
            "dtype": TYPES[tensor.dtype],
            "shape": list(tensor.shape),
            "data_offsets": [len(data), len(data) + len(numbers)],
        }
        data += numbers
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    file.write_bytes(struct.pack("<Q", len(text)) + text + data)


def draw(spec, generator):
    if isinstance(spec, tuple):
        shape, classes = spec
        return torch.randint(0, classes, [SAMPLES] + shape, generator=generator)
    return torch.randn([SAMPLES] + spec, generator=generator)


def channels_last(tensor, is_signal):
    """In the layout that GradCL reads and yields: images and signals have their channels last."""
    if tensor.dim() == 4 or is_signal:
        return tensor.movedim(1, -1)
    return tensor


def record(name, model, specs, output="prediction"):
    """NAME.safetensors is the state_dict alone, NAME.example.safetensors what the model makes of x."""
    generator = torch.Generator().manual_seed(len(name))
    # Two batches of training move running statistics away from 0 and 1.
    model.train()
    for _ in range(2):
        model(*[draw(spec, generator) for spec in specs.values()])
    model.eval()
    inputs = {key: draw(spec, generator) for key, spec in specs.items()}
    if "padding" in inputs:
        inputs["padding"][:, 0] = 0
    with torch.no_grad():
        outputs = model(*inputs.values())
    if not isinstance(outputs, dict):
        outputs = {output: outputs}
    signals = "left" in inputs
    save(HERE / (name + ".safetensors"), model.state_dict())
    tensors = {}
    for key, value in inputs.items():
        value = value.int() if value.dtype == torch.int64 else value
        tensors["input." + key] = channels_last(value, signals)
    for key, value in outputs.items():
        tensors["output." + key] = channels_last(value, False)
    count = sum(parameter.numel() for parameter in model.parameters())
    tensors["parameters"] = torch.tensor([count], dtype=torch.int32)
    save(HERE / (name + ".example.safetensors"), tensors)


def main():
    section = None
    for heading, code in re.findall(
            r"^## (\d+\. [^\n]*)$|^```python\n(.*?)^```", PAGE.read_text(), re.MULTILINE | re.DOTALL):
        if heading:
            section, name = heading.split(".")[0], heading.lower().replace(".", "").replace(" ", "-")
            continue
        torch.manual_seed(int(section))
        space = {"torch": torch, "nn": nn, "F": F}
        exec(code, space)
        record(name, space["model"], INPUTS[section], OUTPUTS.get(section, "prediction"))
    for name, (module, specs) in OTHERS.items():
        torch.manual_seed(1)
        record(name, module(), specs)


if __name__ == "__main__":
    main()
