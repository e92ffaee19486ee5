"""The cached trainings of lesson 31: each of its models trained with five seeds, and the weights of its explorer's network.

    python tools/generative_models_runs.py                 # writes both files in assets/; about ten minutes on two quiet cores
    python tools/generative_models_runs.py moons digits    # only these parts; the others stay as they are

``assets/generative_models_runs.npz``: ``moons`` and ``ring`` (model, seed, measure), the models in the order of ``MODELS``
(``walks`` for the moons only) and at last a mixture of 24 Gaussians. The measures are the energy distance to 2000 fresh
points, the share within three standard deviations of the curve (or of the nearest cluster's centre), the share farther away
than five, the mean log-likelihood of the fresh points in nats (a lower bound for ``vae`` and ``diffusion``, NaN for
``gan``), the CPU seconds to train and to sample 2000 points, and the number of parameters. ``real_moons`` and
``real_ring``: the first four for other real points, with the true density. ``ring_points`` (model, 200, 2): samples of seed
0, in 1/40. ``pixels`` (seed, measure): bits a pixel on the test digits with the right mask, and with the mask of the first
layer forgotten. ``guided`` (seed, guidance, measure): share of the wanted digit, mean and smallest distance to the nearest
training picture, spread of the pixels within a digit.
``assets/generative_models_net.npz``: the weights of the small diffusion model of the explorer, float16.
Reruns on one machine agree but for the seconds; another machine differs by a little.
"""

import sys
import time
from pathlib import Path

import numpy as np
from sklearn.decomposition import PCA
from sklearn.mixture import GaussianMixture

CHECKOUT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(CHECKOUT))

import tensorflow as tf  # noqa: E402  after utils.training, which opens it quietly

from utils.datasets import load_digits28  # noqa: E402
from utils.datasets.modes import real_points  # noqa: E402
from utils.lessons.generative_models.measures import (  # noqa: E402
    distance_from_data,
    energy_distance,
    nearest_moon,
    true_log_density,
)
from utils.lessons.generative_models.rivals import GAN, VAE, Generative, dense  # noqa: E402
from utils.training import keras, seed_everything  # noqa: E402

ASSETS = CHECKOUT / "assets"
SEEDS, FRESH = range(5), 2000
GUIDANCE = (0.0, 0.5, 1.0, 2.0, 4.0)
layers = keras.layers
LOG_2PI = float(np.log(2 * np.pi))


def normal_log_density(z):
    return -tf.reduce_sum(z**2, axis=1) / 2 - LOG_2PI


class Autoregressive(Generative):
    bins, edge = 80, 2.6

    def __init__(self, x):
        super().__init__()
        counts = np.bincount(self.cells(x)[:, 0], minlength=self.bins) + 0.1
        self.first = tf.constant(np.log(counts / counts.sum()), tf.float32)
        self.second = dense(self.bins, self.bins, 128, 2, "relu")

    def cells(self, x):
        return tf.clip_by_value(tf.cast((x + self.edge) / (2 * self.edge) * self.bins, tf.int32), 0, self.bins - 1)

    def log_density(self, x):
        cells = tf.one_hot(self.cells(x), self.bins)
        log_first = tf.reduce_sum(cells[:, 0] * self.first, axis=1)
        log_second = tf.reduce_sum(cells[:, 1] * tf.nn.log_softmax(self.second(cells[:, 0])), axis=1)
        return log_first + log_second - 2 * float(np.log(2 * self.edge / self.bins))

    def loss_of(self, x):
        return -tf.reduce_mean(self.log_density(x))

    def sample(self, count):
        first = tf.random.categorical(self.first[None], count)[0]
        second = tf.random.categorical(self.second(tf.one_hot(first, self.bins)), 1)[:, 0]
        cells = tf.cast(tf.stack([first, second], axis=1), tf.float32)
        return (cells + tf.random.uniform((count, 2))) / self.bins * 2 * self.edge - self.edge


