"""The same model behind FastAPI, as a physicist would write it: the model in Python, pandas for csv, uvicorn.

    peer.py BUNDLE PORT      a bundle with one xgboost or mlp model
"""

import io
import json
import pathlib
import struct
import sys

import numpy as np
import pandas as pd
import uvicorn
from fastapi import FastAPI, Request, Response

bundle = pathlib.Path(sys.argv[1])
manifest = json.loads((bundle / "manifest.json").read_text())
features = [f["name"] for f in manifest["features"]]
classes = manifest["classes"]
cut = manifest["cut"]
kind = json.loads((bundle / "models/000/model.json").read_text())["type"]

if kind == "xgboost":
    import xgboost

    booster = xgboost.Booster()
    booster.load_model(bundle / "models/000/model.ubj")
    booster.set_param({"nthread": 2})

    def scores(x):
        return booster.inplace_predict(x)

else:
    import torch

    torch.set_num_threads(2)
    raw = (bundle / "models/000/weights.safetensors").read_bytes()
    size = struct.unpack("<Q", raw[:8])[0]
    head = json.loads(raw[8 : 8 + size])

    def tensor(name):
        a, b = head[name]["data_offsets"]
        return torch.from_numpy(
            np.frombuffer(raw[8 + size + a : 8 + size + b], dtype="<f4").reshape(head[name]["shape"]).copy()
        )

    # scaling as one straight line per column: what the peer has to do at least
    layers = []
    i = 0
    while f"layers.{i}.weight" in head:
        w = tensor(f"layers.{i}.weight")
        linear = torch.nn.Linear(w.shape[1], w.shape[0])
        linear.weight.data, linear.bias.data = w, tensor(f"layers.{i}.bias")
        layers.append(linear)
        if f"layers.{i}.norm.weight" in head:
            norm = torch.nn.BatchNorm1d(w.shape[0])
            norm.weight.data, norm.bias.data = tensor(f"layers.{i}.norm.weight"), tensor(f"layers.{i}.norm.bias")
            norm.running_mean, norm.running_var = (
                tensor(f"layers.{i}.norm.running_mean"),
                tensor(f"layers.{i}.norm.running_var"),
            )
            layers.append(norm)
        if f"layers.{i + 1}.weight" in head:
            layers.append(torch.nn.Tanh())
        i += 1
    net = torch.nn.Sequential(*layers, torch.nn.Sigmoid()).eval()
    low = np.array([f["min"] for f in manifest["features"]], dtype=np.float32)
    high = np.array([f["max"] for f in manifest["features"]], dtype=np.float32)

    def scores(x):
        with torch.inference_mode():
            return net(torch.from_numpy((x - low) / (high - low))).numpy()[:, 0]


app = FastAPI()


@app.get("/ready")
def ready():
    return {"status": "ready"}


@app.post("/v1/predict")
async def predict(request: Request):
    table = pd.read_csv(io.BytesIO(await request.body()))
    s = scores(table[features].to_numpy(dtype=np.float32))
    out = pd.DataFrame({"id": np.arange(len(s)), "score": s, "class": np.where(s >= 0.5, classes[1], classes[0])})
    if cut is not None:
        out["accepted"] = s >= cut
    return Response(out.to_csv(index=False), media_type="text/csv")


uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[2]), log_level="error", access_log=False)
