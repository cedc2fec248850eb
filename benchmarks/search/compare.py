"""Tables of simple regret: our samplers against Optuna's, and where auto stands. Usage: compare.py REFERENCE_FOLDER FILE...; the files hold the JSON lines
of SampleEfficiency.java and regret.py. Optuna's runs stored in search.json (seeds from 0) count beside those of the files. p is the one-sided rank-sum
probability that ours would be as much worse by chance."""
import json
import math
import pathlib
import statistics
import sys

BUDGETS = ("30", "50", "100")
STORED = {"optuna-tpe": "TPESampler_default", "optuna-gp": "GPSampler"}
NAMES = {"branin": "Branin", "hartmann6": "Hartmann6", "ackley5": "Ackley5", "rosenbrock4": "Rosenbrock4", "mixed": "mixed", "xgb_knn_surrogate": "xgb_knn_surrogate"}
reference = json.load(open(pathlib.Path(sys.argv[1]) / "search.json"))["objectives"]
measured = {}
for file in sys.argv[2:]:
    for line in open(file):
        run = json.loads(line)
        measured.setdefault((run["objective"], run["sampler"]), {})[run["seed"]] = run


def regrets(function, sampler, budget):
    own = [run[budget] for run in measured.get((function, sampler), {}).values()]
    return own + (reference[function]["optuna"][STORED[sampler]][budget]["regret_per_seed"] if sampler in STORED else [])


def worse(ours, theirs):
    u = sum((a > b) + 0.5 * (a == b) for a in ours for b in theirs)
    n, m = len(ours), len(theirs)
    return 0.5 * math.erfc((u - n * m / 2) / math.sqrt(n * m * (n + m + 1) / 12) / math.sqrt(2))


def number(x):
    return f"{x:.2e}".replace("e-0", "e-") if x < 1e-3 else f"{x:.3g}"


def against(ours, theirs):
    print(f"\n| function | {' | '.join(BUDGETS)} |\n|---|---|---|---|")
    for function, title in NAMES.items():
        if (function, ours) not in measured:
            continue
        cells = []
        for budget in BUDGETS:
            a, b = regrets(function, ours, budget), regrets(function, theirs, budget)
            cell = f"{number(statistics.median(a))} / {number(statistics.median(b))}"
            cells.append(cell + (f" (p {worse(a, b):.2f})" if statistics.median(a) > statistics.median(b) else ""))
        print(f"| {title} ({len(a)}, {len(b)}) | {' | '.join(cells)} |")


def standing(own, beside, peers):
    print(f"\n| function | {' | '.join(BUDGETS)} |\n|---|---|---|---|")
    for function, title in NAMES.items():
        cells = []
        for budget in BUDGETS:
            medians = {s: statistics.median(regrets(function, s, budget)) for s in (own, *beside, *peers) if regrets(function, s, budget)}
            rank = lambda among: 1 + sum(medians[s] < medians[own] for s in among if s in medians)
            shown = " · ".join(number(medians[s]) for s in (own, *beside) if s in medians)
            cells.append(f"{rank(beside)} ({rank((*beside, *peers))}): {shown}")
        print(f"| {title} | {' | '.join(cells)} |")


against("tpe", "optuna-tpe")
against("gp", "optuna-gp")
standing("gp", ("tpe", "sobol", "random"), ("optuna-tpe", "optuna-gp"))