class Flow(Generative):
    def __init__(self, couplings=8):
        super().__init__()
        self.nets = [dense(1, 2, 24, 2, "tanh", last="zeros") for _ in range(couplings)]

    def to_noise(self, x):
        a, b, log_det = x[:, :1], x[:, 1:], 0.0
        for net in self.nets:
            log_scale, shift = tf.split(net(a), 2, axis=1)
            log_scale = 2 * tf.tanh(log_scale)
            a, b = b * tf.exp(log_scale) + shift, a
            log_det += log_scale[:, 0]
        return tf.concat([a, b], axis=1), log_det

    def to_data(self, z):
        a, b = z[:, :1], z[:, 1:]
        for net in reversed(self.nets):
            log_scale, shift = tf.split(net(b), 2, axis=1)
            a, b = b, (a - shift) * tf.exp(-2 * tf.tanh(log_scale))
        return tf.concat([a, b], axis=1)

    def log_density(self, x):
        z, log_det = self.to_noise(x)
        return normal_log_density(z) + log_det

    def loss_of(self, x):
        return -tf.reduce_mean(self.log_density(x))

    def sample(self, count):
        return self.to_data(tf.random.normal((count, 2)))


class Energy(Generative):
    spread = 1.3

    def __init__(self):
        super().__init__()
        self.net = dense(2, 1, 64, 3, "swish")

    def energy(self, x):
        return self.net(x)[:, 0]

    def log_noise(self, x):
        return normal_log_density(x / self.spread) - 2 * float(np.log(self.spread))

    def loss_of(self, x):
        noise = self.spread * tf.random.normal(tf.shape(x))
        real_score = -self.energy(x) - self.log_noise(x)
        noise_score = -self.energy(noise) - self.log_noise(noise)
        return tf.reduce_mean(tf.nn.softplus(-real_score)) + tf.reduce_mean(tf.nn.softplus(noise_score))

    @tf.function
    def walk(self, x, sizes):
        for size in sizes:
            with tf.GradientTape() as tape:
                tape.watch(x)
                energy = tf.reduce_sum(self.energy(x))
            slope = tf.clip_by_norm(tape.gradient(energy, x), 1 / tf.sqrt(size), axes=1)
            x = x - size * slope + tf.sqrt(2 * size) * tf.random.normal(tf.shape(x))
        return x

    def sample(self, count):
        sizes = tf.constant(np.geomspace(0.1, 0.0005, 500), tf.float32)
        return self.walk(self.spread * tf.random.normal((count, 2)), sizes)

    def log_density(self, x):
        places = np.linspace(-4, 4, 321, dtype=np.float32)
        grid = np.stack([axis.ravel() for axis in np.meshgrid(places, places)], axis=1)
        log_z = tf.reduce_logsumexp(-self.energy(grid)) + 2 * float(np.log(places[1] - places[0]))
        return -self.energy(x) - log_z


class Walks(Energy):
    """The same network trained without a noise density: low energy at the data, high where Langevin walks end."""

    def __init__(self):
        super().__init__()
        self.kept = tf.Variable(tf.random.uniform((4096, 2), -2.5, 2.5), trainable=False)

    def loss_of(self, x):
        count = tf.shape(x)[0]
        chosen = tf.random.uniform((count,), 0, 4096, tf.int32)
        anew = tf.random.uniform((count, 1)) < 0.05
        start = tf.where(anew, tf.random.uniform((count, 2), -2.5, 2.5), tf.gather(self.kept, chosen))
        ends = tf.stop_gradient(tf.clip_by_value(self.walk(start, tf.fill((20,), 0.005)), -3.0, 3.0))
        self.kept.scatter_nd_update(chosen[:, None], ends)
        real, walked = self.energy(x), self.energy(ends)
        return tf.reduce_mean(real) - tf.reduce_mean(walked) + 0.002 * tf.reduce_mean(real**2 + walked**2)


