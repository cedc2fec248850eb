"""The peers of docs/results/uci-higgs.md on the same rows, written as one file of scores for each cell and seed.

    uci_peer.py CSV OUT {trees|deep_trees|shallow|deep|reference} {low|high|all|all@5k|all@10k|all@20k} SEED [LEARNING_RATE]

Prints AUC on valid and test; OUT/<model>-<features>-<seed>.npz holds test_row, test_label, test_score and the same of valid.
all@5k and its like train on the part of the events that learning-curve.yaml takes.
Nothing here is tuned: the recipes are those of the table (XGBoost by its own package, networks in plain torch with its default
first weights; shallow and deep keep the last epoch of one-cycle). The reference analysis' network stops when valid has not improved
for 10 epochs; one training gives two models, reference by the loss and reference_auc by the AUC. One thread.
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
TAKEN = {"5k": [*range(6, 13)], "10k": [*range(6, 20)], "20k": [*range(6, 20), *range(26, 40)]}


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
    epochs, schedule = 30, None
    best = {"reference": (float("inf"), 0, None), "reference_auc": (float("inf"), 0, None)}
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
                output = net(xv).squeeze(1)
            net.train()
            now = {"reference": cross_entropy(output, yv).item(), "reference_auc": -roc_auc_score(parts[1][1], output)}
            for rule, (value, seen, _) in best.items():
                if now[rule] < value and epoch - seen <= 10:
                    best[rule] = now[rule], epoch, {k: v.clone() for k, v in net.state_dict().items()}
            if all(epoch - seen >= 10 for _, seen, _ in best.values()):
                break
    net.eval()
    found = {}
    for rule, (_, epoch, state) in best.items() if setting == "reference" else [(setting, (None, epochs, None))]:
        if state:
            net.load_state_dict(state)
        with torch.no_grad():
            found[rule] = [net(a).squeeze(1).double().sigmoid().numpy() for a in (xv, xt)]
    return found


def main():
    path, out, setting, features, seed = sys.argv[1:6]
    rate = float(sys.argv[6]) if len(sys.argv) > 6 else {"shallow": 1e-2, "reference": 1e-3}.get(setting, 2e-3)
    table = pd.read_csv(path, float_precision="round_trip")
    names = [n for n in table.columns if n not in ("label", "source")]
    features_of, _, events = features.partition("@")
    names = [n for n in names if features_of == "all" or n.startswith("m_") == (features_of == "high")]
    x, y = table[names].to_numpy(float), (table["label"].to_numpy() == 1).astype(int)
    row = np.arange(len(y))
    parts = [row[row % 20 >= 6], row[(row % 20 >= 3) & (row % 20 < 6)], row[row % 20 < 3]]
    if events:
        parts[0] = parts[0][np.isin(parts[0] % 80, TAKEN[events])]
    data = [(x[r].astype(np.float32) if setting in TREES else x[r], y[r]) for r in parts]
    start = time.process_time()
    models = {setting: boosted(data, setting, int(seed))} if setting in TREES else network(data, setting, int(seed), rate)
    used = time.process_time() - start
    for model, scores in models.items():
        found = {}
        for part, rows, score in zip(("valid", "test"), parts[1:], scores):
            found |= {part + "_row": rows, part + "_label": y[rows], part + "_score": score}
        np.savez(f"{out}/{model}-{features}-{seed}.npz", **found)
        print(
            f"{model} {features} seed {seed}: valid {roc_auc_score(found['valid_label'], found['valid_score']):.4f}"
            f" test {roc_auc_score(found['test_label'], found['test_score']):.4f} {used:.1f} CPU s",
            flush=True,
        )


main()
