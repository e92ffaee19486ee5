"""The reader's progress in one small file on their own machine, safe against crashes, damage and two kernels.

The file is ``.progress.json`` in the folder that ``utils.places`` names (or ``COURSE_PROGRESS``):
``{"version": 1, "lessons": {"03_perceptron": {"step": {"solved": true, "tries": 3,
"misconceptions": {"strict_inequality": 2}}}}}``. Every change reads the file again under a lock, so what
another kernel wrote meanwhile is kept; without the lock nothing is written, and the reader is told. It is written beside
the old one and put in its place in one step, through a link too.
"""

import contextlib
import dataclasses
import errno
import glob
import json
import os
import stat
import time
from pathlib import Path

from utils.checks.lock import Busy, locked
from utils.checks.result import CORRECT, NOT_ATTEMPTED, OUTCOMES, Result
from utils.language import L
from utils.places import progress_folder

VERSION = 1
LOCK_SECONDS = 10.0  # another kernel writes for some milliseconds; only a crowd of them takes longer
MOST_TRIES = 10**9  # a larger number was not written by the course
TRIES = 5  # another program (a virus scanner, a backup) may hold the file for a moment on Windows


class NewerFile(Exception):
    """The file was written by a later version of the course; it is left alone."""


class Damaged(Exception):
    """The file is no progress file."""


def path() -> Path:
    """Return where progress is kept."""
    chosen = os.environ.get("COURSE_PROGRESS")
    return Path(chosen) if chosen else progress_folder() / ".progress.json"


def damaged_path() -> Path:
    """Return where the next damaged progress file is kept aside; one that is there already stays."""
    places = (path().with_name(f"{path().stem}.damaged{number}.json") for number in ("", *range(2, 1000)))
    return next((place for place in places if not os.path.lexists(place)), path().with_name("damaged.json"))


def load() -> dict:
    """Return ``{lesson: {exercise: {"solved", "tries", "misconceptions"}}}``; empty where nothing can be
    read."""
    return look()[0]


def look() -> tuple[dict, str]:
    """Return what ``load`` returns, and what the reader should know about the file (``""``: nothing)."""
    try:
        return _read(), ""
    except NewerFile:
        return {}, _newer()
    except Damaged:
        return _set_aside()
    except OSError as error:
        return {}, _not_read(error)


def record(lesson: str, exercise: str, outcome: str, misconception: str | None = None) -> str:
    """Note one try and return what the reader should know about it: ``""`` where it was kept without
    incident.

    outcome: "correct", "wrong", "error" or "not_attempted" (which leaves no trace). A solved exercise stays
    solved. Never raises for what happens to the file; an unknown outcome is a ``ValueError``.
    """
    if outcome not in OUTCOMES:
        raise ValueError(f"unknown outcome {outcome!r}: use one of {', '.join(OUTCOMES)}")
    if outcome == NOT_ATTEMPTED:
        return ""
    try:
        with _lock():
            lessons, note = _read_or_set_aside()
            _count(lessons.setdefault(lesson, {}), exercise, outcome, misconception)
            _write(lessons)
        return note
    except NewerFile:
        return _newer()
    except Busy:
        return L(
            "Bu sonuç ilerlemenize kaydedilemedi: ilerleme dosyasını başka bir program tutuyor. Yanıtınızın değerlendirmesi "
            "geçerlidir; hücreyi yeniden çalıştırabilirsiniz.",
            "This result could not be kept in your progress: another program holds the file. The verdict on your answer "
            "stands; you may run the cell again.",
        )
    except OSError as error:
        return L(
            f"Bu sonuç ilerlemenize kaydedilemedi ({_reason(error)}). Yanıtınızın değerlendirmesi geçerlidir.",
            f"This result could not be kept in your progress ({_reason(error)}). The verdict on your answer stands.",
        )


def kept(result: Result) -> Result:
    """Record ``result`` and return it, with a closing note where something happened to the file.

    Nothing is recorded under ``COURSE_STRICT_CHECKS=1``: there the course runs its own solutions.
    """
    if os.environ.get("COURSE_STRICT_CHECKS") == "1":
        return result
    note = record(result.lesson, result.exercise, result.outcome, result.misconception)
    return dataclasses.replace(result, notes=(*result.notes, note)) if note else result


def _count(exercises: dict, name: str, outcome: str, misconception: str | None) -> None:
    """Count one more try of an exercise in the entries of its lesson, which are changed."""
    entry = exercises.setdefault(name, {"solved": False, "tries": 0, "misconceptions": {}})
    entry["tries"] += 1
    entry["solved"] = entry["solved"] or outcome == CORRECT
    if misconception:
        entry["misconceptions"][misconception] = entry["misconceptions"].get(misconception, 0) + 1


