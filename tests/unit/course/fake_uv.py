"""Stands in for uv: makes an environment and puts two small packages into it, slowly, as a download would come.

Its jupyterlab notes its environment in ``lab.json`` and, where LAB_STAYS is set, runs until it is ended.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

FILES = 8
SECONDS = 0.02  # for each file
LAB = """
import json, os, sys, time
with open("lab.json", "w") as file:
    json.dump({"pid": os.getpid(), "environment": dict(os.environ), "path": sys.path, "words": sys.argv[1:]}, file)
while "LAB_STAYS" in os.environ:
    time.sleep(0.1)
"""


def make(place):
    if place.exists() and "UV_VENV_CLEAR" not in os.environ:
        sys.exit(f"error: A directory already exists at: {place}\n\nhint: Use the `--clear` flag to replace it")
    subprocess.check_call([sys.executable, "-m", "venv", "--without-pip", "--clear", place])


def fill(python):
    print("Resolved 2 packages in 1ms", flush=True)
    packages = Path(
        subprocess.check_output(
            [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], text=True
        ).strip()
    )
    for package in ("jupyterlab", "numpy"):
        texts = {f"{package}/part_{n}.py": f"number = {n}\n" for n in range(FILES)}
        texts |= {f"{package}/__init__.py": "", f"{package}/__main__.py": LAB}
        for name, text in texts.items():
            (packages / name).parent.mkdir(exist_ok=True)
            (packages / name).write_text(text)
            time.sleep(SECONDS)
        notes = packages / f"{package}-1.0.dist-info"
        notes.mkdir(exist_ok=True)
        rows = [f"{name},sha256=x,{len(text)}" for name, text in texts.items()]
        (notes / "RECORD").write_text("\n".join([*rows, f"{notes.name}/RECORD,,"]))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory():  # which stays where it is killed
        if sys.argv[1] == "--version":
            print("uv 0.9.0")
        elif sys.argv[1] == "venv":
            make(Path(sys.argv[-1]))
        else:
            fill(sys.argv[sys.argv.index("--python") + 1])
