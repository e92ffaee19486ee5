"""The cached trainings of lesson 20: its detector in three forms and the sliding window, each with five seeds.

    python tools/object_detection_runs.py           # writes assets/detection_runs.npz; about ten minutes on two cores
    python tools/object_detection_runs.py window    # only these trainings; the others stay as they are

Each row is a seed. Columns of ``full`` (both levels and the top-down sum), ``levels`` (both levels without the sum) and
``single`` (all anchors on the level of stride 8): mAP at IoU 0.5, mAP at 0.75, the share of the small, the middle and the
large digits that a box with a score above 0.5 finds with the right class, the share of digits that one of the 32 proposals
covers with an IoU above 0.5, the AP at 0.5 where classes do not count, processor seconds of the training, and of the answers
to 200 scenes. ``window``: the two mAP, the three shares, and the two times. A seed draws the scenes to train with, the first
weights and the order. ``scene_...`` hold what the first detector says of eight unseen scenes, for the explorer: the surest
anchors of the region proposal network with their boxes, and the answers of the head before non-maximum suppression.
"""

import sys
import time
from pathlib import Path

import numpy as np

CHECKOUT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(CHECKOUT))

import tensorflow as tf  # noqa: E402

from utils.datasets import load_digits28  # noqa: E402
from utils.lessons.object_detection import batches  # noqa: E402
from utils.lessons.object_detection.scenes import SIZE, make_scenes  # noqa: E402
from utils.lessons.object_detection.score import found_by_size, mean_average_precision, overlaps  # noqa: E402
from utils.training import keras, seed_everything  # noqa: E402

PATH = CHECKOUT / "assets" / "detection_runs.npz"
SEEDS, SCENES, TEST, BATCH, WINDOW = range(5), 2000, 200, 16, 24
ANCHORS = {4: [(16, 10), (22, 15)], 8: [(30, 20), (40, 20), (40, 32)]}  # stride: (height, width)
RUNS = {"full": 4, "single": 4, "levels": 4, "window": 5}  # passes over the scenes
SHOWN = 8  # scenes whose proposals are kept
layers = keras.layers


def conv(filters, stride=1):
    return layers.Conv2D(filters, 3, strides=stride, padding="same", activation="relu", kernel_initializer="he_normal")


def build(form):
    """Return the network from the picture to the levels and the proposals' numbers, and the head."""
    picture = keras.Input((SIZE, SIZE, 3))
    x = layers.Rescaling(1 / 127.5, offset=-1)(picture)
    c2 = conv(32)(conv(32, 2)(conv(16, 2)(x)))
    c3 = conv(64)(conv(64, 2)(c2))
    lateral2, lateral3 = layers.Conv2D(32, 1)(c2), layers.Conv2D(32, 1)(c3)
    p3 = layers.Conv2D(32, 3, padding="same")(lateral3)
    if form == "single":
        levels, shapes = [p3], [ANCHORS[4] + ANCHORS[8]]
    else:
        summed = lateral2 if form == "levels" else layers.Add()([lateral2, layers.UpSampling2D(2)(lateral3)])
        levels, shapes = [layers.Conv2D(32, 3, padding="same")(summed), p3], list(ANCHORS.values())
    numbers = [
        layers.Reshape((-1, 5))(layers.Conv2D(5 * len(own), 1)(conv(32)(level)))
        for level, own in zip(levels, shapes, strict=True)
    ]
    numbers = layers.Concatenate(axis=1)(numbers) if len(numbers) > 1 else numbers[0]
    region = keras.Input((7, 7, 32))
    hidden = layers.Dense(128, activation="relu")(layers.Flatten()(region))
    head = keras.Model(region, [layers.Dense(11)(hidden), layers.Dense(4)(hidden)])
    strides = [8] if form == "single" else [4, 8]
    return keras.Model(picture, [*levels, numbers]), head, make_anchors(strides, shapes)


