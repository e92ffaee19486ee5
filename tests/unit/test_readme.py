"""What the README says is so: its map, its pictures, its commands."""

import re
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def front_matter(path):
    return yaml.safe_load(path.read_text(encoding="utf-8").split("---")[1])["course"]


def test_the_map_lists_every_lesson_with_its_minutes_in_both_languages():
    for source in sorted((ROOT / "notebooks").glob("[0-9][0-9]_*.md")):
        minutes = front_matter(source)["minutes"]
        for language, unit in (("tr", "dk"), ("en", "min")):
            row = rf"\[{source.stem[:2]}\]\({language}/{source.stem}\.ipynb\).*{minutes['read']} \+ {minutes['practise']} {unit}"
            assert re.search(row, README), f"the README's {language} map needs a row for {source.stem}"


def test_every_file_that_it_links_is_there():
    links = re.findall(r"\]\(([^)#]+)\)", README)
    assert len(links) > 6
    for link in links:
        assert (ROOT / link).is_file(), link


def test_it_names_the_one_command_in_both_languages():
    for command in ("python course.py tr", "python course.py en"):
        assert command in README
    assert README.count("python course.py test") == 2
