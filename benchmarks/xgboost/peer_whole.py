"""XGBoost from the file to AUC and its bootstrap errors, as whole.yaml has it: peer_whole.py CSV THREADS [ROUNDS].

With ROUNDS it trains so many and does not stop early.
"""

import json
import sys

import numpy as np
import pandas as pd
import xgboost as xgb
from sklearn.metrics import roc_auc_score

path, threads = sys.argv[1], int(sys.argv[2])
rounds = int(sys.argv[3]) if len(sys.argv) > 3 else None
table = pd.read_csv(path)
names = [n for n in table.columns if n not in ("label", "source")]
x, y = table[names].to_numpy(np.float32), (table["label"] == 1).to_numpy().astype(int)
row = np.arange(len(y)) % 20
parts = {"train": row >= 6, "valid": (row >= 3) & (row < 6), "test": row < 3}
data = {k: xgb.DMatrix(x[r], y[r], nthread=threads) for k, r in parts.items()}
p = {"objective": "binary:logistic", "eval_metric": "auc", "nthread": threads, "seed": 1, "eta": 0.05, "max_depth": 6,
     "subsample": 0.8, "colsample_bytree": 0.8}
booster = xgb.train(p, data["train"], rounds or 1500, evals=[(data["valid"], "valid")], verbose_eval=False,
                    early_stopping_rounds=None if rounds else 50)
kept = rounds or booster.best_iteration + 1
random, result = np.random.default_rng(1), {}
for part, r in parts.items():
    score = booster.predict(data[part], iteration_range=(0, kept))
    replicas = [roc_auc_score(y[r], score, sample_weight=random.poisson(1.0, r.sum())) for _ in range(200)]
    result[part + "/auc"] = {"value": roc_auc_score(y[r], score), "std_error": float(np.std(replicas))}
print(json.dumps(result))
