"""What the README says is so: its pictures, its links, its commands. Its map is built (``test_authoring_guides``)."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_it_has_the_map_in_both_languages():
    turkish, english = README.split("\n## English\n")
    assert "<!-- generated: map tr -->" in turkish and "<!-- generated: map en -->" in english


def test_every_file_that_it_links_is_there():
    links = re.findall(r"\]\(([^)#]+)\)", README)
    assert len(links) > 6
    for link in links:
        assert (ROOT / link).is_file(), link


def test_it_names_the_one_command_in_both_languages():
    for command in ("python course.py tr", "python course.py en"):
        assert command in README
    assert README.count("python course.py test") == 2
