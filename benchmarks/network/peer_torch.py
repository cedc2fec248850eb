"""The same work in torch: the arguments of NetworkBenchmark, one line of JSON."""

import json
import sys
import time

import torch

STEPS = 20


def main():
    mode, inputs, hidden, activation, batch, precision, members, threads, rounds = sys.argv[1:10]
    inputs, batch, members, rounds = int(inputs), int(batch), int(members), int(rounds)
    torch.set_num_threads(int(threads))
    act = {"SWISH": torch.nn.SiLU, "RELU": torch.nn.ReLU, "TANH": torch.nn.Tanh}[activation]
    nets, optimisers = [], []
    for i in range(members):
        torch.manual_seed(i)
        layers, width = [], inputs
        for h in hidden.split(","):
            layers += [torch.nn.Linear(width, int(h)), act()]
            width = int(h)
        layers.append(torch.nn.Linear(width, 1))
        nets.append(torch.nn.Sequential(*layers))
        optimisers.append(torch.optim.Adam(nets[-1].parameters(), lr=1e-3, fused=True))
    x = torch.randn(batch, inputs)
    y = (torch.rand(batch, 1) < 0.5).float()
    w = torch.ones(batch, 1)

    def step(net, optimiser):
        optimiser.zero_grad(set_to_none=True)
        z = net(x)
        loss = (torch.nn.functional.binary_cross_entropy_with_logits(z, y, reduction="none") * w).mean()
        loss.backward()
        optimiser.step()
        return loss.item()

    wall, cpu = [], []
    steps = STEPS if mode == "step" else 1
    for r in range(-3 if mode == "step" else -1, rounds):
        c, t = time.process_time(), time.perf_counter()
        for _ in range(steps):
            for net, optimiser in zip(nets, optimisers):
                if mode == "step":
                    step(net, optimiser)
                else:
                    with torch.no_grad():
                        for part in x.split(16384):
                            net(part)
        if r >= 0:
            wall.append((time.perf_counter() - t) * 1e3 / steps)
            cpu.append((time.process_time() - c) * 1e3 / steps)
    print(json.dumps({"wall_ms": sorted(wall)[rounds // 2], "cpu_ms": sorted(cpu)[rounds // 2]}))


main()
