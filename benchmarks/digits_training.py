"""The same training in PyTorch, on one thread: prints the processor seconds of an epoch (the median) and the loss of the
validation data at the end, in 64-bit and then in 32-bit numbers.

    digits_training.py NUMBERS    a file of numbers, in the order in which they are read below
"""
import os
import sys
import time

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # torch.set_num_threads does not reach it
import torch

torch.set_num_threads(1)
numbers = torch.tensor([float(line) for line in open(sys.argv[1])], dtype=torch.float64)


def train(precision):
    place = 0

    def take(count):
        nonlocal place
        place += count
        return numbers[place - count:place]

    def whole():
        return int(take(1).item())

    def matrix(rows, columns):  # column by column
        return take(rows * columns).reshape(columns, rows).T.to(precision)

    batch, epochs, layers = whole(), whole(), whole()
    widths = [whole() for _ in range(layers + 1)]

    def layer(inputs, outputs):
        linear = torch.nn.Linear(inputs, outputs, dtype=precision)
        with torch.no_grad():
            linear.weight.copy_(matrix(outputs, inputs))
            linear.bias.copy_(matrix(outputs, 1).reshape(-1))
        return linear

    def samples():
        count = whole()
        pictures = matrix(widths[0], count).T.contiguous()
        return pictures, matrix(1, count).reshape(-1).long()

    modules = []
    for inputs, outputs in zip(widths, widths[1:]):
        modules += [layer(inputs, outputs), torch.nn.Tanh()]
    network = torch.nn.Sequential(*modules[:-1])
    pictures, digits = samples()
    held_out_pictures, held_out_digits = samples()
    orders = [take(len(digits)).long() for _ in range(epochs)]
    loss_of = torch.nn.CrossEntropyLoss()
    optimiser = torch.optim.Adam(network.parameters())

    times = []
    for order in orders:
        begin = time.process_time()
        sum_of_losses = 0.0
        for which in order.split(batch):
            optimiser.zero_grad(set_to_none=True)
            loss = loss_of(network(pictures[which]), digits[which])
            loss.backward()
            optimiser.step()
            sum_of_losses += loss.item() * len(which)
        with torch.no_grad():
            held_out_loss = loss_of(network(held_out_pictures), held_out_digits).item()
        times.append(time.process_time() - begin)
    print(sorted(times)[len(times) // 2], held_out_loss)


train(torch.float64)
train(torch.float32)
