"""Let TensorFlow trace a step of Keras once instead of twice.

Keras makes an optimizer's memory and a metric's counters in the first step of a training or an evaluation, while
TensorFlow traces it. TensorFlow notes that the step has made variables, throws the trace away and traces the step again:
a quarter to a third of a short training's time, and most of it for a deep network.
"""


def trace_once():
    """Have Keras make each variable outside of the step that is being traced; no number of a training changes.

    A Keras without the method that this wraps works as it comes, only slower.
    """
    import keras
    import tensorflow as tf

    make = getattr(keras.Variable, "_initialize_with_initializer", None)
    if make is None:
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

    keras.Variable._initialize_with_initializer = make_outside
