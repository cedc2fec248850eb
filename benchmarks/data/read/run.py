"""Reading a CSV file of 1M x 29: polars and pandas against fivesigma, with an empty and with a filled cache, in turn.

    python -m venv venv && venv/bin/pip install -r requirements.txt
    ../../../fivesigma plugins > /dev/null        # builds the program, once
    venv/bin/python run.py --rounds 7 --threads 2

Every process reads the file several times. "first" is the first read of a process (ours with the virtual machine cold),
"warm" the median of its later ones; ours begin with an empty cache each time and write the copy and its SHA-256 too,
"cached" is the read that follows. Prints medians and the ratios with the middle 95 % of the rounds, and the load.
The file is that of ../preprocess and is made where it is not there.
"""
import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

import numpy as np

here = pathlib.Path(__file__).resolve().parent
home = here.parents[2]
options = argparse.ArgumentParser()
options.add_argument("--rows", type=int, default=1_000_000)
options.add_argument("--rounds", type=int, default=7)
options.add_argument("--reads", type=int, default=4, help="in each process, at least 2")
options.add_argument("--threads", type=int, default=2)
options.add_argument("--folder", default=tempfile.gettempdir(), help="where the data file is kept")
options.add_argument("--classpath", default=str(home / "cli/target/cli-0.1.0.jar"))
args = options.parse_args()

data = pathlib.Path(args.folder) / f"preprocess-{args.rows}.csv"
if not data.exists():
    subprocess.run([sys.executable, str(here.parent / "preprocess/run.py"), "--rows", str(args.rows), "--rounds", "0",
                    "--folder", args.folder], check=True)
classes = tempfile.mkdtemp()
subprocess.run(["javac", "-nowarn", "-d", classes, "-cp", args.classpath, str(here / "Read.java")], check=True)
heap = max(256, args.rows * 28 * 4 * 5 // 2**20)
ours = ["java", f"-Xmx{heap}m", "-XX:+UseParallelGC", "-cp", os.pathsep.join([classes, args.classpath]), "Read", str(data),
        str(args.threads), str(args.reads)]
commands = {name: [sys.executable, str(here / "peer.py"), name, str(data), str(args.reads)] for name in ("polars", "pandas")}
commands["ours"] = ours


def run(name):
    told = subprocess.run(commands[name], stdout=subprocess.PIPE, text=True, check=True,
                          env={**os.environ, "POLARS_MAX_THREADS": str(args.threads), "OMP_NUM_THREADS": str(args.threads)})
    reads = json.loads(told.stdout.strip().splitlines()[-1])["reads"]
    kinds = {"first": [r["first"] for r in reads], "cached": [r["cached"] for r in reads]} if name == "ours" else {"first": reads}
    found = {}
    for what in ("wall", "cpu"):
        values = [r[what] for r in kinds["first"]]
        found[f"{what} first"], found[f"{what} warm"] = values[0], statistics.median(values[1:])
        if "cached" in kinds:
            values = [r[what] for r in kinds["cached"]]
            found[f"{what} cached first"], found[f"{what} cached warm"] = values[0], statistics.median(values[1:])
    return found


with open(data, "rb") as f:  # into the page cache
    while f.read(1 << 24):
        pass
print(f"{data.name}: {data.stat().st_size / 1e6:.0f} MB, load {os.getloadavg()[0]:.1f}")
rounds = []
for i in range(args.rounds):
    order = ["polars", "ours", "pandas"]
    rounds.append({name: run(name) for name in (order if i % 2 == 0 else order[::-1])})
    print(f"round {i + 1}: " + "; ".join(
        f"{name} " + ", ".join(f"{k} {v:.2f}" for k, v in found.items()) for name, found in rounds[-1].items())
        + f"; load {os.getloadavg()[0]:.1f}", flush=True)
pairs = [("ours", f"{what} {state}", "polars", f"{what} {state}") for what in ("wall", "cpu") for state in ("first", "warm")]
pairs += [("ours", f"{what} cached {state}", "pandas", f"{what} {state}") for what in ("wall", "cpu") for state in ("first", "warm")]
for a, x, b, y in pairs if rounds else []:
    ratios = [r[a][x] / r[b][y] for r in rounds]
    low, high = np.quantile(ratios, [0.025, 0.975])
    print(f"{a} {x:18} {statistics.median(r[a][x] for r in rounds):6.3f}   {b} {y:10} "
          f"{statistics.median(r[b][y] for r in rounds):6.3f}   ratio {statistics.median(ratios):.3f} [{low:.3f}, {high:.3f}]")
