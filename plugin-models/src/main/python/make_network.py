"""Writes the TorchScript module of forward and backward passes of feed-forward networks.

    python make_network.py ../resources/org/fivesigma/models/network/network.pt

One call does a whole pass: no autograd graph is built, results go into buffers that the caller keeps from step to step, and
gradients straight into the caller's flat vector. GradientsTest compares every kind of layer with differences of the loss, NetworkModuleTest
the module with this file.
Made with torch 2.15.0, read by libtorch 2.7.1.

Lists of tensors, each in the order of the layers:
    p       parameters: embeddings, then of each layer weight, bias, (scale, shift), (slope), as Architecture.tensors() has them
    g       their gradients, written
    stats   running mean and variance of batch normalisation, two a hidden layer; empty without
    masks   factors of dropout, then its offsets; empty without
    work    what workspace() gave: of each hidden layer values before and after the activation, and the gradient
    shape   activation, batch norm (0, 1), connections (0 plain, 1 residual, 2 dense), bfloat16 (0, 1), hidden layers,
            then first column, end column of each embedding
"""

import hashlib
import pathlib
import sys
from typing import List

import torch


def linear(x: torch.Tensor, w: torch.Tensor, b: torch.Tensor, bfloat16: bool, z: torch.Tensor) -> torch.Tensor:
    """x·wᵀ + b; products in bfloat16 on request, the bias in float32."""
    if bfloat16:
        return torch.ops.aten.add(b, torch.mm(x.to(torch.bfloat16), w.to(torch.bfloat16).t()), out=z)
    return torch.ops.aten.addmm(b, x, w.t(), out=z)


def product(a: torch.Tensor, b: torch.Tensor, bfloat16: bool, c: torch.Tensor) -> torch.Tensor:
    if bfloat16:
        return c.copy_(torch.mm(a.to(torch.bfloat16), b.to(torch.bfloat16)))
    return torch.ops.aten.mm(a, b, out=c)


def activated(kind: int, alpha: float, slope: torch.Tensor, z: torch.Tensor, h: torch.Tensor) -> torch.Tensor:
    """The activation of z, in h or, where its derivative follows from the result, in place."""
    if kind == 0:
        return torch.relu_(z)
    elif kind == 1:
        return torch.ops.aten.leaky_relu(z, alpha, out=h)
    elif kind == 2:
        return torch.ops.aten.where(z > 0, z, slope * z, out=h)
    elif kind == 3:
        return torch.ops.aten.elu(z, alpha, 1.0, 1.0, out=h)
    elif kind == 4:
        return torch.ops.aten.elu(z, 1.6732632423543772848170429916717, 1.0507009873554804934193349852946, 1.0, out=h)
    elif kind == 5:
        return torch.ops.aten.silu(z, out=h)
    elif kind == 6:
        return torch.ops.aten.gelu(z, approximate="none", out=h)
    elif kind == 7:
        return torch.tanh_(z)
    elif kind == 8:
        return torch.sigmoid_(z)
    elif kind == 9:
        return torch.ops.aten.softplus(z, 1.0, 20.0, out=h)
    return torch.ops.aten.mish(z, out=h)


def differentiated(kind: int, alpha: float, slope: torch.Tensor, z: torch.Tensor, g: torch.Tensor) -> torch.Tensor:
    """g times the derivative, in place; z is what activated() was given, or its result where that was written in place."""
    if kind == 0:
        return torch.ops.aten.threshold_backward(g, z, 0.0, grad_input=g)
    elif kind == 1:
        return torch.ops.aten.leaky_relu_backward(g, z, alpha, False, grad_input=g)
    elif kind == 2:
        return g.copy_(torch.where(z > 0, g, slope * g))
    elif kind == 3:
        return torch.ops.aten.elu_backward(g, alpha, 1.0, 1.0, False, z, grad_input=g)
    elif kind == 4:
        return torch.ops.aten.elu_backward(g, 1.6732632423543772848170429916717, 1.0507009873554804934193349852946, 1.0, False, z, grad_input=g)
    elif kind == 5:
        return torch.ops.aten.silu_backward(g, z, grad_input=g)
    elif kind == 6:
        return torch.ops.aten.gelu_backward(g, z, approximate="none", grad_input=g)
    elif kind == 7:
        return torch.ops.aten.tanh_backward(g, z, grad_input=g)
    elif kind == 8:
        return torch.ops.aten.sigmoid_backward(g, z, grad_input=g)
    elif kind == 9:
        return torch.ops.aten.softplus_backward(g, z, 1.0, 20.0, grad_input=g)
    return g.copy_(torch.ops.aten.mish_backward(g, z))


