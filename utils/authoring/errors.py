"""What is wrong in a source: where it stands and what to do about it."""

import re
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, order=True)
class Problem:
    """One fault: ``file`` (from the course's folder), ``line`` (from 1) and a message with its remedy."""

    file: str
    line: int
    message: str

    def __str__(self):
        return f"{self.file}:{self.line}: {self.message}"


class SourceError(Exception):
    """One or more faults in the sources; no notebook is written while there is one."""

    def __init__(self, problems):
        self.problems = sorted(set(problems))
        super().__init__("\n".join(map(str, self.problems)))


class Problems(list):
    """The faults found in one file so far. Checks add to it and go on, so that an author sees all at once."""

    def __init__(self, path: Path, root: Path):
        super().__init__()
        self.head: list[str] = []  # the lines of the front matter, once it is read
        self.file = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()

    def add(self, line: int, message: str):
        self.append(Problem(self.file, line, message))

    def add_at(self, word: str, message: str):
        """Add a fault of the front matter at the line under ``course:`` where ``word`` stands."""
        spelled = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)")
        course = next((i for i, line in enumerate(self.head) if line.startswith("course:")), 0)
        line = next((i for i in range(course, len(self.head)) if spelled.search(self.head[i])), course)
        self.add(line + 1, message)