class Diffusion(Generative):
    steps = 50
    shape = 2 + 16, 2, 64, 3, "swish"

    def __init__(self):
        super().__init__()
        self.kept = 1 / (1 + np.exp(-np.linspace(7, -5, self.steps)))  # alpha bar of each step
        self.net = dense(*self.shape)

    def noise_in(self, x, t):
        angle = tf.cast(t, tf.float32)[:, None] / self.steps * np.float32(2 ** np.arange(8) * np.pi / 2)
        return self.net(tf.concat([x, tf.sin(angle), tf.cos(angle)], axis=1))

    def loss_of(self, x):
        t = tf.random.uniform((tf.shape(x)[0],), 0, self.steps, tf.int32)
        kept = tf.gather(tf.constant(self.kept, tf.float32), t)[:, None]
        noise = tf.random.normal(tf.shape(x))
        return tf.reduce_mean((self.noise_in(tf.sqrt(kept) * x + tf.sqrt(1 - kept) * noise, t) - noise) ** 2)

    def sample(self, count):
        predict, x = tf.function(self.noise_in), tf.random.normal((count, 2))
        for t in reversed(range(self.steps)):
            kept, before = self.kept[t], self.kept[t - 1] if t else 1.0
            beta = 1 - kept / before
            x = (x - beta / np.sqrt(1 - kept) * predict(x, tf.fill((count,), t))) / np.sqrt(1 - beta)
            if t:
                x = x + np.sqrt(beta * (1 - before) / (1 - kept)) * tf.random.normal((count, 2))
        return x

    def bound(self, x, draws=4):
        """Return the lower bound of the mean log-likelihood of points x (n, 2), by ``draws`` noises for each step."""
        rng, predict, kept = np.random.default_rng(0), tf.function(self.noise_in), self.kept
        total = -0.5 * ((1 - kept[-1]) + kept[-1] * x**2 - 1 - np.log(1 - kept[-1])).sum(axis=1).mean()
        for t in range(self.steps):
            before = kept[t - 1] if t else 1.0
            beta = 1 - kept[t] / before
            for _ in range(draws):
                noise = rng.normal(size=x.shape).astype(np.float32)
                seen = np.float32(np.sqrt(kept[t])) * x + np.float32(np.sqrt(1 - kept[t])) * noise
                error = ((noise - predict(seen, tf.fill((len(x),), t)).numpy()) ** 2).sum(axis=1).mean()
                if t:
                    variance = beta * (1 - before) / (1 - kept[t])
                    total -= beta**2 / (2 * variance * (1 - beta) * (1 - kept[t])) * error / draws
                else:  # p(x | x_1): the variance is beta, and x - mean is a multiple of the noise that was missed
                    scale = beta / np.sqrt(1 - kept[0]) / np.sqrt(1 - beta)
                    total += (-(scale**2) * error / (2 * beta) - np.log(2 * np.pi * beta)) / draws
        return total


MODELS = {  # name: (class, steps, learning rate, options of Adam)
    "autoregressive": (Autoregressive, 600, 0.003, {}),
    "flow": (Flow, 1200, 0.005, {"global_clipnorm": 1.0}),
    "energy": (Energy, 2000, 0.005, {}),
    "diffusion": (Diffusion, 3000, 0.004, {}),
    "vae": (VAE, 2500, 0.003, {}),
    "gan": (GAN, 4000, 0.002, {}),
    "walks": (Walks, 1200, 0.003, {"beta_1": 0.0}),
}


