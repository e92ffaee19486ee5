"""What a class on JupyterHub needs: memory and seconds of servers and kernels, each user with one lesson open.

    python -m benchmarks.hub [--users 10] [LESSON ...]     (default: 03_perceptron 09_first_keras_network)

For each lesson: so many users open it at once and run every cell. Memory is proportional (PSS): what processes share is
divided among them. "Alone" is the first user's, before the others come; "processor" counts seconds of computing, which
other programs on the machine change little. Numbers in INSTRUCTORS.md are from here.
"""

import argparse
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median

import psutil

from tests.hub.hub import Hub, Kernel, User


def megabytes(process: psutil.Process) -> float:
    return process.memory_full_info().pss / 1e6


def busy(process: psutil.Process) -> float:
    """Return the seconds that a process has been computing, on all cores together."""
    return process.cpu_times().user + process.cpu_times().system


def processes(hub: Hub) -> tuple[list[psutil.Process], list[psutil.Process]]:
    """Return the users' servers and their kernels."""
    children = [(child, " ".join(child.cmdline())) for child in hub.process().children(recursive=True)]
    servers = [child for child, command in children if "jupyterhub-singleuser" in command]
    return servers, [child for child, command in children if "ipykernel_launcher" in command]


def opened(hub: Hub, name: str) -> tuple[User, float]:
    begin = time.perf_counter()
    return hub.open(name), time.perf_counter() - begin


def study(user: User, lesson: str) -> tuple[Kernel, float, float]:
    """Run every cell of a lesson; return its kernel and the seconds until the first cell and the last had ended."""
    path = f"deep-learning-course/en/{lesson}.ipynb"
    cells = [cell["source"] for cell in user.notebook(path)["cells"] if cell["cell_type"] == "code"]
    begin = time.perf_counter()
    kernel = user.kernel(path)
    kernel.run(cells[0])
    first = time.perf_counter() - begin
    for cell in cells[1:]:
        kernel.run(cell)
    return kernel, first, time.perf_counter() - begin


def measure(lesson: str, count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        hub = Hub(Path(folder))
        try:
            names = [f"user{number:02}" for number in range(count)]
            first, seconds = opened(hub, names[0])
            (server,), _ = processes(hub)
            empty = megabytes(server)
            _, cell, whole = study(first, lesson)
            _, (kernel,) = processes(hub)
            print(f"{lesson}: alone: server up after {seconds:.1f} s, {empty:.0f} MB; with the lesson ", end="")
            print(f"{megabytes(server):.0f} MB; first cell after {cell:.1f} s, all after {whole:.1f} s; ", end="")
            print(f"kernel {megabytes(kernel):.0f} MB (RSS {kernel.memory_info().rss / 1e6:.0f}); ", end="")
            print(f"processor: server {busy(server):.1f} s, kernel {busy(kernel):.1f} s", flush=True)
            if count == 1:
                return
            with ThreadPoolExecutor(count) as pool:
                users = list(pool.map(lambda name: opened(hub, name), names[1:]))
                studied = list(pool.map(lambda user: study(user[0], lesson), users))
            servers, kernels = processes(hub)
            memory = [sum(map(megabytes, group)) for group in (servers, kernels)]
            print(f"{lesson}: {len(kernels)} at once: servers up after {median(s for _, s in users):.1f} s, ", end="")
            print(f"all cells after {median(s for *_, s in studied):.1f} s (medians); ", end="")
            print(f"{memory[0] / len(servers):.0f} MB a server, {memory[1] / len(kernels):.0f} MB a kernel, ", end="")
            print(f"{sum(memory) / 1000:.1f} GB in all; hub and proxy {hub_alone(hub):.0f} MB", flush=True)
        finally:
            hub.stop()


def hub_alone(hub: Hub) -> float:
    """Return the memory of the hub itself and of its proxy."""
    users = {child.pid for group in processes(hub) for child in group}
    own = [hub.process(), *(child for child in hub.process().children() if child.pid not in users)]
    return sum(map(megabytes, own))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lessons", nargs="*", default=["03_perceptron", "09_first_keras_network"])
    parser.add_argument("--users", type=int, default=10)
    words = parser.parse_args()
    for lesson in words.lessons:
        measure(lesson, words.users)


if __name__ == "__main__":
    main()
