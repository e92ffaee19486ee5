"""The lesson's box algebra once more, in TensorFlow and on batches of pictures, so that it can run within a training step.

Boxes are (..., 4): top, left, bottom, right in pixels.
"""

SCALES = (0.1, 0.2)  # what the deltas of place and of size are divided by


def _tf():
    import tensorflow as tf

    return tf


def _middle_and_size(boxes):
    return (boxes[..., :2] + boxes[..., 2:]) / 2, boxes[..., 2:] - boxes[..., :2]


def encode(boxes, anchors):
    """Return the deltas (..., 4) that lead from ``anchors`` to ``boxes``, both (..., 4)."""
    tf = _tf()
    middle, size = _middle_and_size(boxes)
    anchor_middle, anchor_size = _middle_and_size(anchors)
    anchor_size = tf.maximum(anchor_size, 1.0)  # an empty proposal gives no infinite number
    place = (middle - anchor_middle) / anchor_size / SCALES[0]
    return tf.concat([place, tf.math.log(tf.maximum(size, 1.0) / anchor_size) / SCALES[1]], axis=-1)


def decode(deltas, anchors, size):
    """Return the boxes (..., 4) that ``deltas`` make of ``anchors``, cut at the edges of a picture of ``size`` pixels."""
    tf = _tf()
    anchor_middle, anchor_size = _middle_and_size(anchors)
    middle = deltas[..., :2] * SCALES[0] * anchor_size + anchor_middle
    sides = tf.exp(tf.clip_by_value(deltas[..., 2:] * SCALES[1], -2.0, 2.0)) * anchor_size
    return tf.clip_by_value(tf.concat([middle - sides / 2, middle + sides / 2], axis=-1), 0.0, float(size))


def iou(a, b):
    """Return the IoU (pictures, n, m) of boxes ``a`` (pictures, n, 4) with boxes ``b`` (pictures, m, 4)."""
    tf = _tf()
    a, b = a[:, :, None], b[:, None]
    sides = tf.minimum(a[..., 2:], b[..., 2:]) - tf.maximum(a[..., :2], b[..., :2])
    common = tf.reduce_prod(tf.maximum(sides, 0.0), axis=-1)
    areas = [tf.reduce_prod(boxes[..., 2:] - boxes[..., :2], axis=-1) for boxes in (a, b)]
    return common / (areas[0] + areas[1] - common + 1e-6)


def match(places, boxes, labels):
    """Return for each of ``places`` (pictures, n, 4) the object with which it overlaps most.

    Returns the IoU with all objects (pictures, n, m), with the best one (pictures, n), and its box and label.
    """
    tf = _tf()
    overlaps = iou(places, boxes) * tf.cast(labels >= 0, tf.float32)[:, None]
    best = tf.argmax(overlaps, axis=2)
    return (
        overlaps,
        tf.reduce_max(overlaps, axis=2),
        tf.gather(boxes, best, batch_dims=1),
        tf.gather(labels, best, batch_dims=1),
    )


def sample(positive, negative, most_positive, total):
    """Return two masks (pictures, n): at random ``most_positive`` of ``positive`` at most, the rest from ``negative``."""
    tf = _tf()
    chance = tf.random.uniform(tf.shape(positive))

    def draw(mask, count):
        score = tf.where(mask, chance, -1.0)
        last = tf.gather(tf.sort(score, axis=1, direction="DESCENDING"), tf.maximum(count, 1) - 1, axis=1, batch_dims=1)
        return mask & (score >= last[:, None]) & (count > 0)[:, None]

    positives = tf.minimum(tf.reduce_sum(tf.cast(positive, tf.int32), axis=1), most_positive)
    negatives = tf.minimum(tf.reduce_sum(tf.cast(negative, tf.int32), axis=1), total - positives)
    return draw(positive, positives), draw(negative, negatives)


def huber(error):
    """Return the smooth L1 loss of each number: squared near zero, straight beyond one."""
    tf = _tf()
    return tf.where(tf.abs(error) < 1, 0.5 * error * error, tf.abs(error) - 0.5)
