"""Spare Keras with TensorFlow two pieces of work that it does and throws away; no number of a training changes.

Keras makes an optimizer's memory and a metric's counters in the first step of a training or an evaluation, while
TensorFlow traces it. TensorFlow notes that the step has made variables, throws the trace away and traces the step again:
0.2 s for a small network, seconds for a deep one. And at each epoch's end Keras opens the data anew, only to open them
again when the next epoch begins: 0.01 s, a third of an epoch of some hundred samples.

A Keras without the methods that are wrapped here works as it comes, only slower.
"""

from functools import cache


@cache
def work_once():
    """Have Keras trace a step once, and open its data once an epoch."""
    import keras

    try:
        from keras.src.backend.tensorflow import trainer
    except ImportError:  # a later Keras, which has it elsewhere
        trainer = None
    _trace_once(keras.Variable)
    _open_once(getattr(trainer, "TFEpochIterator", None))


def _trace_once(variable):
    """Have each variable made outside of the step that is being traced."""
    import tensorflow as tf

    make = getattr(variable, "_initialize_with_initializer", None)
    if make is None or not hasattr(tf.Graph(), "_variable_creator_stack"):
        return

    def make_outside(self, initializer):
        if not tf.inside_function():
            return make(self, initializer)
        graph = tf.compat.v1.get_default_graph()
        watchers = graph._variable_creator_stack  # among them the one that notes for the trace what it made
        graph._variable_creator_stack = []
        try:
            with tf.init_scope():
                make(self, initializer)
        finally:
            graph._variable_creator_stack = watchers

    variable._initialize_with_initializer = make_outside


def _open_once(epochs):
    """Have the data that an epoch has read to their end opened by the next epoch alone."""
    opened, batches = getattr(epochs, "_get_iterator", None), getattr(epochs, "_enumerate_iterator", None)
    if opened is None or batches is None:
        return

    def open_unless_read(self):
        at_the_end = self.steps_per_epoch is None and self._num_batches and self._steps_seen >= self._num_batches
        return () if at_the_end else opened(self)

    def from_the_beginning(self):
        if self.steps_per_epoch is None:
            self._steps_seen = 0  # an epoch that was broken off has left its count
        return batches(self)

    epochs._get_iterator, epochs._enumerate_iterator = open_unless_read, from_the_beginning
