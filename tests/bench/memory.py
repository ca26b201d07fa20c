"""Peak memory of a process that runs the ensemble: ``python -m tests.bench.memory 200 2000``."""

from __future__ import annotations

import json
import subprocess
import sys

from tests.bench.worlds import Runs


def peaks(numbers: list[int]) -> list[float]:
    """Peak memory (megabytes) of a process of its own after so many runs, and after so many."""
    command = [sys.executable, "-m", "tests.bench.memory", *map(str, numbers)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def peak() -> float:
    """Megabytes at most so far."""
    import resource  # not on Windows

    size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return size / (2**20 if sys.platform == "darwin" else 2**10)


def main(numbers: list[int]) -> None:
    """Run, keep the outcomes of a few runs at a time only, and print the peaks."""
    from tests.bench.baseline import comparison

    runs, found, done = Runs(comparison(2), max(numbers)), [], 0
    for number in numbers:
        for start in range(done, number, runs.size):
            runs.chunk(start)
        done = number
        found.append(peak())
    print(json.dumps(found))


if __name__ == "__main__":
    main([int(word) for word in sys.argv[1:]])
