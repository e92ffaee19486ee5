"""A lesson is one room: ``utils.lessons.<slug>`` holds what only that lesson needs.

``checks.py`` has the checks of its exercises, ``explorer.py`` its explorer; further parts stand beside them under their
own names. The room's ``__init__`` gives the lesson what it uses, in one line:

    from utils.lessons.perceptron import PerceptronExplorer, check

No room imports another, nor TensorFlow. What two lessons share stands with the machine: in ``checks``, ``widgets``,
``datasets``, ``plots`` or ``training``.
"""
