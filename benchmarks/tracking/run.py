"""Runs one experiment in turn without tracking and with an MLflow server, and compares the process that trains.

    python3 benchmarks/tracking/run.py [PAIRS] [EXPERIMENT]

Prints CPU time (user and system) of the process that trains and, apart from it, of the one that sends; how long the
training was held up; and the 95 % interval of the median of the ratios (binomial, from the ordered pairs). The server
is a third process and not counted. Linux only. Everything is made in a temporary folder.
"""
import json
import math
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
PROGRAM = str(HERE.parent.parent / "fivesigma")
TICK = os.sysconf("SC_CLK_TCK")


def command(folder, *arguments):
    """The last line, CPU seconds of the process alone and of those that it started, and wall seconds."""
    start = time.time()
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        process = subprocess.Popen([PROGRAM, *arguments], cwd=folder, stdout=out, stderr=err, text=True)
        # While the process is over but not waited for, the system still knows what it used.
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
        wall = time.time() - start
        fields = pathlib.Path(f"/proc/{process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        own, children = (sum(map(int, fields[i:i + 2])) / TICK for i in (11, 13))
        if process.wait() != 0:
            err.seek(0)
            sys.exit(f"{arguments}: exit {process.returncode}\n{err.read()}")
        out.seek(0)
        return out.read().strip().splitlines()[-1], own, children, wall


def run(folder, experiment, tracker):
    last, own, children, wall = command(
        folder, "run", experiment, "--quiet", "--set", f"tracking.type={tracker}")
    facts = json.loads((pathlib.Path(last.removeprefix("run: ")) / "facts.json").read_text())
    return {"cpu": own, "others": children, "wall": wall,
            "train": facts["train_seconds"], "held": facts["tracking_seconds"]}


def interval(values):
    """The median and the 95 % interval of it that ordered values give."""
    ordered, n = sorted(values), len(values)
    out = 0
    while out < n // 2 and 2 * sum(math.comb(n, k) for k in range(out + 1)) / 2 ** n <= 0.05:
        out += 1
    low = max(out - 1, 0)
    return statistics.median(ordered), ordered[low], ordered[n - 1 - low]


def main():
    pairs = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    experiment = str(pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else HERE / "experiment.yaml").resolve())
    with tempfile.TemporaryDirectory(prefix="tracking-benchmark") as folder:
        command(folder, "ui")
        try:
            if pairs > 1:  # for the system's caches; a single long pair does without
                run(folder, experiment, "none")
            results = []
            for i in range(pairs):
                order = ["none", "mlflow"] if i % 2 == 0 else ["mlflow", "none"]
                pair = {tracker: run(folder, experiment, tracker) for tracker in order}
                results.append(pair)
                none, mlflow = pair["none"], pair["mlflow"]
                print(f"pair {i + 1}: CPU {none['cpu']:.2f} s without, {mlflow['cpu']:.2f} s with, sender "
                      f"{mlflow['others'] - none['others']:.2f} s; wall {none['wall']:.1f} s, {mlflow['wall']:.1f} s; "
                      f"held up {1000 * mlflow['held']:.1f} ms of {mlflow['train']:.2f} s; "
                      f"load {os.getloadavg()[0]:.1f}", flush=True)
        finally:
            command(folder, "ui", "--stop")

    def of(tracker, what):
        return [pair[tracker][what] for pair in results]

    print(f"CPU: {statistics.median(of('none', 'cpu')):.2f} s without, "
          f"{statistics.median(of('mlflow', 'cpu')):.2f} s with (medians); sender "
          f"{statistics.median([a - b for a, b in zip(of('mlflow', 'others'), of('none', 'others'))]):.2f} s")
    ratios = {
        "CPU with / without": [a / b for a, b in zip(of("mlflow", "cpu"), of("none", "cpu"))],
        "CPU and time held up, with / without":
            [(a + h) / b for a, h, b in zip(of("mlflow", "cpu"), of("mlflow", "held"), of("none", "cpu"))],
        "held up / training": [h / t for h, t in zip(of("mlflow", "held"), of("mlflow", "train"))],
        "wall with / without": [a / b for a, b in zip(of("mlflow", "wall"), of("none", "wall"))],
    }
    for name, values in ratios.items():
        print(f"{name}: %.4f [%.4f, %.4f]" % interval(values))


main()
