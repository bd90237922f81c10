"""The same step in PyTorch, on one thread: prints the processor seconds of one step (the median) and its loss.

    pinn_step.py PARAMETERS    all weights and biases, W then b of every layer, column by column, a number a line
"""
import os
import sys
import time

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # torch.set_num_threads does not reach it
import torch

torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)

numbers = iter([float(line) for line in open(sys.argv[1])])


def layer(inputs, outputs):
    linear = torch.nn.Linear(inputs, outputs)
    with torch.no_grad():
        for j in range(inputs):
            for i in range(outputs):
                linear.weight[i, j] = next(numbers)
        for i in range(outputs):
            linear.bias[i] = next(numbers)
    return linear


network = torch.nn.Sequential(
    layer(1, 32), torch.nn.Tanh(), layer(32, 32), torch.nn.Tanh(), layer(32, 1))
parameters = list(network.parameters())
points = torch.linspace(-2, 2, 256).reshape(-1, 1).requires_grad_()


def step():
    u = network(points)
    (first,) = torch.autograd.grad(u.sum(), points, create_graph=True)
    (second,) = torch.autograd.grad(first.sum(), points, create_graph=True)
    residual = second + u
    loss = 0.5 * (residual * residual).sum()
    return loss, torch.autograd.grad(loss, parameters)


for _ in range(50):
    step()
times = []
for _ in range(500):
    begin = time.thread_time()
    loss, _ = step()
    times.append(time.thread_time() - begin)
print(sorted(times)[len(times) // 2], loss.item())
