"""The HiggsML recipe in LUMIN 0.9.1: ten 4x100 swish networks on folds, its own augmentation in training and 32 copies in prediction.

    TORCH_FORCE_NO_WEIGHTS_ONLY_LOAD=1 recipe_lumin.py CSV [SEED [SCORES.npz]]

Needs Python 3.11 with lumin==0.9.1 and pdpbox>=0.3. The events, parts and training weights are those of recipe_torch.py; scaling before
the rotations, zeros for missing values, the best epoch on the left-out fold and members weighted by their loss are LUMIN's way. One
thread. Prints one line of JSON; with a third argument the scores of test go into a file that paired.py reads.
"""

import contextlib
import json
import os
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

os.environ["MPLBACKEND"] = "agg"
import numpy as np
import pandas as pd
import torch
from lumin.data_processing.file_proc import df2foldfile
from lumin.data_processing.hep_proc import to_cartesian
from lumin.data_processing.pre_proc import fit_input_pipe
from lumin.nn.callbacks.cyclic_callbacks import OneCycle
from lumin.nn.data.fold_yielder import HEPAugFoldYielder
from lumin.nn.ensemble.ensemble import Ensemble
from lumin.nn.models.model_builder import ModelBuilder
from lumin.nn.training.train import train_models
from sklearn.metrics import roc_auc_score

VECTORS = ["PRI_tau", "PRI_lep", "PRI_jet_leading", "PRI_jet_subleading", "PRI_met"]
EPOCHS, BATCH, RATE, MEMBERS = 30, 256, 2e-3, 10


def main():
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    np.random.seed(seed)
    begun, cpu = time.perf_counter(), time.process_time()
    table = pd.read_csv(sys.argv[1]).replace(-999.0, np.nan)
    table = table.rename(columns={"PRI_met": "PRI_met_pt"})
    for vector in VECTORS:
        to_cartesian(table, vector, drop=True)
    features = [c for c in table.columns if c.startswith(("DER_", "PRI_"))]
    y = (table["Label"] == "s").to_numpy().astype(int)
    weight = table["KaggleWeight"].to_numpy()
    part = table["EventId"].to_numpy() % 5
    training, test = part >= 2, part == 1
    of_class = [(y[training] == 0).sum() / weight[training][y[training] == c].sum() for c in (0, 1)]
    table["target"], table["loss_weight"] = y, weight * np.where(y == 1, of_class[1], of_class[0])
    pipe = fit_input_pipe(table[training], features, norm_in=True)
    table[features] = pipe.transform(table[features])
    with tempfile.TemporaryDirectory() as folder:
        for name, rows in (("train", training), ("test", test)):
            df2foldfile(
                table[rows], MEMBERS, features, [], "target", f"{folder}/{name}", "int",
                shuffle=name == "train", strat_key="target", misc_feats=["EventId"], wgt_feat="loss_weight",
            )
        events = HEPAugFoldYielder(f"{folder}/train.hdf5", rot_mult=8, input_pipe=pipe)
        builder = ModelBuilder(
            "classifier", 1, cont_feats=features,
            model_args={"body": {"depth": 4, "width": 100, "act": "swish"}}, opt_args={"opt": "adam", "eps": 1e-8},
        )
        cycle = partial(OneCycle, lengths=(9, 21), lr_range=[RATE / 25, RATE, RATE / 25e4])
        read = time.perf_counter()
        results, _, _ = train_models(
            events, MEMBERS, BATCH, builder, EPOCHS, cb_partials=[cycle], savepath=Path(folder) / "weights"
        )
        trained = time.perf_counter()
        ensemble = Ensemble.from_results(results, MEMBERS, builder, verbose=False)
        tested = HEPAugFoldYielder(f"{folder}/test.hdf5", rot_mult=8, input_pipe=pipe)
        ensemble.predict(tested)
        score = tested.get_column("pred").astype(float)
        ids = tested.get_column("EventId")
    assert (ids == table["EventId"].to_numpy()[test]).all()
    auc = roc_auc_score(y[test], score, sample_weight=weight[test])
    end = time.perf_counter()
    if len(sys.argv) > 3:
        np.savez(sys.argv[3], test_row=ids, test_label=y[test], test_score=score)
    return {"auc": round(auc, 5), "wall": end - begun, "cpu": time.process_time() - cpu,
            "train": trained - read, "predict": end - trained}


with contextlib.redirect_stdout(sys.stderr):
    found = main()
print(json.dumps(found))
