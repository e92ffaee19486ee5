"""The course as a static site, ``site/tr`` and ``site/en``: ``python course.py site``.

``build`` runs everything: ``executed`` notebooks become pages (``pages``, ``outputs``, ``equations``), beside them
stand the course's map and the glossary (``course_map``, ``glossary_page``); Sphinx with myst-nb and the book theme
turns them into HTML (``sphinx_run``, ``extension``), and ``links`` checks the result. No page asks for anything
from elsewhere, and each opens from a folder as well as from a server.
"""
