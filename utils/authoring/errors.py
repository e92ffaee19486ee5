"""What is wrong in a source: where it stands and what to do about it."""

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
        self.file = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()

    def add(self, line: int, message: str):
        self.append(Problem(self.file, line, message))