def make_anchors(strides, shapes):
    boxes = []
    for stride, own in zip(strides, shapes, strict=True):
        middles = (np.arange(SIZE // stride) + 0.5) * stride
        boxes += [(y - h / 2, x - w / 2, y + h / 2, x + w / 2) for y in middles for x in middles for h, w in own]
    return tf.constant(boxes, tf.float32)


def rpn_loss(numbers, anchors, boxes, labels):
    all_overlaps, best, target, _ = batches.match(anchors[None], boxes, labels)
    own = tf.reduce_any(
        (all_overlaps >= tf.reduce_max(all_overlaps, 1, keepdims=True) - 1e-6) & (all_overlaps > 0.2), 2
    )
    positive, negative = batches.sample((best > 0.55) | own, (best < 0.3) & ~own, 16, 64)
    is_object = tf.nn.sigmoid_cross_entropy_with_logits(tf.cast(positive, tf.float32), numbers[..., 0])
    shift = tf.reduce_sum(batches.huber(numbers[..., 1:] - batches.encode(target, anchors[None])), -1)
    return mean_where(is_object, positive | negative) + 0.5 * mean_where(shift, positive)


def mean_where(values, mask):
    return tf.reduce_sum(tf.where(mask, values, 0.0)) / tf.maximum(tf.reduce_sum(tf.cast(mask, tf.float32)), 1.0)


def propose(numbers, anchors, count=32):
    boxes = batches.decode(numbers[..., 1:], anchors[None], SIZE)
    scores, places = tf.math.top_k(tf.sigmoid(numbers[..., 0]), 100)
    boxes = tf.gather(boxes, places, batch_dims=1)
    kept = tf.image.combined_non_max_suppression(
        boxes[:, :, None] / SIZE, scores[..., None], count, count, iou_threshold=0.6, clip_boxes=False
    )
    return kept.nmsed_boxes * SIZE


def roi_align(levels, regions):
    """(pictures, n, 4) -> (pictures * n, 7, 7, 32): four samples a cell, from the level that fits the size."""
    flat = tf.reshape(regions, (-1, 4))
    whose = tf.repeat(tf.range(tf.shape(regions)[0]), tf.shape(regions)[1])

    def sampled(level, stride):
        cells = SIZE // stride
        inset = (flat[:, 2:] - flat[:, :2]) / 28
        edges = tf.concat([flat[:, :2] + inset, flat[:, 2:] - inset], 1)
        places = (edges / stride - 0.5) / (cells - 1)
        return tf.nn.avg_pool2d(tf.image.crop_and_resize(level, places, whose, (14, 14)), 2, 2, "VALID")

    if len(levels) == 1:
        return sampled(levels[0], 8)
    large = tf.sqrt(tf.reduce_prod(flat[:, 2:] - flat[:, :2], -1)) > 26
    return tf.where(large[:, None, None, None], sampled(levels[1], 8), sampled(levels[0], 4))


def training_step(network, head, anchors, passes):
    weights = network.trainable_variables + head.trainable_variables
    schedule = keras.optimizers.schedules.CosineDecay(0.003, SCENES // BATCH * passes, alpha=0.05)
    optimizer = keras.optimizers.Adam(schedule)
    optimizer.build(weights)

    @tf.function
    def step(pictures, boxes, labels):
        with tf.GradientTape() as tape:
            *levels, numbers = network(pictures, training=True)
            loss = rpn_loss(numbers, anchors, boxes, labels)
            there = tf.cast(labels >= 0, tf.float32)[..., None]
            near = boxes + tf.random.uniform(tf.shape(boxes), -3.0, 3.0) * there
            regions = tf.concat([tf.stop_gradient(propose(numbers, anchors)), near, boxes], 1)
            _, best, target, classes = batches.match(regions, boxes, labels)
            whole = tf.reduce_min(regions[..., 2:] - regions[..., :2], -1) > 2
            positive, negative = batches.sample((best > 0.5) & whole, (best <= 0.5) & whole, 8, 16)
            order = tf.math.top_k(2 * tf.cast(positive, tf.int32) + tf.cast(negative, tf.int32), 16).indices
            regions, target, classes, positive, negative = (
                tf.gather(values, order, batch_dims=1) for values in (regions, target, classes, positive, negative)
            )
            scores, shifts = head(roi_align(levels, regions), training=True)
            wanted = tf.reshape(tf.where(positive, classes, 10), (-1,))
            right = tf.nn.sparse_softmax_cross_entropy_with_logits(wanted, scores)
            error = batches.huber(shifts - tf.reshape(batches.encode(target, regions), (-1, 4)))
            positive, drawn = tf.reshape(positive, (-1,)), tf.reshape(positive | negative, (-1,))
            loss += mean_where(right, drawn) + 0.5 * mean_where(tf.reduce_sum(error, -1), positive)
        optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights, strict=True))
        return loss

    return step


def detector(network, head, anchors):
    @tf.function
    def answer(pictures):
        *levels, numbers = network(pictures)
        regions = propose(numbers, anchors)
        scores, shifts = head(roi_align(levels, regions))
        boxes = batches.decode(tf.reshape(shifts, (len(pictures), -1, 4)), regions, SIZE)
        chances = tf.reshape(tf.nn.softmax(scores), (len(pictures), -1, 11))[..., :10]
        kept = tf.image.combined_non_max_suppression(
            boxes[:, :, None] / SIZE, chances, 10, 20, iou_threshold=0.4, score_threshold=0.05, clip_boxes=False
        )
        return kept.nmsed_boxes * SIZE, kept.nmsed_scores, kept.nmsed_classes, regions, boxes, chances, numbers

    return answer


def run_detector(form, seed, train, test, passes):
    seed_everything(seed)
    network, head, anchors = build(form)
    step, rng, start = training_step(network, head, anchors, passes), np.random.default_rng(seed), time.process_time()
    for _ in range(passes):
        order = rng.permutation(SCENES)
        for i in range(0, SCENES - BATCH + 1, BATCH):
            part = order[i : i + BATCH]
            step(*(tf.constant(values[part]) for values in (train.pictures, train.boxes, train.labels)))
    seconds, answer = time.process_time() - start, detector(network, head, anchors)
    answer(tf.constant(test.pictures[:50]))
    start = time.process_time()
    parts = [[p.numpy() for p in answer(tf.constant(test.pictures[i : i + 50]))] for i in range(0, TEST, 50)]
    took = time.process_time() - start
    boxes, scores, classes, regions, refined, chances, numbers = (np.concatenate(p) for p in zip(*parts, strict=True))
    kept = [(b[s > 0.05], s[s > 0.05], c[s > 0.05].astype(int)) for b, s, c in zip(boxes, scores, classes, strict=True)]
    covered = np.concatenate([overlaps(test.objects(i)[0], regions[i]).max(axis=1) for i in range(TEST)])
    blind = [(b, s, np.zeros(len(b), int)) for b, s, _ in kept]
    one_class = type(test)(test.pictures, test.boxes, np.where(test.labels >= 0, 0, -1))
    row = [
        mean_average_precision(kept, test), mean_average_precision(kept, test, 0.75), *found_by_size(kept, test),
        float((covered > 0.5).mean()), mean_average_precision(blind, one_class, classes=1), seconds, took,
    ]  # fmt: skip
    shown = {}
    if form == "full" and seed == 0:
        shown = explorer_data(numbers[:SHOWN], anchors, refined[:SHOWN], chances[:SHOWN])
    return row, shown


def explorer_data(numbers, anchors, refined, chances):
    """Return, in few bytes: for each scene the 60 surest anchors with their boxes, and the head's 32 answers."""
    objectness = 1 / (1 + np.exp(-numbers[..., 0]))
    surest = np.argsort(-objectness, axis=1)[:, :60]
    boxes = batches.decode(numbers[..., 1:], anchors[None], SIZE).numpy()
    return {
        "scene_anchors": surest.astype(np.int16),
        "scene_objectness": np.take_along_axis(objectness, surest, 1).astype(np.float16),
        "scene_moved": quarters(np.take_along_axis(boxes, surest[..., None], 1)),
        "scene_boxes": quarters(refined),
        "scene_chances": np.round(chances, 3).astype(np.float16),
    }


def quarters(boxes):
    """Return coordinates rounded to quarters of a pixel: few different numbers make a small file."""
    return (np.round(4 * boxes) / 4).astype(np.float16)


def crops_of(scenes, seed):
    """Return windows (n, 24, 24, 3) and classes (n,): moved boxes of objects, and places with hardly any of one (class 10)."""
    rng, crops, classes = np.random.default_rng(seed), [], []
    for i in range(SCENES):
        true_boxes, labels = scenes.objects(i)
        places = [box + rng.normal(0, 0.06 * (box[2] - box[0]), 4) for box in true_boxes]
        own, empty = list(labels), 0
        for _ in range(30):
            height = rng.uniform(14, 44)
            width = height * rng.uniform(0.4, 0.9)
            top, left = rng.uniform(0, SIZE - height), rng.uniform(0, SIZE - width)
            box = np.array([top, left, top + height, left + width])
            if empty < 5 and overlaps(box[None], true_boxes).max() < 0.3:
                places.append(box)
                own.append(10)
                empty += 1
        picture = scenes.pictures[i : i + 1].astype(np.float32) / 127.5 - 1
        crops.append(cut(picture, np.array(places, np.float32)))
        classes += own
    return np.concatenate(crops), np.array(classes)


def cut(picture, boxes):
    return tf.image.crop_and_resize(
        picture, boxes / (SIZE - 1), tf.zeros(len(boxes), tf.int32), (WINDOW, WINDOW)
    ).numpy()


def run_window(seed, train, test, passes):
    seed_everything(seed)
    x, y = crops_of(train, seed)
    model = keras.Sequential(
        [
            keras.Input((WINDOW, WINDOW, 3)),
            layers.Conv2D(16, 3, padding="same", activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(32, 3, padding="same", activation="relu"),
            layers.MaxPooling2D(2),
            layers.Flatten(),
            layers.Dense(96, activation="relu"),
            layers.Dense(11, activation="softmax"),
        ]
    )
    model.compile(keras.optimizers.Adam(0.002), "sparse_categorical_crossentropy", steps_per_execution=10)
    start = time.process_time()
    model.fit(x, y, batch_size=64, epochs=passes, verbose=0)
    seconds, boxes = time.process_time() - start, windows()

    @tf.function
    def answer(picture):
        crops = tf.image.crop_and_resize(picture, boxes / (SIZE - 1), tf.zeros(len(boxes), tf.int32), (WINDOW, WINDOW))
        return tf.image.combined_non_max_suppression(
            boxes[None, :, None] / SIZE, model(crops)[None, :, :10], 10, 20, iou_threshold=0.3, score_threshold=0.3,
            clip_boxes=False,
        )  # fmt: skip

    pictures = test.pictures.astype(np.float32) / 127.5 - 1
    answer(tf.constant(pictures[:1]))
    start, kept = time.process_time(), []
    for picture in pictures:
        found = answer(tf.constant(picture[None]))
        b, s, c = found.nmsed_boxes[0].numpy() * SIZE, found.nmsed_scores[0].numpy(), found.nmsed_classes[0].numpy()
        kept.append((b[s > 0], s[s > 0], c[s > 0].astype(int)))
    took = time.process_time() - start
    maps = [mean_average_precision(kept, test, threshold) for threshold in (0.5, 0.75)]
    return [*maps, *found_by_size(kept, test), seconds, took]


def windows():
    """Return all windows (n, 4): four heights, two shapes, moved by a fifth of the height and a quarter of the width."""
    return np.array(
        [
            (top, left, top + height, left + width)
            for height in (17, 23, 31, 40)
            for width in (0.45 * height, 0.75 * height)
            for top in np.arange(0, SIZE - height, height / 5)
            for left in np.arange(0, SIZE - width, width / 4)
        ],
        np.float32,
    )


def main(*names):
    digits, found = load_digits28(), {}
    if names and PATH.exists():
        with np.load(PATH) as file:
            found = {name: file[name] for name in file.files}
    test = make_scenes(digits.x_test, digits.y_test, TEST, seed=99)
    rows: dict[str, list] = {name: [] for name in names or RUNS}
    for seed in SEEDS:
        train = make_scenes(digits.x_train, digits.y_train, SCENES, seed)
        for name in rows:
            shown = {}
            if name == "window":
                row = run_window(seed, train, test, RUNS[name])
            else:
                row, shown = run_detector(name, seed, train, test, RUNS[name])
            rows[name].append(row)
            print(seed, name, np.round(row, 3), flush=True)
            found |= shown | {name: np.array(rows[name], np.float32)}
            np.savez_compressed(PATH, **found)


if __name__ == "__main__":
    main(*sys.argv[1:])
