"""What pyproject.toml cannot say: a wheel also holds what the package reads outside ``utils``, where ``utils.places``
looks for it.
"""

import json
import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

INSIDE = Path("utils", "course")
ASSETS = [path for path in sorted(Path("assets").rglob("*")) if path.is_file() and path.parts[1] != "readme"]
LESSONS = sorted(Path().glob("[te][rn]/[0-9][0-9]_*.ipynb"))


def head(path):
    """Return a notebook without its cells: the map of the course reads its title and its minutes."""
    return json.dumps({**json.loads(path.read_text(encoding="utf-8")), "cells": []}, ensure_ascii=False)


class BuildWhole(build_py):
    def run(self):
        if not self.editable_mode:
            shutil.rmtree(self.build_lib, ignore_errors=True)  # a module that has gone since would stay in the wheel
        super().run()
        if self.editable_mode:  # all is read where it stands
            return
        inside = Path(self.build_lib, INSIDE)
        for path in [*ASSETS, *LESSONS]:
            (inside / path).parent.mkdir(parents=True, exist_ok=True)
        for path in ASSETS:
            shutil.copyfile(path, inside / path)
        for path in LESSONS:
            (inside / path).write_text(head(path), encoding="utf-8")

    def get_source_files(self):
        """Return what a source distribution takes, of which a wheel is built too."""
        return [*super().get_source_files(), *map(str, [*ASSETS, *LESSONS])]


setup(cmdclass={"build_py": BuildWhole})
