"""Where the course's repository lies: ``Repository`` under ``[project.urls]`` in pyproject.toml, the one place that a fork
sets. Colab opens notebooks from GitHub alone, so another address counts as none.
"""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from utils.language import L

GITHUB = re.compile(r"https://github\.com/([\w.-]+)/([\w.-]+?)(?:\.git)?(?:/tree/([\w./-]+?))?/?")
BRANCH = "main"  # where the address names none: https://github.com/OWNER/NAME/tree/BRANCH


@dataclass(frozen=True)
class Repository:
    """A repository on GitHub, and the branch (or the tag) that readers get."""

    owner: str
    name: str
    branch: str = BRANCH

    @property
    def archive(self) -> str:
        """The address of all files of the branch, which pip installs."""
        return f"https://github.com/{self.owner}/{self.name}/archive/{quote(self.branch)}.zip"

    def in_colab(self, notebook: str) -> str:
        """Return the address that opens a notebook, ``"tr/03_perceptron.ipynb"``, in Colab."""
        place = f"{self.owner}/{self.name}/blob/{self.branch}/{notebook}"
        return f"https://colab.research.google.com/github/{quote(place)}"


def at(address: str) -> Repository:
    """Return the repository at an address. ValueError: it is none on GitHub."""
    found = GITHUB.fullmatch(address.strip())
    if not found:
        raise ValueError(
            L(
                f"{address} bir GitHub deposunun adresi değil; beklenen biçim: https://github.com/SAHİP/DEPO",
                f"{address} is not the address of a GitHub repository; expected: https://github.com/OWNER/NAME",
            )
        )
    owner, name, branch = found.groups()
    return Repository(owner, name, branch or BRANCH)


def named(root: Path) -> Repository | None:
    """Return the repository that ``root/pyproject.toml`` names; None where it names none on GitHub."""
    file = root / "pyproject.toml"
    if not file.is_file():
        return None
    project = tomllib.loads(file.read_text(encoding="utf-8")).get("project", {})
    address = project.get("urls", {}).get("Repository", "")
    return at(address) if GITHUB.fullmatch(address.strip()) else None


def what_to_set() -> str:
    """Return what is told where no repository is named."""
    return L(
        "Defterler Colab'de açılmaya hazır değil. Kursun GitHub adresini pyproject.toml dosyasına, [project.urls] altına "
        "yazın: "
        'Repository = "https://github.com/SAHİP/DEPO"',
        "The notebooks are not ready for Colab. Put the GitHub address of the course into pyproject.toml, under "
        "[project.urls]: "
        'Repository = "https://github.com/OWNER/NAME"',
    )
