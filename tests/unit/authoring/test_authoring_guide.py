"""The example in CONTRIBUTING.md is a lesson that builds, and what it says about the options is true."""

import re
from pathlib import Path

from utils.authoring import build_edition
from utils.authoring.new import PARTS
from utils.authoring.notebook import EDITIONS
from utils.authoring.source import ROLES, SLIDES

ROOT = Path(__file__).resolve().parents[3]
GUIDE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def test_the_example_builds_in_every_edition(tmp_path):
    [source] = re.findall(r"^````markdown\n(.*?)^````$", GUIDE, flags=re.M | re.S)
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks/33_example.md").write_text(source, encoding="utf-8")
    for edition in EDITIONS:
        assert len(build_edition(tmp_path, edition, tmp_path / edition)) == 2
    student = (tmp_path / "student/tr/33_example.ipynb").read_text(encoding="utf-8")
    assert "BEGIN SOLUTION" not in student
    assert "pages = np.array([2, 3, 3, 40])    # (4,): günde sayfa" in student


def test_every_role_and_slide_type_is_explained():
    for word in (*(f'"{role}"' for role in ROLES), *(f"`{slide}`" for slide in SLIDES)):
        assert word in GUIDE, word


def test_every_file_that_it_names_exists_and_it_names_every_file_of_a_lesson():
    parts = {part.path(ROOT, "33_topic").relative_to(ROOT).as_posix() for part in PARTS}
    named = set(re.findall(r"`((?:utils|tests|assets|notebooks)/[\w./]+\.\w+)`", GUIDE))
    assert parts <= named
    for name in named - parts:
        assert (ROOT / name).exists() or "NN_slug" in name, name
