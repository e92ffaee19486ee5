"""A newer course is made ready beside this one, with what the reader did carried into its notebooks.

Nothing of the course changes here: ``course.py``, which has to work in the middle of a change, puts what lies ready into
its place file by file, and goes on with that whenever it was interrupted. What lies ready::

    build/update/files/     each file that changes, as it will be
    build/update/plan.json  written last: {"seen": {file: sha256 of what may be written over without a copy},
                            "gone": [files that the newer course has no more], "commit": the clone's new one or null}

The newer course comes from the branch that a git clone follows, or from an archive.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import tarfile
import tomllib
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from utils.authoring.brought import brought
from utils.authoring.build import COPY, as_built
from utils.authoring.errors import SourceError
from utils.language import LANGUAGES, L

PLACE = Path("build") / "update"
OWN = {".git", ".venv", "build", "saved", "site", "slides", "teaching"}  # never the course's, whatever an archive holds
DAMAGED = (
    shutil.ReadError,
    zipfile.BadZipFile,
    tarfile.TarError,
    EOFError,
    zlib.error,
    ValueError,
    NotImplementedError,
)


class CannotUpdate(Exception):
    """The course cannot be brought up to date: why, and what to do, in the reader's language."""


@dataclass(frozen=True)
class _Newer:
    """What a newer course changes; its files lie under ``build/update/files``.

    known: which of the files that change or go are the course's own, unchanged, and need no copy. olds: yields what a
    notebook may have been built as, the likeliest first.
    """

    changed: list[str]
    gone: list[str]
    known: set[str]
    commit: str | None
    olds: Callable[[str], Iterable[dict]]


def prepare(root: Path, archive: Path | None = None) -> bool:
    """Make the newer course ready; return whether there is one. What becomes of the reader's work is printed.

    CannotUpdate, OSError: nothing has changed.
    """
    place = root / PLACE
    if (place / "plan.json").exists():  # half of it may be in its place by now: only course.py goes on with that
        return True
    shutil.rmtree(place, ignore_errors=True)  # what one that was interrupted had not made ready
    place.mkdir(parents=True)
    newer = _from_archive(root, archive) if archive else _from_clone(root)
    if newer is None:
        return _nothing(place)
    seen = {name: _hash(root / name) for name in newer.known if (root / name).is_file()}
    for name in sorted({*newer.changed, *newer.gone}):
        if _is_notebook(name) and (root / name).is_file():
            seen[name] = _hash(root / name)
            _carry(root, name, newer)
    if not newer.commit and not newer.gone and not any(path.is_file() for path in (place / "files").rglob("*")):
        return _nothing(place)
    plan = {"seen": seen, "gone": newer.gone, "commit": newer.commit}
    draft = place / "plan.draft"
    draft.write_text(json.dumps(plan, ensure_ascii=False, indent=1), encoding="utf-8")
    os.replace(draft, place / "plan.json")
    return True


def _nothing(place):
    shutil.rmtree(place)
    print(L("Kurs zaten güncel.", "The course is up to date already."))
    return False


