"""Trains the settings of XgboostTraining.java with the Python package; prints the same line."""
import csv
import gzip
import os
import sys
import time

import numpy as np
import xgboost as xgb

DATA = os.environ["FIVESIGMA_DATA"]
SETTINGS = {
    "higgsml": ({"eta": 0.1, "max_depth": 6}, 100),
    "uci": ({"eta": 0.05, "max_depth": 6, "subsample": 0.8, "colsample_bytree": 0.8}, 400),
    "uci-deep": (
        {"eta": 0.2, "max_depth": 10, "gamma": 4, "min_child_weight": 6, "subsample": 0.8}, 100),
}


def read(name):
    with gzip.open(os.path.join(DATA, name), "rt") as f:
        rows = csv.reader(f)
        names = next(rows)
        return names, list(zip(*rows))


def higgsml():
    names, columns = read("higgsml/atlas-higgs-challenge-2014-v2.first22889.csv.gz")
    column = dict(zip(names, columns))
    x = np.array([column[n] for n in names if n[:4] in ("DER_", "PRI_")], dtype=float).T
    x[x == -999] = np.nan
    y = (np.array(column["Label"]) == "s").astype(int)
    w = np.array(column["KaggleWeight"], dtype=float)
    fold = np.array(column["EventId"], dtype=float).astype(int) % 5
    parts = []
    for rows in (fold >= 2, fold == 0, fold == 1):
        physics, training = np.zeros(rows.sum()), np.zeros(rows.sum())
        yy, ww = y[rows], w[rows]
        for c, total in ((0, 410999.8), (1, 691.99)):
            own = yy == c
            physics[own] = ww[own] * total / ww[own].sum()
            training[own] = ww[own] * (yy == 0).sum() / ww[own].sum()
        parts.append((x[rows].astype(np.float32), yy, training, physics))
    return parts


def uci():
    names, columns = read("uci_higgs/uci_higgs_subset_merged.csv.gz")
    keep = [i for i, n in enumerate(names) if n not in ("label", "source")]
    x = np.array([columns[i] for i in keep], dtype=float).T.astype(np.float32)
    y = np.array(columns[names.index("label")], dtype=float).astype(int)
    row = np.arange(len(y)) % 20
    parts = []
    for rows in (row >= 6, (row >= 3) & (row < 6), row < 3):
        ones = np.ones(rows.sum())
        parts.append((x[rows], y[rows], ones, ones))
    return parts


def auc(scores, y, w):
    order = np.argsort(scores, kind="stable")
    s, y, w = scores[order], y[order], w[order]
    start = np.flatnonzero(np.r_[True, s[1:] != s[:-1]])
    sig = np.add.reduceat(w * (y == 1), start)
    bkg = np.add.reduceat(w * (y == 0), start)
    below = np.cumsum(bkg) - bkg
    return float(np.sum(sig * (below + bkg / 2)) / (sig.sum() * bkg.sum()))


def train(parameters, rounds, train_part, valid_part):
    p = {"objective": "binary:logistic", "nthread": 1, "eval_metric": "logloss", "seed": 1, **parameters}
    x, y, w, _ = train_part
    dtrain = xgb.DMatrix(x, y, weight=w, nthread=1)
    x, y, w, _ = valid_part
    dvalid = xgb.DMatrix(x, y, weight=w, nthread=1)
    return xgb.train(p, dtrain, rounds, evals=[(dtrain, "train"), (dvalid, "valid")], verbose_eval=False)


for setting in sys.argv[1:]:
    parts = higgsml() if setting == "higgsml" else uci()
    parameters, rounds = SETTINGS[setting]
    train({}, 3, tuple(a[: 300 * 41 : 41] for a in parts[0]), parts[1])
    start, cpu = time.perf_counter(), time.process_time()
    booster = train(parameters, rounds, parts[0], parts[1])
    seconds, cpu_seconds = time.perf_counter() - start, time.process_time() - cpu
    scores = booster.inplace_predict(parts[2][0])
    print(f"{setting} {seconds:.4f} {cpu_seconds:.4f} {auc(scores, parts[2][1], parts[2][3]):.10f}", flush=True)
