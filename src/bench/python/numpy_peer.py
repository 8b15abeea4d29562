"""NumPy's products as a peer: seconds for each workload, then workloads, as README.md has them."""
import sys

import blas
import numpy
from memory import print_peak_memory
from timing import print_time


def main():
    seconds = float(sys.argv[1])
    print("system", f"NumPy {numpy.__version__}, {blas.name()}", sep="\t", flush=True)
    random = numpy.random.default_rng(1)
    for workload in sys.argv[2:]:
        name, words = workload.split("=", 1)
        _, m, n, k, form = words.split(",")
        m, n, k = int(m), int(n), int(k)
        a = random.random((m, k) if form[0] == "n" else (k, m), dtype=numpy.float32)
        b = random.random((k, n) if form[1] == "n" else (n, k), dtype=numpy.float32)
        a = a if form[0] == "n" else a.T
        b = b if form[1] == "n" else b.T
        out = numpy.empty((m, n), numpy.float32)

        def products(times):
            for _ in range(times):
                numpy.matmul(a, b, out=out)

        print_time(name, products, seconds)
    print_peak_memory()


main()
