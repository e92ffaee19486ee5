"""The CNN of lesson 15 in Keras and in PyTorch: seconds per epoch, in turns within one run.

    pip install torch                      # an option: the course itself does not need PyTorch
    python benchmarks/training.py [rounds]

Both train the same layers (the table is printed with the number of parameters of each) with the same batches of 64, the
same Adam and learning rate, on the same 4000 digits and both cores. The lesson trains with ``steps_per_execution=10``, so
that is measured. Printed: the median of the seconds per epoch, the ratio (at most 1.1 is the course's limit), and the
test accuracy of each, which tells that both have learned.
"""

import statistics
import sys
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from utils.datasets import load_digits28
from utils.training import keras, seed_everything

ROUNDS, EPOCHS, BATCH, RATE, DROPOUT = 5, 6, 64, 0.0015, 0.4
LIMIT = 1.1


class InKeras:
    """Lesson 15's network as the lesson trains it."""

    name = "Keras"

    def __init__(self, x, y):
        layers = keras.layers
        self.x, self.y = x[..., None], y
        self.model = keras.Sequential([
            keras.Input((28, 28, 1)),
            layers.Conv2D(16, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Flatten(),
            layers.Dropout(DROPOUT),
            layers.Dense(64, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ])  # fmt: skip
        self.model.compile(
            keras.optimizers.Adam(RATE),
            loss="sparse_categorical_crossentropy",
            metrics=["accuracy"],
            steps_per_execution=10,
        )

    def parameters(self):
        return self.model.count_params()

    def train(self, epochs):
        self.model.fit(self.x, self.y, batch_size=BATCH, epochs=epochs, verbose=0)

    def accuracy(self, x, y):
        return np.mean(np.argmax(self.model(x[..., None]), axis=1) == y)


class InPyTorch:
    """The same network in the usual PyTorch loop; like Keras it keeps the loss and the accuracy of an epoch."""

    name = "PyTorch"

    def __init__(self, x, y):
        import torch
        from torch import nn

        self.torch = torch
        torch.manual_seed(0)
        self.x = torch.from_numpy(x[:, None].astype("float32"))
        self.y = torch.from_numpy(y.astype("int64"))
        self.model = nn.Sequential(
            nn.Conv2d(1, 16, 3), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(16, 32, 3), nn.ReLU(), nn.MaxPool2d(2),
            nn.Flatten(), nn.Dropout(DROPOUT), nn.Linear(800, 64), nn.ReLU(), nn.Linear(64, 10),
        )  # fmt: skip
        self.optimizer = torch.optim.Adam(self.model.parameters(), RATE)
        self.loss = nn.CrossEntropyLoss()

    def parameters(self):
        return sum(weights.numel() for weights in self.model.parameters())

    def train(self, epochs):
        self.model.train()
        for _ in range(epochs):
            total = right = 0
            for chosen in self.torch.randperm(len(self.x)).split(BATCH):
                scores, labels = self.model(self.x[chosen]), self.y[chosen]
                loss = self.loss(scores, labels)
                self.optimizer.zero_grad()
                loss.backward()
                self.optimizer.step()
                total += loss.item() * len(chosen)
                right += (scores.argmax(1) == labels).sum().item()

    def accuracy(self, x, y):
        self.model.eval()
        with self.torch.no_grad():
            scores = self.model(self.torch.from_numpy(x[:, None].astype("float32")))
        return np.mean(scores.argmax(1).numpy() == y)


def main(rounds=ROUNDS):
    try:
        import torch  # noqa: F401
    except ModuleNotFoundError:
        sys.exit("PyTorch is not installed: pip install torch")
    digits = load_digits28()
    x, x_test = digits.x_train / np.float32(255), digits.x_test / np.float32(255)
    seed_everything(0)
    both: list = [InKeras(x, digits.y_train), InPyTorch(x, digits.y_train)]
    for each in both:
        each.train(1)  # the first epoch builds graphs
    seconds: dict[str, list] = {each.name: [] for each in both}
    for _ in range(rounds):  # in turns: whatever else the machine does meets both
        for each in both:
            start = time.perf_counter()
            each.train(EPOCHS)
            seconds[each.name].append((time.perf_counter() - start) / EPOCHS)
    print(f"{'':10}{'parameters':>12}{'s / epoch':>12}{'lowest':>10}{'accuracy':>10}")
    for each in both:
        taken = seconds[each.name]
        accuracy = each.accuracy(x_test, digits.y_test)
        print(f"{each.name:10}{each.parameters():12}{statistics.median(taken):12.3f}{min(taken):10.3f}{accuracy:10.3f}")
    ratio = statistics.median(k / p for k, p in zip(*seconds.values(), strict=True))
    print(f"Keras / PyTorch: {ratio:.2f} (limit {LIMIT})")
    return 0 if ratio <= LIMIT else 1


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:2])))
