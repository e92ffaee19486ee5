"""The models of lessons 29 and 30 made small for points in a plane, and the base class that the models of lesson 31 share.

``Generative``, ``VAE`` and ``GAN`` are classes of Keras models, made when the first of them is asked for: nothing before that
imports TensorFlow.
"""

from functools import cache

import numpy as np

LOG_2PI = float(np.log(2 * np.pi))
CLASSES = ("GAN", "Generative", "VAE")


def dense(inputs: int, outputs: int, width: int, depth: int, activation="relu", last="glorot_uniform"):
    """Return a network of ``depth`` hidden layers of ``width`` neurons, from (n, inputs) to (n, outputs); ``last``: how the
    weights of its last layer begin."""
    from utils.training import keras

    hidden = [keras.layers.Dense(width, activation=activation) for _ in range(depth)]
    end = keras.layers.Dense(outputs, kernel_initializer=last)
    return keras.Sequential([keras.Input((inputs,)), *hidden, end])


def __getattr__(name):
    if name not in CLASSES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return _models()[name]


@cache
def _models():
    from utils.training import keras  # before TensorFlow, which it opens quietly

    # isort: split
    import tensorflow as tf

    class Generative(keras.Model):
        """A model with ``loss_of(batch)``, which ``fit`` makes small, and ``sample(count)``."""

        def train_step(self, batch):
            with tf.GradientTape() as tape:
                loss = self.loss_of(batch)
            self.optimizer.apply(tape.gradient(loss, self.trainable_variables), self.trainable_variables)
            for metric in self.metrics:
                if metric.name == "loss":  # made by compile(); Keras shows it and not what is returned under its name
                    metric.update_state(loss)
            return {"loss": loss}

    class VAE(Generative):
        """Lesson 29's VAE: a code of two numbers; the decoder's points have a Gaussian spread that is learned."""

        def __init__(self):
            super().__init__()
            self.encoder, self.decoder = dense(2, 4, 64, 2), dense(2, 2, 64, 2)
            self.log_var = self.add_weight(shape=(), initializer=keras.initializers.Constant(-2.0))

        def log_density(self, x):
            """Return a lower bound of ln p(x), (n,), with one random code for each point."""
            mean, log_var = tf.split(self.encoder(x), 2, axis=1)
            code = mean + tf.exp(log_var / 2) * tf.random.normal(tf.shape(mean))
            error = tf.reduce_sum((x - self.decoder(code)) ** 2, axis=1)
            kl = tf.reduce_sum(mean**2 + tf.exp(log_var) - 1 - log_var, axis=1) / 2
            return -error / (2 * tf.exp(self.log_var)) - LOG_2PI - self.log_var - kl

        def loss_of(self, x):
            return -tf.reduce_mean(self.log_density(x))

        def sample(self, count):
            points = self.decoder(tf.random.normal((count, 2)))
            return points + tf.exp(self.log_var / 2) * tf.random.normal(tf.shape(points))

    class GAN(keras.Model):
        """Lesson 30's GAN: a step of the discriminator and one of the generator for each batch, non-saturating loss."""

        def __init__(self, rate=0.002):
            super().__init__()
            self.generator, self.discriminator = dense(2, 2, 64, 2), dense(2, 1, 64, 2)
            self.generator_optimizer = keras.optimizers.Adam(rate, beta_1=0.5)
            self.discriminator_optimizer = keras.optimizers.Adam(rate, beta_1=0.5)
            self.generator_optimizer.build(self.generator.trainable_variables)
            self.discriminator_optimizer.build(self.discriminator.trainable_variables)
            self.compile(steps_per_execution=50)

        def train_step(self, real):
            with tf.GradientTape() as generator_tape:
                fake = self.sample(tf.shape(real)[0])
                with tf.GradientTape() as tape:
                    real_scores, fake_scores = self.discriminator(real), self.discriminator(fake)
                    loss = tf.reduce_mean(tf.nn.softplus(-real_scores) + tf.nn.softplus(fake_scores))
                weights = self.discriminator.trainable_variables
                self.discriminator_optimizer.apply(tape.gradient(loss, weights), weights)
                generator_loss = tf.reduce_mean(tf.nn.softplus(-self.discriminator(fake)))
            weights = self.generator.trainable_variables
            self.generator_optimizer.apply(generator_tape.gradient(generator_loss, weights), weights)
            return {"discriminator_loss": loss}

        def sample(self, count):
            return self.generator(tf.random.normal((count, 2)))

    return {"Generative": Generative, "VAE": VAE, "GAN": GAN}
