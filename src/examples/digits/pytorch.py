"""The nets of Digits.java in PyTorch, with the same initial distributions, settings and split.

Run in the project's folder, as with Debian's python3-torch:
python3 src/examples/digits/pytorch.py [--part validation] [--seeds 5] [--learning-rate 0.005]
"""
import argparse
import csv
import gzip
import math
import statistics
import time

import torch
from torch import nn

BATCH, WEIGHT_DECAY, TEST_ROWS = 32, 0.01, 359


class LastState(nn.Module):
    """The rows of pixels one after the other, and the state after the last one."""

    def __init__(self, hidden):
        super().__init__()
        self.lstm = nn.LSTM(8, hidden, batch_first=True)

    def forward(self, images):
        return self.lstm(images.reshape(-1, 8, 8))[0][:, -1]


NETS = {
    "dense": lambda: nn.Sequential(nn.Flatten(), nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 10)),
    "cnn": lambda: nn.Sequential(
        nn.Conv2d(1, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(16, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(128, 10)),
    "lstm": lambda: nn.Sequential(LastState(64), nn.Linear(64, 10)),
}


def accuracy(make, seed, training, test, epochs, learning_rate):
    """The share of digits read rightly after a training, in percent, and its seconds."""
    torch.manual_seed(seed)
    net = make()
    optimizer = torch.optim.AdamW(net.parameters(), learning_rate, weight_decay=WEIGHT_DECAY)
    images, digits = training
    total = epochs * math.ceil(len(images) / BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: (1 + math.cos(math.pi * step / total)) / 2)
    start = time.perf_counter()
    for _ in range(epochs):
        for batch in torch.randperm(len(images)).split(BATCH):
            optimizer.zero_grad()
            nn.functional.cross_entropy(net(images[batch]), digits[batch]).backward()
            optimizer.step()
            schedule.step()
    seconds = time.perf_counter() - start
    with torch.no_grad():
        right = (net(test[0]).argmax(1) == test[1]).float().mean()
    return 100 * right.item(), seconds


def parts(part):
    """Images and digits to learn from and to judge by, as DigitImages.java splits them."""
    with gzip.open("src/examples/data/digits.csv.gz", "rt") as file:
        rows = torch.tensor([[float(cell) for cell in row] for row in csv.reader(file)])
    images, digits = rows[:, :64].reshape(-1, 1, 8, 8) / 16, rows[:, 64].long()
    number = torch.arange(len(rows))
    test = number >= len(rows) - TEST_ROWS
    validation = ~test & (number % 10 == 9)
    training, judged = (~test, test) if part == "test" else (~test & ~validation, validation)
    return (images[training], digits[training]), (images[judged], digits[judged])


def main():
    flags = argparse.ArgumentParser()
    flags.add_argument("--part", choices=["test", "validation"], default="test")
    flags.add_argument("--net", nargs="+", choices=NETS, default=list(NETS))
    flags.add_argument("--seeds", type=int, default=5)
    flags.add_argument("--epochs", type=int, default=20)
    flags.add_argument("--learning-rate", type=float, default=0.005)
    flags = flags.parse_args()
    training, judged = parts(flags.part)
    print("PyTorch", torch.__version__, "on", torch.get_num_threads(), "threads")
    for name in flags.net:
        runs = [accuracy(NETS[name], seed, training, judged, flags.epochs, flags.learning_rate)
                for seed in range(1, flags.seeds + 1)]
        right = [run[0] for run in runs]
        spread = statistics.stdev(right) if flags.seeds > 1 else 0
        seconds = statistics.mean(run[1] for run in runs)
        print(f"{name:6} {statistics.mean(right):.2f} ± {spread:.2f} ({flags.seeds} seeds) % right, "
              f"{seconds:.1f} s a training", flush=True)


if __name__ == "__main__":
    main()
