"""Simple regret of Optuna's samplers after 30, 50 and 100 trials on the functions of search.json with given seeds, one JSON line a run.
Usage: regret.py REFERENCE_FOLDER SAMPLERS FUNCTIONS FIRST_SEED LAST_SEED; lists joined by commas, "all" for every function."""
import json
import math
import pathlib
import sys
import warnings

import numpy as np
import optuna

optuna.logging.set_verbosity(optuna.logging.ERROR)
warnings.filterwarnings("ignore")
FUNCTIONS = ["branin", "hartmann6", "ackley5", "rosenbrock4", "mixed", "xgb_knn_surrogate"]
SAMPLERS = {"gp": optuna.samplers.GPSampler, "tpe": optuna.samplers.TPESampler}
reference = pathlib.Path(sys.argv[1])
definitions = json.load(open(reference / "search.json"))["objectives"]


def branin(p):
    b, c = 5.1 / (4 * math.pi**2), 5 / math.pi
    return (p["x1"] - b * p["x0"] ** 2 + c * p["x0"] - 6) ** 2 + 10 * (1 - 1 / (8 * math.pi)) * math.cos(p["x0"]) + 10


def hartmann6(p):
    a, centres, c = (np.array(definitions["hartmann6"][k]) for k in "APC")
    return -float(c @ np.exp(-(a * (np.array(list(p.values())) - centres) ** 2).sum(1)))


def ackley5(p):
    x = np.array(list(p.values()))
    return float(-20 * np.exp(-0.2 * np.sqrt((x**2).mean())) - np.exp(np.cos(2 * np.pi * x).mean()) + 20 + np.e)


def rosenbrock4(p):
    x = list(p.values())
    return sum(100 * (x[i + 1] - x[i] ** 2) ** 2 + (1 - x[i]) ** 2 for i in range(3))


def mixed(p):
    off, d = definitions["mixed"]["off"], definitions["mixed"]["d"]
    a = (p["depth"] - d[p["kind"]]) / 6
    b = math.log10(p["eta"]) + 1.5 + 0.05 * (p["depth"] - 8)
    return off[p["kind"]] + a * a + b * b + 2 * (p["sub"] - 0.8) ** 2


def unit(depth, eta, gamma, weight, subsample, alpha):
    return np.array([(depth - 1) / 19, (math.log10(eta) + 2) / 2, gamma / 10, (weight - 1) / 9, (subsample - 0.3) / 0.7, alpha / 2])


rows = json.load(open(reference / "search_xgb_table.json"))["rows"]
places = np.array([unit(*r[:6]) for r in rows])
losses = np.array([1 - r[6] for r in rows])


def xgb_knn_surrogate(p):
    squares = ((places - unit(*p.values())) ** 2).sum(1)
    near = np.argsort(squares, kind="stable")[:8]
    weights = 1 / (squares[near] + 1e-6)
    return float((weights * losses[near]).sum() / weights.sum())


def suggest(trial, s):
    if s["type"] in ("cat", "categorical"):
        return trial.suggest_categorical(s["name"], s["choices"])
    if s["type"] == "int":
        return trial.suggest_int(s["name"], s["low"], s["high"], log=s.get("log", False))
    return trial.suggest_float(s["name"], s["low"], s["high"], log=s.get("log", False))


def main():
    first, last = int(sys.argv[4]), int(sys.argv[5])
    for name in FUNCTIONS if sys.argv[3] == "all" else sys.argv[3].split(","):
        function, definition = globals()[name], definitions[name]
        keys = [s["name"] for s in definition["space"]]
        for point, value in zip(definition["points"], definition["values"]):
            assert abs(function(dict(zip(keys, point))) - value) < 1e-9 * max(1, abs(value)), name
        for sampler in sys.argv[2].split(","):
            for seed in range(first, last + 1):
                study = optuna.create_study(sampler=SAMPLERS[sampler](seed=seed))
                study.optimize(lambda t: function({s["name"]: suggest(t, s) for s in definition["space"]}), n_trials=100)
                best = np.minimum.accumulate([t.value for t in study.trials]) - definition["minimum"]
                regrets = {str(n): float(best[n - 1]) for n in (30, 50, 100)}
                print(json.dumps({"objective": name, "sampler": f"optuna-{sampler}", "seed": seed, **regrets}), flush=True)


main()