def train(model, data, steps, rate, options, seed, batch=256):
    """Train for ``steps`` batches with a learning rate that falls to zero; data is an array or a tuple of arrays."""
    if not isinstance(model, GAN):
        schedule = keras.optimizers.schedules.CosineDecay(rate, steps)
        model.compile(keras.optimizers.Adam(schedule, **options), steps_per_execution=50)
        model.optimizer.build(model.trainable_variables)
    batches = tf.data.Dataset.from_tensor_slices(data).shuffle(5000, seed=seed).repeat().batch(batch)
    model.fit(batches, steps_per_epoch=steps // 4, epochs=4, shuffle=False, verbose=0)


def measures(points, fresh, name):
    off = distance_from_data(points, name)
    return [energy_distance(points, fresh), np.mean(off <= 3), np.mean(off > 5)]


def run_plane(name, model_name, seed, x, fresh):
    """Return the seven measures of one training, and its points."""
    seed_everything(seed)
    kind, steps, rate, options = MODELS[model_name]
    model = kind(x) if kind is Autoregressive else kind()
    start = time.process_time()
    train(model, x, steps, rate, options, seed)
    trained = time.process_time()
    points = np.array(model.sample(FRESH))
    sampled = time.process_time()
    if model_name == "gan":
        likelihood = np.nan
    elif model_name == "diffusion":
        likelihood = model.bound(fresh)
    else:
        likelihood = float(np.mean(model.log_density(fresh)))
    parameters = sum(int(np.prod(weights.shape)) for weights in model.trainable_variables)
    row = [*measures(points, fresh, name), likelihood, trained - start, sampled - trained, parameters]
    return row, points


def run_mixture(name, seed, x, fresh):
    """Return the seven measures of a mixture of 24 Gaussians, the baseline without a network."""
    start = time.process_time()
    model = GaussianMixture(24, random_state=seed).fit(x)
    trained = time.process_time()
    points = model.sample(FRESH)[0].astype(np.float32)
    parameters = 24 * (2 + 3) + 23
    return [
        *measures(points, fresh, name),
        model.score(fresh),
        trained - start,
        time.process_time() - trained,
        parameters,
    ]


def plane(name):
    x, fresh, other = [real_points(name, n, np.random.default_rng(k)) for k, n in ((1, 5000), (2, FRESH), (3, FRESH))]
    rows, points = [], []
    for model_name in MODELS if name == "moons" else list(MODELS)[:-1]:
        of_model = []
        for seed in SEEDS:
            row, made = run_plane(name, model_name, seed, x, fresh)
            print(name, model_name, seed, np.round(row, 4), flush=True)
            of_model.append(row)
            if seed == 0:
                points.append(np.clip(np.round(40 * made[:200]), -127, 127).astype(np.int8))
        rows.append(of_model)
    rows.append([run_mixture(name, seed, x, fresh) for seed in SEEDS])
    real = [*measures(other, fresh, name), float(true_log_density(fresh, name).mean())]
    print(name, "real", np.round(real, 4), flush=True)
    found = {name: np.array(rows, np.float32), f"real_{name}": np.array(real, np.float32)}
    return found | ({"ring_points": np.array(points)} if name == "ring" else {})


class Guided(Diffusion):
    """The explorer's network: it is also told which moon is wanted, 0 or 1, or 2 for either."""

    shape = 2 + 16 + 3, 2, 48, 3, "relu"

    def loss_of(self, batch):
        x, moon = batch
        count = tf.shape(x)[0]
        moon = tf.where(tf.random.uniform((count,)) < 0.2, 2, moon)
        t = tf.random.uniform((count,), 0, self.steps, tf.int32)
        kept = tf.gather(tf.constant(self.kept, tf.float32), t)[:, None]
        noise = tf.random.normal(tf.shape(x))
        angle = tf.cast(t, tf.float32)[:, None] / self.steps * np.float32(2 ** np.arange(8) * np.pi / 2)
        seen = tf.sqrt(kept) * x + tf.sqrt(1 - kept) * noise
        guess = self.net(tf.concat([seen, tf.sin(angle), tf.cos(angle), tf.one_hot(moon, 3)], axis=1))
        return tf.reduce_mean((guess - noise) ** 2)


def explorer_net():
    """Return the weights of the explorer's network as float16, w0, b0, w1, ..."""
    x = real_points("moons", 5000, np.random.default_rng(1))
    seed_everything(0)
    model = Guided()
    train(model, (x, nearest_moon(x).astype(np.int32)), 12_000, 0.004, {}, 0)
    return {f"{'wb'[k % 2]}{k // 2}": value.astype(np.float16) for k, value in enumerate(model.net.get_weights())}


LEVELS, SIDE = 4, 10  # grey levels and pixels a side of the small digits


def small_digits(pictures):
    """Return pictures (n, 28, 28) as whole numbers 0 to 3, (n, 10, 10): the middle 20 x 20 pixels, four made into one."""
    middle = pictures[:, 4:24, 4:24].reshape(-1, SIDE, 2, SIDE, 2).mean(axis=(2, 4))
    return (middle / 256 * LEVELS).astype(int)


class MaskedConv2D(keras.layers.Conv2D):
    """A convolution that sees the pixels above and to the left; with ``own``, also the pixel in the middle."""

    def __init__(self, filters, size, own):
        super().__init__(filters, size, padding="same")
        self.own = own

    def build(self, shape):
        super().build(shape)
        size = self.kernel_size[0]
        mask = np.zeros((size, size, 1, 1), "float32")
        mask[: size // 2] = 1
        mask[size // 2, : size // 2 + self.own] = 1
        self.mask = mask

    def call(self, x):
        return tf.nn.bias_add(tf.nn.conv2d(x, self.kernel * self.mask, 1, "SAME"), self.bias)


def pixel_network(forgotten=False, width=24, blocks=2):
    x = keras.Input((SIDE, SIDE, LEVELS))
    h = MaskedConv2D(width, 5, own=forgotten)(x)
    for _ in range(blocks):
        inner = MaskedConv2D(width, 3, own=True)(layers.ReLU()(h))
        h = layers.Add()([h, layers.Dense(width)(layers.ReLU()(inner))])
    return keras.Model(x, layers.Dense(LEVELS)(layers.ReLU()(h)))


def one_hot(digits):
    return keras.utils.to_categorical(digits, LEVELS).astype("float32")


def bits(network, digits):
    return float(network.evaluate(one_hot(digits), digits, batch_size=500, verbose=0) / np.log(2))


def train_pixels(digits, seed, forgotten=False, epochs=8):
    seed_everything(seed)
    network = pixel_network(forgotten)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    schedule = keras.optimizers.schedules.CosineDecay(0.005, epochs * 63)
    network.compile(keras.optimizers.Adam(schedule), loss, steps_per_execution=21)
    network.fit(one_hot(digits), digits, batch_size=64, epochs=epochs, verbose=0)
    return network


class LatentDiffusion(Generative):
    """Diffusion of 40 principal components, told which digit is wanted, 0 to 9, or 10 for any."""

    steps, any_digit = 50, 10

    def __init__(self, components=40, width=192):
        super().__init__()
        self.kept = 1 / (1 + np.exp(-np.linspace(5, -5, self.steps)))
        z, time_, digit = keras.Input((components,)), keras.Input((16,)), keras.Input((), dtype="int32")
        told = layers.Add()([layers.Dense(width)(time_), layers.Embedding(11, width)(digit)])
        h = layers.Dense(width)(z)
        for _ in range(2):
            inner = layers.Activation("swish")(
                layers.Add()([layers.Dense(width)(layers.LayerNormalization()(h)), told])
            )
            h = layers.Add()([h, layers.Dense(width)(inner)])
        self.net = keras.Model(
            [z, time_, digit], layers.Dense(components, kernel_initializer="zeros")(layers.LayerNormalization()(h))
        )

    def noise_in(self, z, t, digit):
        angle = tf.cast(t, tf.float32)[:, None] / self.steps * np.float32(2 ** np.arange(8) * np.pi / 2)
        return self.net([z, tf.concat([tf.sin(angle), tf.cos(angle)], axis=1), digit])

    def loss_of(self, batch):
        z, digit = batch
        count = tf.shape(z)[0]
        digit = tf.where(tf.random.uniform((count,)) < 0.1, self.any_digit, digit)
        t = tf.random.uniform((count,), 0, self.steps, tf.int32)
        kept = tf.gather(tf.constant(self.kept, tf.float32), t)[:, None]
        noise = tf.random.normal(tf.shape(z))
        return tf.reduce_mean((self.noise_in(tf.sqrt(kept) * z + tf.sqrt(1 - kept) * noise, t, digit) - noise) ** 2)

    def sample(self, digit, guidance):
        """Return codes (n, 40) of the digits (n,); guidance is a number."""
        predict, count = tf.function(self.noise_in), len(digit)
        wanted, either = tf.constant(digit, tf.int32), tf.fill((count,), self.any_digit)
        z = tf.random.normal((count, 40))
        for t in reversed(range(self.steps)):
            kept, before = self.kept[t], self.kept[t - 1] if t else 1.0
            level, beta = tf.fill((count,), t), 1 - kept / before
            noise = (1 + guidance) * predict(z, level, wanted) - guidance * predict(z, level, either)
            z = (z - beta / np.sqrt(1 - kept) * noise) / np.sqrt(1 - beta)
            if t:
                z = z + np.sqrt(beta * (1 - before) / (1 - kept)) * tf.random.normal(z.shape)
        return z.numpy()


def build_judge(x, y):
    """Return a network that reads digits (n, 784)."""
    judge = keras.Sequential(
        [
            keras.Input((784,)),
            layers.Dense(128, activation="relu"),
            layers.Dropout(0.3),
            layers.Dense(10, activation="softmax"),
        ]
    )
    judge.compile("adam", "sparse_categorical_crossentropy", steps_per_execution=21)
    judge.fit(x, y, batch_size=64, epochs=8, verbose=0)
    return judge


def guided(seed, x, y):
    """Return (guidance, measure) of one training of the latent diffusion, and what a judge of the same seed says."""
    seed_everything(seed)
    judge = build_judge(x, y)
    pca = PCA(40, whiten=True, random_state=0).fit(x)
    model = LatentDiffusion()
    average = {"use_ema": True, "ema_momentum": 0.99}
    train(model, (pca.transform(x).astype("float32"), y.astype("int32")), 1200, 0.0015, average, seed, batch=128)
    wanted, rows = np.arange(200) % 10, []
    for guidance in GUIDANCE:
        made = np.clip(pca.inverse_transform(model.sample(wanted, guidance)), 0, 1).astype("float32")
        right = np.mean(np.argmax(judge(made), axis=1) == wanted)
        nearest = near(made, x)
        spread = np.mean([made[wanted == digit].std(axis=0).mean() for digit in range(10)])
        rows.append([right, nearest.mean(), nearest.min(), spread])
    return rows


def near(pictures, x):
    """Return the distance (n,) of pictures (n, 784) to the nearest of x (m, 784)."""
    squares = (pictures**2).sum(axis=1)[:, None] + (x**2).sum(axis=1) - 2 * pictures @ x.T
    return np.sqrt(np.maximum(squares.min(axis=1), 0))


def digits():
    data = load_digits28()
    x, y = data.x_train.reshape(-1, 784).astype("float32") / 255, data.y_train
    small, small_test = small_digits(data.x_train), small_digits(data.x_test)
    pixels, rows = [], []
    for seed in SEEDS:
        pixels.append([bits(train_pixels(small, seed, forgotten), small_test) for forgotten in (False, True)])
        rows.append(guided(seed, x, y))
        print("digits", seed, np.round(pixels[-1], 3), np.round(rows[-1], 3).tolist(), flush=True)
    return {"pixels": np.array(pixels, np.float32), "guided": np.array(rows, np.float32)}


PARTS = {"moons": lambda: plane("moons"), "ring": lambda: plane("ring"), "digits": digits}


def main(*names):
    path, found = ASSETS / "generative_models_runs.npz", {}
    if names:
        with np.load(path) as file:
            found = {name: file[name] for name in file.files}
    for name in names or PARTS:
        if name in PARTS:
            found |= PARTS[name]()
    np.savez_compressed(path, **dict(sorted(found.items())))
    if not names or "net" in names:
        np.savez_compressed(ASSETS / "generative_models_net.npz", **explorer_net())


if __name__ == "__main__":
    main(*sys.argv[1:])
