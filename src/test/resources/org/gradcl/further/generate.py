#!/usr/bin/env python3
"""Draws further trajectories in the format of ../breadth: float64, by PyTorch.

    python3 generate.py FOLDER [NAME...]  # needs Debian's python3-torch
    python3 generate.py check FILE...     # how far this script strays from recorded files
"""
import os
import sys

import torch

import cases
import files
import trajectory


def generate(folder, names):
    os.makedirs(folder, exist_ok=True)
    for case in cases.all_cases():
        name = case.spec["name"]
        if names and name not in names:
            continue
        try:
            spec, arrays = trajectory.record(case)
        except RuntimeError as error:
            print("left out:", error)
            continue
        path = os.path.join(folder, name + ".safetensors")
        files.write(path, spec, arrays)
        print("%s: seed %d, %d bytes" % (name, spec["seed"], os.path.getsize(path)))


def check(paths):
    for path in paths:
        case, start, batches, exact = files.read(path)
        run = trajectory.Training(case, start, batches, torch.float64)
        run.train()
        strays = trajectory.strays(run, exact)
        print(case.spec["name"], " ".join("%s %.0e" % item for item in strays.items()))


if __name__ == "__main__":
    torch.set_num_threads(1)
    if sys.argv[1] == "check":
        check(sys.argv[2:])
    else:
        generate(sys.argv[1], sys.argv[2:])
