"""Running built notebooks, for the site and the slides.

``executed`` runs a notebook and keeps the result until something that it shows changes (``utils.authoring.dependencies``);
``fork_server`` opens kernels at once where the whole course is run.
"""
