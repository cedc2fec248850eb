"""Writes the TorchScript module of `precision: bfloat16_mixed`.

    python make_bfloat16_linear.py ../resources/org/fivesigma/models/network/bfloat16_linear.pt

One linear layer: products in bfloat16, inputs, weights and outputs in float32, so that autograd
gives float32 gradients of float32 master weights; the bias, whose gradient is a long sum, stays out of
it. Made with torch 2.15.0, read by libtorch 2.7.1.
"""

import sys

import torch


class Bfloat16Linear(torch.nn.Module):
    def forward(self, x: torch.Tensor, w: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
        y = torch.nn.functional.linear(x.to(torch.bfloat16), w.to(torch.bfloat16))
        return y.to(torch.float32) + b


if __name__ == "__main__":
    torch.jit.script(Bfloat16Linear()).save(sys.argv[1])
