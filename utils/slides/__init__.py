"""Presenting a lesson: live in JupyterLab (``live``), as pages that need no network (``export``), as notes on paper
(``handout``). All three show the presenter edition that ``utils.authoring`` builds and cuts (``authoring.deck``).
"""