def _read() -> dict:
    try:
        return read(path())
    except FileNotFoundError:
        return {}


def read(file: Path) -> dict:
    """Return the progress in one file, as ``load`` does.

    Raises ``Damaged``, ``NewerFile``, or ``OSError`` where the file cannot be read.
    """
    text = _text(file)
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Damaged from error
    if isinstance(content, dict) and isinstance(content.get("version"), int) and content["version"] > VERSION:
        raise NewerFile
    if not _well_formed(content):
        raise Damaged
    return content["lessons"]


def _text(file: Path) -> str:
    """Return the text of a file as an editor may have saved it: with a byte order mark, in UTF-16."""
    if not stat.S_ISREG(file.stat().st_mode):  # to read a pipe would wait for ever
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), str(file))
    content = file.read_bytes()
    try:
        return content.decode("utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise Damaged from error


def _well_formed(content) -> bool:
    if (
        not isinstance(content, dict)
        or content.get("version") != VERSION
        or not isinstance(content.get("lessons"), dict)
    ):
        return False
    exercises = [
        item
        for lesson in content["lessons"].values()
        for item in (lesson.items() if isinstance(lesson, dict) else [("", None)])
    ]
    names = [*content["lessons"], *(name for name, _ in exercises)]
    return all(map(_is_name, names)) and all(isinstance(entry, dict) and _is_entry(entry) for _, entry in exercises)


def _is_entry(entry: dict) -> bool:
    counts = entry.get("misconceptions")
    return (
        isinstance(entry.get("solved"), bool)
        and _is_count(entry.get("tries"))
        and isinstance(counts, dict)
        and all(_is_name(name) and _is_count(count) for name, count in counts.items())
    )


def _is_count(value) -> bool:
    return type(value) is int and 0 <= value <= MOST_TRIES


def _is_name(text: str) -> bool:
    """Return whether a name can be written: half of a letter cannot (a lone surrogate, "\\ud800" in the file)."""
    return not any("\ud800" <= letter <= "\udfff" for letter in text)


def _set_aside() -> tuple[dict, str]:
    try:
        with _lock():
            return _read_or_set_aside()
    except OSError as error:
        return {}, _not_read(error)


def _newer() -> str:
    return L(
        "İlerleme dosyası kursun daha yeni bir sürümünden; dosyaya dokunulmadı. İlerlemenizi görmek için "
        "kursu güncelleyin.",
        "The progress file comes from a newer version of the course; it was left alone. Update the course "
        "to see your progress.",
    )


def _not_read(error: OSError) -> str:
    return L(
        f"İlerleme dosyası okunamadı ({_reason(error)}).",
        f"The progress file could not be read ({_reason(error)}).",
    )


def _reason(error: OSError) -> str:
    return error.strerror or type(error).__name__


def _read_or_set_aside() -> tuple[dict, str]:
    try:
        return _read(), ""
    except Damaged:
        aside = damaged_path()
        _patiently(os.replace, path(), aside)
        name = aside.name
        return {}, L(
            f"İlerleme dosyası bozulmuştu: `{name}` adıyla saklandı, yenisine başlandı.",
            f"The progress file was damaged: it was kept as `{name}` and a new one was started.",
        )


def _write(lessons: dict) -> None:
    """Write the file; the lock is held, so a draft beside it was left by a process that ended amid its work."""
    target = path().resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    for left in target.parent.glob(f"{glob.escape(target.name)}.*tmp"):
        left.unlink(missing_ok=True)
    draft = target.with_name(f"{target.name}.{os.getpid()}.tmp")
    try:
        with draft.open("w", encoding="utf-8", newline="\n") as file:
            json.dump({"version": VERSION, "lessons": lessons}, file, ensure_ascii=False, indent=1, sort_keys=True)
            file.flush()
            os.fsync(file.fileno())
        _patiently(os.replace, draft, target)
    finally:
        draft.unlink(missing_ok=True)


def _patiently(action, *args) -> None:
    for attempt in range(TRIES):
        try:
            return action(*args)
        except PermissionError:
            if attempt == TRIES - 1:
                raise
            time.sleep(0.02 * 2**attempt)


@contextlib.contextmanager
def _lock():
    """Hold ``.progress.json.lock`` against other kernels; ``Busy`` where it cannot be had in time."""
    target = path().resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    with locked(target.with_name(target.name + ".lock"), LOCK_SECONDS):
        yield
