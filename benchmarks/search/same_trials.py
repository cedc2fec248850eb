"""Trains the very trials of one of our studies with the Python package xgboost, four at once by a thread pool, as Optuna's n_jobs does;
asks Optuna's sampler for every one of them too, so that its time counts. Usage: same_trials.py SAMPLES STUDY THREADS SAMPLER own|same; own: a trial
stops by itself (patience 15), which by chance is after other rounds than ours; same: it has as many rounds as ours. Prints: wall seconds from the start
to the last trial's end; CPU seconds; rounds trained; best valid AUC."""
import json
import os
import resource
import sys
import time

start = time.perf_counter()
import numpy as np
import optuna
import pandas as pd
import xgboost as xgb

optuna.logging.set_verbosity(optuna.logging.ERROR)
samples, folder, threads, name, length = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4], sys.argv[5]
ours, ours_rounds = {}, {}
for line in open(f"{folder}/trials.jsonl"):
    trial = json.loads(line)
    number = trial["trial"]
    ours_rounds[number] = json.load(open(f"{folder}/runs/trial-{number:03d}/facts.json"))["models"]["rounds_trained"]
    ours[number] = {k.removeprefix("model."): v for k, v in trial["params"].items()}
data = pd.read_csv(os.path.join(samples, "uci_higgs/uci_higgs_subset_merged.csv.gz"))
x = data[[c for c in data if c.startswith(("lepton_", "missing_", "jet"))]].to_numpy(np.float32)
y = data["label"].to_numpy(np.float32)
row = np.arange(len(y)) % 20
train, valid = row >= 6, (row >= 3) & (row < 6)
# Data shared between the threads, as a careful user would do it.
d_train = xgb.DMatrix(x[train], y[train])
d_valid = xgb.DMatrix(x[valid], y[valid])
rounds = []


def objective(trial):
    trial.suggest_int("max_depth", 1, 20)
    trial.suggest_int("min_child_weight", 1, 10)
    for key, low, high in (("alpha", 0.0, 2.0), ("eta", 0.001, 1.0), ("gamma", 0.0, 10.0), ("subsample", 0.05, 1.0)):
        trial.suggest_float(key, low, high)
    parameters = {"objective": "binary:logistic", "eval_metric": "auc", "seed": 42, "nthread": max(1, threads // 4), **ours[trial.number]}
    most, patience = (500, 15) if length == "own" else (ours_rounds[trial.number], 500)
    booster = xgb.train(parameters, d_train, most, evals=[(d_valid, "valid")], early_stopping_rounds=patience, verbose_eval=False)
    rounds.append(booster.num_boosted_rounds())
    return booster.best_score


sampler = {"tpe": optuna.samplers.TPESampler, "gp": optuna.samplers.GPSampler}[name](seed=42)
study = optuna.create_study(direction="maximize", sampler=sampler)
study.optimize(objective, n_trials=len(ours), n_jobs=4)
usage = resource.getrusage(resource.RUSAGE_SELF)
print(f"trials {time.perf_counter() - start:.2f} CPU {usage.ru_utime + usage.ru_stime:.2f} rounds {sum(rounds)} best {study.best_value:.5f}")