def _hash(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _is_notebook(name):
    return re.fullmatch(rf"({'|'.join(LANGUAGES)})/[^/]+\.ipynb", name) is not None


def _carry(root, name, newer):
    """Put the reader's work into the notebook that lies ready."""
    ready = root / PLACE / "files" / name
    text = ready.read_text(encoding="utf-8") if name in newer.changed else None
    merged = brought(root, name, text, newer.olds(name))
    if merged is not None:
        ready.write_bytes(merged.encode())
    elif text is not None:
        ready.unlink()


# --- A git clone


def _from_clone(root):
    if not (root / ".git").exists():
        raise CannotUpdate(
            L(
                "Bu klasör git ile indirilmemiş. Kursun yeni arşivini indirin, adını komuta ekleyin:\n"
                "    python course.py update course.zip",
                "This folder is no git clone. Download the newer archive of the course and name it:\n"
                "    python course.py update course.zip",
            )
        )
    _refuse_an_authors(root)
    print(L("Kursun yenisi aranıyor.", "Looking for a newer course."), flush=True)
    _fetch(root)
    head, target = _git(root, "rev-parse", "HEAD").strip(), _git(root, "rev-parse", "@{upstream}").strip()
    if _git(root, "merge-base", head, target, allowed=(0, 1)).strip() == target:
        return None
    if _git(root, "rev-list", "--count", f"{target}..{head}").strip() != "0":
        raise CannotUpdate(
            L(
                "Bu git kopyasında size ait commit kayıtları var, bu yüzden kendiliğinden güncellenemez. Birleştirmeyi git "
                "ile kendiniz yapın: git pull",
                "This clone has commits of its own, so it cannot be brought up to date by itself. Merge with git: git pull",
            )
        )
    fields = iter(_git(root, "diff", "--name-status", "--no-renames", "-z", head, target).split("\0")[:-1])
    status = {name: kind for kind, name in zip(fields, fields, strict=True)}
    changed = [name for name, kind in status.items() if kind != "D"]
    index = {"GIT_INDEX_FILE": str(root / PLACE / "index")}
    _git(root, "read-tree", target, **index)
    names = "".join(f"{name}\0" for name in changed)
    prefix = f"--prefix={(PLACE / 'files').as_posix()}/"
    _git(root, "checkout-index", prefix, "-z", "--stdin", typed=names, **index)
    gone = [name for name, kind in status.items() if kind == "D"]
    known = {name for name, kind in status.items() if kind != "A"}
    return _Newer(changed, gone, known, target, lambda name: _committed(root, name))


def _refuse_an_authors(root):
    """CannotUpdate where the clone is none that only follows: another branch, a merge under way, changed sources."""
    if not shutil.which("git"):
        raise CannotUpdate(
            L(
                "Bu klasör git ile indirilmiş, ama git bulunamadı. git'i kurup (git-scm.com) komutu yeniden çalıştırın.",
                "This folder is a git clone, but there is no git. Install it (git-scm.com) and run the command again.",
            )
        )
    _git(root, "rev-parse", "--git-dir")  # a clone that git can read, and may: it refuses somebody else's
    if _git(root, "rev-parse", "--abbrev-ref", "@{upstream}", allowed=(0, 128)).strip() in ("", "@{upstream}"):
        raise CannotUpdate(
            L(
                "Bu git kopyasının izlediği bir dal yok. Kursun dalına geçin: git switch main",
                "This clone follows no branch. Go to the one of the course: git switch main",
            )
        )
    under_way = [
        name
        for name in ("MERGE_HEAD", "rebase-merge", "rebase-apply", "CHERRY_PICK_HEAD")
        if (root / _git(root, "rev-parse", "--git-path", name).strip()).exists()
    ]
    if under_way:
        raise CannotUpdate(
            L(
                "Bu git kopyasında bitmemiş bir birleştirme var. Onu bitirin ya da geri alın: git merge --abort",
                "A merge is under way in this clone. Finish it, or take it back: git merge --abort",
            )
        )
    # A disk that knows no modes (a USB stick, Windows) is no author.
    status = _git(
        root, "-c", "core.fileMode=false", "status", "--porcelain", "--no-renames", "--untracked-files=no", "-z"
    ).split("\0")
    edited = [entry[3:] for entry in status if entry and not _is_notebook(entry[3:])]
    if edited:
        names = ", ".join(edited[:5]) + (" ..." if len(edited) > 5 else "")
        raise CannotUpdate(
            L(
                f"Kursun kendi dosyaları değiştirilmiş: {names}. Bunlar kaybolmasın diye güncelleme yapılmadı. "
                "Değişiklikleri commit edip git pull ile birleştirin ya da git restore ile geri alın.",
                f"Files of the course itself have been changed: {names}. So that they are not lost, nothing was updated. "
                "Commit the changes and merge with git pull, or take them back with git restore.",
            )
        )


def _fetch(root):
    try:
        _git(root, "fetch", "--quiet")
    except CannotUpdate as problem:
        sentence = L(
            "Yeni sürüm indirilemedi. İnternet bağlantınızı denetleyin.",
            "The newer course could not be downloaded. Check your internet connection.",
        )
        raise CannotUpdate(f"{sentence}\n{problem}") from problem


def _git(root, *words, typed="", allowed=(0,), **environment):
    """Return what a git command prints. CannotUpdate, with git's own words, where it does not end as allowed."""
    done = subprocess.run(
        ["git", "-C", str(root), *words],
        input=typed,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="surrogateescape",
        env=os.environ | environment,
        check=False,
    )
    if done.returncode not in allowed:
        said = done.stderr.strip()
        raise CannotUpdate(
            L(
                f"Kursta bir şey değişmedi, çünkü git {words[0]} başarısız oldu: {said}",
                f"Nothing of the course has changed, because git {words[0]} failed: {said}",
            )
        )
    return done.stdout


def _committed(root, name) -> Iterator[dict]:
    """Yield a notebook as it is committed, then as it was before: a reader's may be older than the clone."""
    for commit in ["HEAD", *_git(root, "rev-list", "--max-count=50", "HEAD", "--", name).split()]:
        text = _git(root, "show", f"{commit}:{name}", allowed=(0, 128))
        if text:
            yield json.loads(text)


# --- An archive


def _from_archive(root, archive):
    if (root / ".git").exists():
        raise CannotUpdate(
            L(
                "Bu klasör git ile indirilmiş; arşiv gerekmez: python course.py update",
                "This folder is a git clone and needs no archive: python course.py update",
            )
        )
    top = _unpacked(root, archive)
    if (root / "notebooks").is_dir() and not (top / "notebooks").is_dir():
        raise CannotUpdate(
            L(
                f"{archive.name} öğrenci arşivi, bu klasördeki ise kaynaklarıyla birlikte bütün kurs. Bütün kursun "
                "arşivini indirin.",
                f"{archive.name} is the student archive, but this folder has the whole course with its sources. Download "
                "the archive of the whole course.",
            )
        )
    if _version(top) < _version(root):
        raise CannotUpdate(
            L(f"{archive.name} elinizdeki kurstan daha eski.", f"{archive.name} is older than the course you have.")
        )
    names = [path.relative_to(top).as_posix() for path in sorted(top.rglob("*")) if path.is_file()]
    names = [name for name in names if name.split("/")[0] not in OWN and not name.startswith(".progress")]
    changed = [name for name in names if not _is_same(top / name, root / name)]
    for name in changed:
        ready = root / PLACE / "files" / name
        ready.parent.mkdir(parents=True, exist_ok=True)
        os.replace(top / name, ready)
    return _Newer(changed, _left_over(root, set(names)), {COPY.as_posix()}, None, lambda name: _rebuilt(root, name))


def _unpacked(root, archive):
    """Return the course's folder in what was unpacked."""
    unpacked = root / PLACE / "unpacked"
    unpacked.mkdir()
    if not archive.is_file():
        raise CannotUpdate(L(f"Böyle bir dosya yok: {archive}", f"There is no such file: {archive}"))
    try:
        if zipfile.is_zipfile(archive):
            shutil.unpack_archive(archive, unpacked, "zip")
        else:
            with tarfile.open(archive) as packed:
                packed.extractall(unpacked, filter="data")
    except DAMAGED as error:
        raise CannotUpdate(
            L(
                f"{archive.name} açılamadı: bozuk ya da yarım inmiş. Yeniden indirin.",
                f"{archive.name} cannot be unpacked: it is damaged or was not downloaded to its end. Download it again.",
            )
        ) from error
    parts = ("course.py", "pyproject.toml", "utils", *LANGUAGES)
    tops = [folder for folder in (unpacked, *sorted(unpacked.iterdir())) if all((folder / p).exists() for p in parts)]
    if not tops:
        raise CannotUpdate(L(f"{archive.name} içinde kurs yok.", f"There is no course in {archive.name}."))
    return tops[0]


def _version(folder):
    project = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return [int(number) for number in re.findall(r"\d+", project["version"])]


def _is_same(new, old):
    return old.is_file() and old.read_bytes() == new.read_bytes()


def _left_over(root, names):
    """Return the files of the machine that a newer course has no more. Python might import them in place of its own;
    elsewhere, and among the lessons, may lie what the reader has made.
    """
    found = (path for path in (root / "utils").rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    left = {path.relative_to(root).as_posix() for path in (*found, *root.glob("assets/notebooks.*"))} - names
    return sorted(name for name in left if not name.startswith("utils/lessons/"))


def _rebuilt(root, name):
    """Return a notebook as this course has built it, [] where nobody knows that."""
    language, slug = name.split("/")[0], Path(name).stem
    try:
        return [json.loads(text) for text in as_built(root, [slug], (language,)).values()]
    except (SourceError, ValueError, OSError):
        return []
