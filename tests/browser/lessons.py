"""What the browser tests do in each lesson: a new lesson adds an entry to ``LESSONS``."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.browser.lab import ExplorerHandle


@dataclass(frozen=True)
class Lesson:
    """One lesson's first explorer and one of its exercises.

    ``explorer``, ``answer``, ``check``: ids of the cells that show the explorer, take the answer and check
    it; ``needs``: cells that the exercise needs besides the lesson's first. ``keys``: (control, keys to
    press). ``mouse``: what the mouse does. ``wrong``: an answer with a misconception, ``hears``: a part of
    what the reader is then told, per language; ``right``: a right answer.
    """

    explorer: str
    keys: tuple[str, ...]
    mouse: Callable[[ExplorerHandle], None]
    answer: str
    check: str
    wrong: str
    hears: dict[str, str]
    right: str
    needs: tuple[str, ...] = ()


LESSONS = {
    "00_start": Lesson(
        explorer="play-first-2",
        keys=("steepness", "ArrowRight", "ArrowRight"),
        mouse=lambda explorer: explorer.drag_slider("start", 0.2),
        answer="exercises-2",
        check="exercises-5",
        wrong="pixels = 28 + 28",
        hears={"tr": "çarpın", "en": "multiply"},
        right="pixels = 28 * 28",
    ),
    "01_what_is_deep_learning": Lesson(
        explorer="play-first-2",
        keys=("draw", "ArrowRight"),
        mouse=lambda explorer: explorer.drag_slider("draw", 0.9),
        answer="exercise-2-the-first-step-of-k-means-2",
        check="exercise-2-the-first-step-of-k-means-5",
        wrong="assign = lambda points, centers: [((centers - p) ** 2).sum(axis=1).argmax() for p in points]",
        hears={"tr": "uzak", "en": "farthest"},
        right="assign = lambda points, centers: [((centers - p) ** 2).sum(axis=1).argmin() for p in points]",
    ),
    "02_tensors": Lesson(
        explorer="play-first-2",
        keys=("index", "ArrowRight"),
        mouse=lambda explorer: explorer.drag_slider("index", 0.15),
        answer="exercise-4-write-one-hot-encoding-2",
        check="exercise-4-write-one-hot-encoding-5",
        wrong="def one_hot(labels, classes):\n    return np.eye(max(labels) + 1)[labels]",
        hears={"tr": "Sütun sayısını veriden çıkarmayın", "en": "Do not take the number of columns from the data"},
        right="def one_hot(labels, classes):\n    return np.eye(classes)[labels]",
    ),
    "03_perceptron": Lesson(
        explorer="play-first-2",
        keys=("step", "ArrowRight"),
        mouse=lambda explorer: explorer.drag(-1, -60, 50),  # the second handle of the line
        answer="exercises-2",
        check="exercises-5",
        wrong="def predict_one(sample, weights, bias):\n    return 1 if sum(sample * weights) >= 0 else 0",
        hears={"tr": "Bias'ı toplama eklemeyi unutmuşsunuz", "en": "forgot to add the bias"},
        right="def predict_one(sample, weights, bias):\n    return int(sample @ weights + bias >= 0)",
    ),
    "04_linear_regression": Lesson(
        explorer="play-first-2",
        keys=("step", "ArrowRight"),
        mouse=lambda explorer: explorer.drag(-1, -60, 50),  # the second handle of the line
        answer="exercises-2",
        check="exercises-5",
        wrong="def losses_of(y, predictions):\n    return np.mean((y - predictions) ** 2), np.mean(y - predictions)",
        hears={"tr": "mutlak değer unutulmuş", "en": "lacks its absolute value"},
        right="def losses_of(y, predictions):\n"
        "    return np.mean((y - predictions) ** 2), np.mean(np.abs(y - predictions))",
    ),
    "05_activation_functions": Lesson(
        explorer="play-first-2",
        keys=("layers", "ArrowRight"),
        mouse=lambda explorer: explorer.drag_slider("scale", 0.8),
        answer="exercise-2-build-a-roof-2",
        check="exercise-2-build-a-roof-5",
        wrong="roof_weights = np.array([2.0, -1.0, 0.0])",
        hears={"tr": "Bunlar parçaların eğimleri", "en": "Those are the slopes of the parts"},
        right="roof_weights = np.array([2.0, -3.0, 1.0])",
    ),
    "06_losses": Lesson(
        explorer="play-first-2",
        keys=("z1", "ArrowRight", "ArrowRight"),
        mouse=lambda explorer: explorer.drag_slider("z1", 0.2),
        answer="exercise-2-softmax-with-a-temperature-2",
        check="exercise-2-softmax-with-a-temperature-5",
        wrong="def softmax_at(logits, temperature):\n    p = np.exp(logits - logits.max())\n    return p / p.sum()",
        hears={"tr": "Sıcaklık hiç kullanılmamış", "en": "The temperature is not used"},
        right="def softmax_at(logits, temperature):\n    z = logits / temperature\n"
        "    p = np.exp(z - z.max())\n    return p / p.sum()",
    ),
    "07_backpropagation": Lesson(
        explorer="play-first-2",
        keys=("step", "ArrowRight"),
        mouse=lambda explorer: explorer.drag_slider("x", 0.2),
        needs=("the-forward-pass-in-numbers-2",),
        answer="exercise-2-the-gradient-of-one-neuron-2",
        check="exercise-2-the-gradient-of-one-neuron-5",
        wrong="def neuron_gradients(x, y, weight, bias):\n    p = sigmoid(weight * x + bias)\n"
        "    return 2 * (p - y) * x, 2 * (p - y)",
        hears={"tr": "Sigmoid'in türevi eksik", "en": "The derivative of the sigmoid is missing"},
        right="def neuron_gradients(x, y, weight, bias):\n    p = sigmoid(weight * x + bias)\n"
        "    d = 2 * (p - y) * p * (1 - p)\n    return d * x, d",
    ),
    "08_gradient_descent": Lesson(
        explorer="play-first-2",
        keys=("rate", "ArrowRight"),
        mouse=lambda explorer: explorer.drag_slider("momentum", 0.1),
        answer="exercise-2-compute-the-limit-and-the-wai-2",
        check="exercise-2-compute-the-limit-and-the-wai-5",
        wrong="rate_limit, steps_needed = 0.1, 90",
        hears={"tr": "dibe tek adımda iner", "en": "reaches the bottom in one step"},
        right="rate_limit, steps_needed = 0.2, 90",
    ),
    "09_first_keras_network": Lesson(
        explorer="play-first-2",
        keys=("seed", "ArrowRight"),
        mouse=lambda explorer: explorer.drag_slider("noise", 0.8),
        answer="exercises-2",
        check="exercises-5",
        wrong="def count_parameters(sizes):\n    return sum(a * b for a, b in zip(sizes, sizes[1:]))",
        hears={"tr": "Her nöronun bir de bias'ı var", "en": "Each neuron has a bias as well"},
        right="def count_parameters(sizes):\n    return sum((a + 1) * b for a, b in zip(sizes, sizes[1:]))",
    ),
    "10_overfitting": Lesson(
        explorer="play-first-2",
        keys=("degree", "ArrowLeft"),
        mouse=lambda explorer: explorer.drag_slider("noise", 0.9),
        answer="exercise-2-weight-decay-2",
        check="exercise-2-weight-decay-5",
        wrong="def decay_step(weights, gradient, learning_rate, strength):\n    return weights - learning_rate * gradient",
        hears={"tr": "Ceza hiç karışmamış", "en": "The penalty is missing"},
        right="def decay_step(weights, gradient, learning_rate, strength):\n"
        "    return weights - learning_rate * (gradient + 2 * strength * weights)",
    ),
    "14_convolution": Lesson(
        explorer="play-first-2",
        keys=("step", "ArrowRight"),
        mouse=lambda explorer: explorer.drag_slider("step", 0.8),
        answer="exercise-2-a-kernel-that-shifts-2",
        check="exercise-2-a-kernel-that-shifts-5",
        wrong="right_kernel = np.array([[0, 0, 0], [0, 0, 1], [0, 0, 0]])",
        hears={"tr": "Bu çekirdek resmi sola kaydırır", "en": "This kernel moves the picture to the left"},
        right="right_kernel = np.array([[0, 0, 0], [1, 0, 0], [0, 0, 0]])",
    ),
    "15_cnn": Lesson(
        explorer="play-first-5",
        keys=("filter", "ArrowRight"),
        mouse=lambda explorer: explorer.draw("drawing", (0.2, 0.8), (0.8, 0.8)),
        answer="exercises-2",
        check="exercises-5",
        wrong="def output_size(n, kernel, stride=1, padding=0):\n    return (n + 2 * padding - kernel) // stride",
        hears={"tr": "İlk konumu saymayı unuttunuz", "en": "forgot the first position"},
        right="def output_size(n, kernel, stride=1, padding=0):\n    return (n + 2 * padding - kernel) // stride + 1",
    ),
    "18_transfer_learning": Lesson(
        explorer="play-first-2",
        keys=("locked", "ArrowRight"),
        mouse=lambda explorer: explorer.click("rate"),
        answer="exercise-3-a-plan-of-gradual-unfreezing-2",
        check="exercise-3-a-plan-of-gradual-unfreezing-5",
        wrong="locked_at = lambda epoch, blocks, every: blocks - epoch // every",
        hears={"tr": "eksiye iniyor", "en": "goes below zero"},
        right="locked_at = lambda epoch, blocks, every: max(blocks - epoch // every, 0)",
    ),
    "24_rnn": Lesson(
        explorer="play-first-2",
        keys=("w_h", "ArrowLeft"),
        mouse=lambda explorer: explorer.drag_slider("w_x", 0.2),
        answer="exercise-2-count-the-parameters-2",
        check="exercise-2-count-the-parameters-5",
        wrong="def count_parameters(steps, features, units):\n    return features * units + units",
        hears={"tr": "Durumdan duruma giden", "en": "weights from state to state are missing"},
        right="def count_parameters(steps, features, units):\n    return (features + units + 1) * units",
    ),
    "25_lstm_gru": Lesson(
        explorer="play-first-5",
        keys=("temperature", "ArrowRight"),
        mouse=lambda explorer: explorer.drag_slider("temperature", 0.9),
        answer="exercise-3-the-parameters-of-a-gru-2",
        check="exercise-3-the-parameters-of-a-gru-5",
        wrong="def gru_parameters(features, units):\n    return 3 * units * (features + units)",
        hears={"tr": "Bias'lar eksik", "en": "The biases are missing"},
        right="def gru_parameters(features, units):\n    return 3 * units * (features + units + 2)",
    ),
    "29_autoencoder_vae": Lesson(
        explorer="play-first-5",
        keys=("way", "ArrowRight"),
        mouse=lambda explorer: explorer.drag_slider("way", 0.8),
        answer="exercises-2",
        check="exercises-5",
        wrong="def kl(mean, log_var):\n    return (mean**2 + np.exp(log_var) - 1 - log_var).sum(axis=1)",
        hears={"tr": "½ unutulmuş", "en": "The ½ in front of the sum is missing"},
        right="def kl(mean, log_var):\n    return (mean**2 + np.exp(log_var) - 1 - log_var).sum(axis=1) / 2",
    ),
    "30_gan": Lesson(
        explorer="play-first-2",
        keys=("seed", "ArrowRight"),
        mouse=lambda explorer: explorer.drag_slider("seed", 0.8),
        answer="exercises-2",
        check="exercises-5",
        wrong="def best_discriminator(p, q):\n    return q / (p + q)",
        hears={"tr": "sahte olma olasılığıdır", "en": "That is the probability of fake"},
        right="def best_discriminator(p, q):\n    return p / (p + q)",
    ),
}
