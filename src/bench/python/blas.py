"""Which BLAS this process calls: on Debian whatever package was installed last."""
import os


def name():
    with open("/proc/self/maps") as maps:
        files = {line.split()[-1] for line in maps if "blas" in line}
    folders = {os.path.basename(os.path.dirname(file)) for file in files}
    return ", ".join(sorted(folders)) or "no BLAS"
