"""How much memory this process has held at most."""


def print_peak_memory():
    """Prints the line of a process: the most bytes that were resident at once."""
    with open("/proc/self/status") as status:
        kibibytes = next(line.split()[1] for line in status if line.startswith("VmHWM"))
    print("memory", 1024 * int(kibibytes), sep="\t", flush=True)