def first(tensors: List[torch.Tensor], rows: int) -> List[torch.Tensor]:
    result: List[torch.Tensor] = []
    for t in tensors:
        result.append(t[:rows])
    return result


def embedded(x: torch.Tensor, p: List[torch.Tensor], shape: List[int]) -> torch.Tensor:
    """The inputs that stand alone, then the vectors of the embeddings."""
    alone: List[torch.Tensor] = []
    vectors: List[torch.Tensor] = []
    at = 0
    for e in range((len(shape) - 5) // 2):
        start, end = shape[5 + 2 * e], shape[6 + 2 * e]
        if start > at:
            alone.append(x[:, at:start])
        vectors.append(torch.mm(x[:, start:end], p[e].t()))
        at = end
    if at < x.size(1):
        alone.append(x[:, at:])
    return torch.cat(alone + vectors, 1)


class Network(torch.nn.Module):
    def __init__(self, source: str):
        super().__init__()
        self.digest: str = source

    @torch.jit.export
    def source(self) -> str:
        """SHA-256 of this file as it was when the module was made; a test compares."""
        return self.digest

    @torch.jit.export
    def workspace(self, rows: int, shape: List[int], widths: List[int], trains: bool, like: torch.Tensor) -> List[torch.Tensor]:
        """Buffers for passes of up to so many events: three a hidden layer. Without a way back two neighbouring layers have
        buffers of their own and the next ones use them again, so that they stay in the cache."""
        work: List[torch.Tensor] = []
        most = 0
        for width in widths:
            most = max(most, width)
        turns: List[torch.Tensor] = []
        if not trains and shape[2] != 2:
            for _ in range(4):
                turns.append(torch.empty([rows * most], dtype=like.dtype, device=like.device))
        for i, width in enumerate(widths):
            for k in range(3):
                if trains or (shape[2] == 2 and k < 2):
                    work.append(torch.empty([rows, width], dtype=like.dtype, device=like.device))
                elif k < 2:
                    work.append(turns[2 * (i % 2) + k][: rows * width].view([rows, width]))
                else:
                    work.append(like)
        return work

    def forward(
        self,
        x: torch.Tensor,
        p: List[torch.Tensor],
        stats: List[torch.Tensor],
        masks: List[torch.Tensor],
        work: List[torch.Tensor],
        out: torch.Tensor,
        shape: List[int],
        alpha: float,
        rows: int,
        training: bool,
        momentum: float,
    ) -> List[torch.Tensor]:
        """Writes logits to out; gives what backward() needs beside the workspace: the input of every layer, then mean and
        inverse deviation of batch normalisation."""
        if rows < out.size(0):
            x, out = x[:rows], out[:rows]
            work = first(work, rows)
            masks = first(masks, rows)
        kind, norm, connections, hidden = shape[0], shape[1] == 1, shape[2], shape[4]
        at = (len(shape) - 5) // 2
        h = embedded(x, p, shape) if at > 0 else x
        seen = [h]
        inputs: List[torch.Tensor] = []
        moments: List[torch.Tensor] = []
        for i in range(hidden):
            a = torch.cat(seen, 1) if connections == 2 and i > 0 else h
            inputs.append(a)
            z, o = work[3 * i], work[3 * i + 1]
            linear(a, p[at], p[at + 1], training and i > 0 and shape[3] == 1, z)
            at += 2
            if norm:
                y, mean, inverse = torch.native_batch_norm(
                    z, p[at], p[at + 1], stats[2 * i], stats[2 * i + 1], training, momentum, 1e-5
                )
                at += 2
                if training:
                    # the values before normalisation are kept, those after it become the activation's
                    moments.append(z)
                    moments.append(mean)
                    moments.append(inverse)
                    moments.append(y)
                z = y
            slope = z
            if kind == 2:
                slope = p[at]
                at += 1
            own = activated(kind, alpha, slope, z, o)
            # what comes after must not touch values that backward() needs: those written in place
            if len(masks) > 0:
                torch.ops.aten.mul(own, masks[i], out=o)
                if len(masks) > hidden:
                    o.add_(masks[hidden + i])
                own = o
            if connections == 1 and h.size(1) == o.size(1):
                torch.ops.aten.add(own, h, out=o)
                own = o
            h = own
            seen.append(h)
        a = torch.cat(seen, 1) if connections == 2 and hidden > 0 else h
        inputs.append(a)
        linear(a, p[at], p[at + 1], False, out)
        return inputs + moments

    @torch.jit.export
    def backward(
        self,
        x: torch.Tensor,
        p: List[torch.Tensor],
        g: List[torch.Tensor],
        masks: List[torch.Tensor],
        work: List[torch.Tensor],
        saved: List[torch.Tensor],
        slope: torch.Tensor,
        shape: List[int],
        alpha: float,
        rows: int,
    ) -> torch.Tensor:
        """Writes the gradient by every parameter, of a loss whose derivative by the logits is slope."""
        if rows < slope.size(0):
            x, slope = x[:rows], slope[:rows]
            work = first(work, rows)
            masks = first(masks, rows)
        kind, norm, connections, hidden = shape[0], shape[1] == 1, shape[2], shape[4]
        embeddings = (len(shape) - 5) // 2
        at = len(p) - 2
        d = slope
        # dense: what later layers gave to the columns of x and of earlier layers; residual: the gradient above the skip
        later = slope
        for k in range(hidden + 1):
            i = hidden - k
            a = saved[i]
            bfloat16 = shape[3] == 1 and i > 0 and i < hidden
            if i < hidden:
                z = work[3 * i]
                if len(masks) > 0:
                    d.mul_(masks[i])
                if norm:
                    z = saved[hidden + 4 + 4 * i]
                at -= 1 if kind == 2 else 0
                if kind == 2:
                    g[at].copy_((d * torch.clamp(z, max=0.0)).sum().reshape(1))
                d = differentiated(kind, alpha, p[at], z, d)
                if norm:
                    at -= 2
                    m = hidden + 1 + 4 * i
                    dz, ds, db = torch.ops.aten.native_batch_norm_backward(
                        d, saved[m], p[at], None, None, saved[m + 1], saved[m + 2], True, 1e-5, [True, True, True]
                    )
                    g[at].copy_(ds)
                    g[at + 1].copy_(db)
                    d = dz
                at -= 2
            product(d.t(), a, bfloat16, g[at])
            torch.ops.aten.sum(d, [0], out=g[at + 1])
            if i == 0:
                if embeddings > 0:
                    columns = torch.mm(d, p[at])
                    if hidden > 0 and (connections == 2 or connections == 1 and a.size(1) == d.size(1)):
                        columns.add_(later)
                    self.embed(x, columns, g, shape)
            elif connections == 2:
                columns = torch.mm(d, p[at])
                if k > 0:
                    columns.add_(later)
                width = a.size(1) - work[3 * i - 3].size(1)
                later = columns[:, :width]
                d = work[3 * i - 1].copy_(columns[:, width:])
            else:
                skip = connections == 1 and i < hidden and saved[i].size(1) == work[3 * i].size(1)
                below = product(d, p[at], bfloat16, work[3 * i - 1])
                if skip:
                    below.add_(later)
                d = below
            if connections == 1 and i > 0:
                # the skip connection of the layer below hands its gradient on as it is
                later = d.clone()
        return slope

    @torch.jit.export
    def adam(
        self,
        w: torch.Tensor,
        g: torch.Tensor,
        mean: torch.Tensor,
        square: torch.Tensor,
        largest: List[torch.Tensor],
        step: int,
        rates: List[float],
        decoupled: bool,
    ) -> torch.Tensor:
        """A step of Adam or AdamW over flat vectors, in place; largest is empty without amsgrad.

        rates: learning rate, beta1, beta2, weight decay, epsilon."""
        steps = [torch.full([], float(step), dtype=torch.float32, device=w.device)]
        lr, beta1, beta2, decay, epsilon = rates[0], rates[1], rates[2], rates[3], rates[4]
        if decoupled:
            torch.ops.aten._fused_adamw_(
                [w], [g], [mean], [square], largest, steps, lr=lr, beta1=beta1, beta2=beta2, weight_decay=decay, eps=epsilon,
                amsgrad=len(largest) > 0, maximize=False,
            )
        else:
            torch.ops.aten._fused_adam_(
                [w], [g], [mean], [square], largest, steps, lr=lr, beta1=beta1, beta2=beta2, weight_decay=decay, eps=epsilon,
                amsgrad=len(largest) > 0, maximize=False,
            )
        return w

    @torch.jit.export
    def add(self, sum: torch.Tensor, part: torch.Tensor) -> torch.Tensor:
        return sum.add_(part)

    def embed(self, x: torch.Tensor, columns: torch.Tensor, g: List[torch.Tensor], shape: List[int]):
        count = (len(shape) - 5) // 2
        at = x.size(1)
        for e in range(count):
            at -= shape[6 + 2 * e] - shape[5 + 2 * e]
        for e in range(count):
            end = at + g[e].size(0)
            torch.ops.aten.mm(columns[:, at:end].t(), x[:, shape[5 + 2 * e] : shape[6 + 2 * e]], out=g[e])
            at = end


if __name__ == "__main__":
    digest = hashlib.sha256(pathlib.Path(__file__).read_bytes()).hexdigest()
    torch.jit.script(Network(digest)).save(sys.argv[1])
