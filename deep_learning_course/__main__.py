"""``python -m deep_learning_course``: installs, after ``pip install --no-deps``, what the lessons need and this
environment lacks. What is there keeps its version.
"""

import re
import subprocess
import sys
import tempfile
from importlib.metadata import PackageNotFoundError, distribution, distributions, requires
from pathlib import Path


def main() -> int:
    """Run pip where something is lacking; return its exit code."""
    wanted = lacking()
    if not wanted:
        return 0
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder, "kept.txt")
        kept.write_text("".join(f"{found.name}=={found.version}\n" for found in distributions()), encoding="utf-8")
        return subprocess.call([sys.executable, "-m", "pip", "install", "--quiet", "--constraint", kept, *wanted])


def lacking() -> list[str]:
    """Return the requirements of the course, its extras left out, of which no version is installed."""
    own = [line.partition(";") for line in requires("deep-learning-course") or ()]
    return [wanted.strip() for wanted, _, marker in own if "extra" not in marker and not installed(wanted)]


def installed(requirement: str) -> bool:
    try:
        distribution(re.split(r"[^\w.-]", requirement)[0])
    except PackageNotFoundError:
        return False
    return True


if __name__ == "__main__":
    sys.exit(main())
