"""``python -m tests.colab [LESSON ...]``: runs lessons as Google Colab would, six of them in Turkish and one in English.

The environment has Colab's Python and versions (requirements.txt) and lacks the course. The notebooks, of the solution
edition, lie in a folder of their own; their first cell installs the course from an archive like GitHub's, which a server
on this machine hands out. So it needs Python 3.13 and a package registry, but nothing of Google's: what stands for
Colab is ``standin/``. What it makes is under ``build/colab``, where a second run finds the packages.
"""

import os
import re
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from utils.authoring.console import chosen
from utils.authoring.repository import at

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
KEPT = ROOT / "build" / "colab"
PYTHON = KEPT / "env" / "bin" / "python"  # Colab is Linux
TURKISH = ["00", "03", "09", "14", "18", "25"]  # no Keras, explorers, Keras, pictures, assets, the packages Colab lacks
ENGLISH = ["09"]
ADDRESS = "https://github.com/owner/course"  # of no repository: the server stands for it


def main(words: list[str]) -> int:
    uv = [sys.executable, "-m", "uv", "--quiet"]
    KEPT.mkdir(parents=True, exist_ok=True)
    subprocess.run([*uv, "venv", "--allow-existing", "--python", "3.13", PYTHON.parents[1]], check=True)
    # Takes out what an earlier run put in: the course, and the packages that Colab lacks.
    subprocess.run([*uv, "pip", "sync", "--python", PYTHON, HERE / "requirements.txt"], check=True)
    with tempfile.TemporaryDirectory(dir=KEPT) as scratch:
        return run(Path(scratch), {"tr": words or TURKISH, "en": words or ENGLISH})


def run(scratch: Path, wanted: dict[str, list[str]]) -> int:
    """Run the wanted lessons; return how many failed."""
    tree = scratch / "course-main"
    for name in course_files(ROOT):
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        (tree / name).write_bytes((ROOT / name).read_bytes())
    name_repository(tree)
    lessons = {language: chosen(ROOT, words) or [] for language, words in wanted.items()}
    edition = ["-m", "utils.authoring", "edition", "solution", str(scratch / "content")]
    subprocess.run([sys.executable, *edition, *sorted({*lessons["tr"], *lessons["en"]})], cwd=tree, check=True)
    archive = scratch / "served" / at(ADDRESS).archive.removeprefix("https://github.com/")
    pack(tree, archive)
    failed = 0
    with served(scratch / "served") as origin:
        for language, slugs in lessons.items():
            for slug in slugs:
                notebook = scratch / "content" / language / f"{slug}.ipynb"
                text = notebook.read_text(encoding="utf-8")
                notebook.write_text(text.replace("https://github.com", origin), encoding="utf-8")
                began = time.monotonic()
                code = subprocess.call([PYTHON, HERE / "as_in_colab.py", notebook], env=environment(scratch))
                print(
                    f"{'ok' if not code else 'FAILED':6} {language}/{slug} {time.monotonic() - began:.0f} s", flush=True
                )
                failed += code != 0
    changed = pinned() - installed()
    print("changed:", *sorted(changed)) if changed else print("every version of Colab's is as it was")
    return failed + bool(changed)


def course_files(root: Path) -> list[str]:
    """Return the names of the course's files, as git has them or would have them."""
    listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, cwd=root, capture_output=True, check=True, encoding="utf-8").stdout.splitlines()
    return [name for name in names if (root / name).is_file()]


def name_repository(tree: Path, address: str = ADDRESS) -> None:
    """Make a copy of the course that of a fork, which has set its address."""
    file = tree / "pyproject.toml"
    text = re.sub(r"(?ms)^\[project\.urls\]\n.*?(?=^\[|\Z)", "", file.read_text(encoding="utf-8"))
    file.write_text(f'{text}\n[project.urls]\nRepository = "{address}"\n', encoding="utf-8")


def pack(tree: Path, archive: Path) -> None:
    """Pack a folder as GitHub does: everything in one folder."""
    archive.parent.mkdir(parents=True)
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
        for path in sorted(tree.rglob("*")):
            if path.is_file() and "build" not in path.relative_to(tree).parts:
                file.write(path, path.relative_to(tree.parent))


class served:
    """A server on this machine for a folder's files; gives its address."""

    def __init__(self, folder: Path):
        handler = partial(Quiet, directory=str(folder))
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler)

    def __enter__(self) -> str:
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{self.server.server_port}"

    def __exit__(self, *error):
        self.server.shutdown()
        self.server.server_close()


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *words):
        pass


def environment(scratch: Path) -> dict[str, str]:
    """Return the variables for a run: a home without progress, a kernel that has loaded Colab's package, strict checks."""
    startup = scratch / "ipython" / "profile_default" / "startup"
    startup.mkdir(parents=True, exist_ok=True)
    (startup / "00-colab.py").write_text("import google.colab.output\n", encoding="utf-8")
    (scratch / "home").mkdir(exist_ok=True)
    own = {name: value for name, value in os.environ.items() if not name.startswith(("COURSE_", "PYTHON"))}
    return own | {
        "COURSE_QUIET": "1",
        "COURSE_STRICT_CHECKS": "1",
        "HOME": str(scratch / "home"),
        "IPYTHONDIR": str(scratch / "ipython"),
        "JUPYTER_PREFER_ENV_PATH": "1",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",  # no word about the debugger
        "PYTHONPATH": str(HERE / "standin"),
        "TF_CPP_MIN_LOG_LEVEL": "2",
    }


def pinned() -> set[str]:
    lines = (HERE / "requirements.txt").read_text(encoding="utf-8").splitlines()
    return {line.strip() for line in lines if "==" in line and not line.startswith("#")}


def installed() -> set[str]:
    """Return what the environment has now, as ``name==version``."""
    freeze = [sys.executable, "-m", "uv", "--quiet", "pip", "freeze", "--python", str(PYTHON)]
    return set(subprocess.run(freeze, capture_output=True, check=True, encoding="utf-8").stdout.split())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
