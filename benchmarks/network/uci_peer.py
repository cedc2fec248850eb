"""The peers of docs/results/uci-higgs.md on the same rows, written as one file of scores for each cell and seed.

    uci_peer.py CSV OUT {trees|deep_trees|shallow|deep|reference} {low|high|all} SEED [LEARNING_RATE]

Prints AUC on valid and test; OUT/<model>-<features>-<seed>.npz holds test_row, test_label, test_score and the same of valid.
Nothing here is tuned: the recipes are those of the table (XGBoost by its own package, networks in plain torch with its default
first weights; shallow and deep keep the last epoch of one-cycle, reference the best loss on valid with patience 10). One thread.
"""

import sys
import time

import numpy as np
import pandas as pd
from sklearn.metrics import roc_auc_score

TREES = {
    "trees": ({"eta": 0.05, "max_depth": 6, "subsample": 0.8, "colsample_bytree": 0.8}, 1500, 50),
    "deep_trees": ({"eta": 0.2, "max_depth": 10, "gamma": 4, "min_child_weight": 6, "subsample": 0.8}, 500, 15),
}


def boosted(parts, setting, seed):
    import xgboost as xgb

    parameters, rounds, patience = TREES[setting]
    p = {"objective": "binary:logistic", "nthread": 1, "eval_metric": "auc", "seed": seed, **parameters}
    train, valid, test = (xgb.DMatrix(x, y, nthread=1) for x, y in parts)
    booster = xgb.train(p, train, rounds, evals=[(valid, "valid")], early_stopping_rounds=patience, verbose_eval=False)
    best = (0, booster.best_iteration + 1)
    return [booster.predict(d, iteration_range=best) for d in (valid, test)]


def layers_of(setting, inputs):
    from torch.nn import BatchNorm1d, Dropout, Linear, SiLU, Tanh

    if setting == "reference":
        widths, after = [680] * 3, lambda n: [BatchNorm1d(n), Tanh(), Dropout(0.3)]
    elif setting == "deep":
        widths, after = [300] * 4, lambda n: [SiLU(), Dropout(0.2)]
    else:
        widths, after = [300], lambda n: [Tanh()]
    layers = []
    for a, b in zip([inputs] + widths, widths):
        layers += [Linear(a, b), *after(b)]
    return [*layers, Linear(widths[-1], 1)]


def network(parts, setting, seed, rate, batch=512):
    import torch

    torch.set_num_threads(1)
    torch.manual_seed(seed)
    mean, std = parts[0][0].mean(0), parts[0][0].std(0)
    x, xv, xt = (torch.tensor((a - mean) / std, dtype=torch.float32) for a, _ in parts)
    y = torch.tensor(parts[0][1], dtype=torch.float32)
    yv = torch.tensor(parts[1][1], dtype=torch.float32)
    net = torch.nn.Sequential(*layers_of(setting, x.shape[1]))
    cross_entropy = torch.nn.functional.binary_cross_entropy_with_logits
    optimiser = torch.optim.Adam(net.parameters(), lr=rate, fused=True)
    steps = -(-len(y) // batch)
    epochs, schedule, least, best = 30, None, float("inf"), None
    if setting == "reference":
        epochs = 100
    else:
        schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, max_lr=rate, total_steps=epochs * steps)
    for epoch in range(epochs):
        order = torch.randperm(len(y))
        for i in range(steps):
            rows = order[i * batch : (i + 1) * batch]
            optimiser.zero_grad(set_to_none=True)
            cross_entropy(net(x[rows]).squeeze(1), y[rows]).backward()
            optimiser.step()
            if schedule:
                schedule.step()
        if setting == "reference":
            net.eval()
            with torch.no_grad():
                loss = cross_entropy(net(xv).squeeze(1), yv).item()
            net.train()
            if loss < least:
                least, best, seen = loss, {k: v.clone() for k, v in net.state_dict().items()}, epoch
            elif epoch - seen >= 10:
                break
    if best:
        net.load_state_dict(best)
    net.eval()
    with torch.no_grad():
        return [net(a).squeeze(1).double().sigmoid().numpy() for a in (xv, xt)]


def main():
    path, out, setting, features, seed = sys.argv[1:6]
    rate = float(sys.argv[6]) if len(sys.argv) > 6 else {"shallow": 1e-2, "reference": 1e-3}.get(setting, 2e-3)
    table = pd.read_csv(path, float_precision="round_trip")
    names = [n for n in table.columns if n not in ("label", "source")]
    names = [n for n in names if features == "all" or n.startswith("m_") == (features == "high")]
    x, y = table[names].to_numpy(float), (table["label"].to_numpy() == 1).astype(int)
    row = np.arange(len(y))
    parts = [row[row % 20 >= 6], row[(row % 20 >= 3) & (row % 20 < 6)], row[row % 20 < 3]]
    data = [(x[r].astype(np.float32) if setting in TREES else x[r], y[r]) for r in parts]
    start = time.process_time()
    if setting in TREES:
        scores = boosted(data, setting, int(seed))
    else:
        scores = network(data, setting, int(seed), rate)
    found = {}
    for part, rows, score in zip(("valid", "test"), parts[1:], scores):
        found |= {part + "_row": rows, part + "_label": y[rows], part + "_score": score}
    np.savez(f"{out}/{setting}-{features}-{seed}.npz", **found)
    print(
        f"{setting} {features} seed {seed}: valid {roc_auc_score(found['valid_label'], found['valid_score']):.4f}"
        f" test {roc_auc_score(found['test_label'], found['test_score']):.4f} {time.process_time() - start:.1f} CPU s",
        flush=True,
    )


main()
