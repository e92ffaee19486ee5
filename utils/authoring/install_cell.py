"""The first code cell of a notebook of which the repository is known: where the course is there it does nothing; in Colab,
which has Jupyter and Keras of its own, it installs the course, once a session.

The cell stands alone, since it runs before the course can be imported. Colab shows its title instead of its code
(``cellView``), JupyterLab and VS Code fold it (``source_hidden``), the site leaves it out (``remove-cell``).
"""

from utils.authoring.repository import Repository

ID = "install"
METADATA = {"cellView": "form", "jupyter": {"source_hidden": True}, "tags": ["remove-cell"]}
WORDS = {
    "tr": {
        "title": "Kurulum (yalnızca Google Colab'de gerekir)",
        "busy": "Kurs kuruluyor, bir dakika kadar sürebilir...",
        "ready": "Kurs kuruldu.",
        "failed": "Kurs kurulamadı. İnternet bağlantınızı ve şu adresi denetleyin, sonra bu hücreyi yeniden çalıştırın:",
        "missing": "Kurs burada kurulu değil. Bir hücrede şu komutu çalıştırın, sonra çekirdeği yeniden başlatın:",
    },
    "en": {
        "title": "Setup (needed in Google Colab only)",
        "busy": "Installing the course; this may take a minute...",
        "ready": "The course is installed.",
        "failed": "The course could not be installed. Check your connection and this address, then run this cell again:",
        "missing": "The course is not installed here. Run this command in a cell, then restart the kernel:",
    },
}
CODE = """\
# @title {title}
def install_course(missing, archive="{archive}"):
    import importlib
    import subprocess
    import sys

    if "google.colab" in sys.modules:
        print("{busy}", flush=True)
        # Colab's own packages stay as they are: first the course alone, then what it needs and Colab lacks.
        install = ["pip", "install", "-qq", "--no-deps", f"deep-learning-course @ {{archive}}"]
        for command in (install, ["deep_learning_course"]):
            done = subprocess.run([sys.executable, "-m", *command], capture_output=True, text=True)
            if done.returncode:
                raise RuntimeError(f"{failed} {{archive}}\\n{{done.stderr[-1000:]}}") from None
        importlib.invalidate_caches()
        get_ipython().run_line_magic("load_ext", "deep_learning_course")
        print("{ready}")
    elif missing == "utils":
        raise ImportError(f'{missing} %pip install "deep-learning-course[lab] @ {{archive}}"') from None


try:
    import utils.language
except ImportError as error:
    install_course(error.name)"""


def install_code(repository: Repository, language: str) -> str:
    """Return the code of the cell, which speaks the notebook's language."""
    return CODE.format(archive=repository.archive, **WORDS[language])
