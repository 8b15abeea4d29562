"""Best and median of rounds of runs, by the rules of GradCL's own bench."""
import time

LEAST_ROUNDS = 5
MOST_ROUNDS = 1000
ROUND_SECONDS = 0.02
IMPROVEMENT = 0.95
LONGEST_WARM_UP = 10


def duration(work, runs):
    begin = time.perf_counter()
    work(runs)
    return time.perf_counter() - begin


def warm_up(work, seconds):
    runs, best = 1, float("inf")
    begin = improved = time.perf_counter()
    while True:
        took = duration(work, runs)
        if took / runs < IMPROVEMENT * best:
            improved, best = time.perf_counter(), took / runs
        if took < ROUND_SECONDS:
            runs *= 2
        now = time.perf_counter()
        if now - improved >= seconds or now - begin >= LONGEST_WARM_UP * seconds:
            return runs


def print_time(workload, work, seconds):
    """Warms up, times, and prints the line of a workload."""
    runs = warm_up(work, seconds)
    rounds = []
    begin = time.perf_counter()
    while len(rounds) < LEAST_ROUNDS or (
        len(rounds) < MOST_ROUNDS and time.perf_counter() - begin < seconds
    ):
        rounds.append(1e3 * duration(work, runs) / runs)
    rounds.sort()
    print("time", workload, rounds[0], rounds[len(rounds) // 2], sep="\t", flush=True)
