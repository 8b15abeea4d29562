"""PyTorch as a peer: seconds for each workload, then workloads, as README.md has them."""
import functools
import sys

import blas
import torch
import torch_nets
from memory import print_peak_memory
from timing import print_time

ARCHITECTURES = ["lenet", "cnn", "resnet", "lstm", "transformer", "table", "normed"]
LEARNING_RATE = 1e-3
MOMENTUM = 0.9
STEPS_OF_A_CHECK = 20


def net(widths, activation):
    layers = []
    for inputs, outputs in zip(widths, widths[1:]):
        layers += [
            torch.nn.Linear(inputs, outputs),
            torch.nn.ReLU() if activation == "relu" else torch.nn.Tanh(),
        ]
    return torch.nn.Sequential(*layers[:-1])


def train(name, model, inputs, target, optimizer, rate, seconds):
    loss = torch.nn.MSELoss() if target.is_floating_point() else torch.nn.CrossEntropyLoss()
    update = {
        "adam": torch.optim.Adam,
        "sgd": torch.optim.SGD,
        "momentum": functools.partial(torch.optim.SGD, momentum=MOMENTUM),
    }[optimizer](model.parameters(), lr=rate)

    def steps(times):
        for _ in range(times):
            update.zero_grad()
            value = loss(model(*inputs), target)
            value.backward()
            update.step()
        return value.item()

    first, last = steps(1), steps(STEPS_OF_A_CHECK)
    if not last < first:
        sys.exit(f"{name} does not learn: {first} to {last}")
    print_time(name, steps, seconds)


def train_dense(name, widths, activation, batch, optimizer, seconds):
    inputs, target = torch_nets.numbers(batch, widths[0]), torch_nets.numbers(batch, widths[-1])
    train(name, net(widths, activation), [inputs], target, optimizer, LEARNING_RATE, seconds)


def predict(name, widths, activation, seconds):
    model = net(widths, activation)
    row = torch.full((1, widths[0]), 0.5)

    def rows(times):
        with torch.inference_mode():
            for _ in range(times):
                model(row)

    print_time(name, rows, seconds)


def convolution(name, inputs, outputs, size, stride, batch, seconds):
    x = torch.rand(batch, inputs, size, size, requires_grad=True)
    weight = torch.rand(outputs, inputs, 3, 3, requires_grad=True)
    upstream = torch.ones_like(torch.conv2d(x, weight, stride=stride, padding=1))

    def passes(times):
        for _ in range(times):
            x.grad = weight.grad = None
            torch.conv2d(x, weight, stride=stride, padding=1).backward(upstream)

    print_time(name, passes, seconds)


def main():
    seconds = float(sys.argv[1])
    library = "MKL" if torch.backends.mkl.is_available() else blas.name()
    print("system", f"PyTorch {torch.__version__}, {library}", sep="\t", flush=True)
    for workload in sys.argv[2:]:
        name, words = workload.split("=", 1)
        kind, *numbers = words.split(",")
        if kind == "convolution":
            convolution(name, *map(int, numbers), seconds)
            continue
        if kind in ARCHITECTURES:
            *words, batch, optimizer, rate = numbers
            built = torch_nets.built(kind, words, int(batch))
            train(name, *built, optimizer, float(rate), seconds)
            continue
        widths, activation, *more = numbers
        widths = [int(width) for width in widths.split("-")]
        if kind == "train":
            train_dense(name, widths, activation, int(more[0]), more[1], seconds)
        else:
            predict(name, widths, activation, seconds)
    print_peak_memory()


main()
