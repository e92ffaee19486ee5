#!/usr/bin/env python3
"""One command for everything: it makes the course's environment where there is none, then does what is asked.

``python course.py tr`` opens the course in JupyterLab; ``python course.py --help`` lists the rest.

This file runs before anything is installed, on whatever Python is at hand. So it uses the standard library
only and a syntax that Python 3.6 reads too: an old or too new Python has to get as far as the message, or as
far as uv, which brings a right one. Its messages go by the reader's language where that is known, else they
come in both (``say``). What it does, from top to bottom: words, arguments, environment, commands.
"""

import contextlib
import csv
import difflib
import hashlib
import importlib.util
import json
import locale
import os
import queue
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
WINDOWS = os.name == "nt"
BIN = "Scripts" if WINDOWS else "bin"
EXE = ".exe" if WINDOWS else ""
PYTHON = VENV / BIN / ("python" + EXE)
STATE = VENV / "course.json"  # what the last installation was for, and whether it came to its end
LOG = ROOT / "build" / "install.log"
SCRATCH = ROOT / "build" / "installer"  # an installation's own; the next one clears what a killed one left
UPDATE = ROOT / "build" / "update"  # a newer course that lies ready (utils.authoring.update)
PRESENTER = ROOT / "build" / "presenter"
KERAS_HOME = "~/.keras/deep-learning-course"  # as utils.training.quiet has it: ~/.keras/keras.json is other courses'
OLDEST, NEWEST, MANAGED = (3, 11), (3, 13), "3.13"  # what TensorFlow has wheels for, and what uv brings

SERVER = (  # JupyterLab as the course has it: on this machine's own address, with what utils.server changes
    "--ServerApp.ip=127.0.0.1",
    "--ServerApp.kernel_websocket_connection_class=utils.server.CourseConnection",
    "--FileContentsManager.pre_save_hook=utils.server.keep_pictures",
)
PRESENTING = ("jupyterlab-slideshow", "@deathbeds/jupyterlab-fonts")  # in JupyterLab; a student has no use for them

USAGE_TR = """\
python course.py [tr|en]                        kursu JupyterLab'de açar (dil verilmezse sisteminki)
python course.py update [ARŞİV]                 kursun yenisini getirir, yanıtlarınızı korur; git ile indirilmemiş
                                                bir kursta ARŞİV, indirdiğiniz yeni arşivdir: course.zip
python course.py reset [tr|en] DERS ...         dersleri baştaki hâline döndürür, yazdıklarınızı saklar
python course.py test [--quick] [DERS ...]      her şeyi sınar; --quick: yalnızca birim testleri
python course.py build [--check|--watch] [DERS ...]
                                                defterleri kaynaklarından üretir, denetler, izler
python course.py run DERS ...                   dersleri iki dilde çalıştırır: süreler ve hatalar
python course.py new NN_ad                      yeni bir derse başlar: kaynağı, odası, testleri
python course.py site [--open] [--lite] [--pyodide KLASÖR] [--repository ADRES] [DERS ...]
                                                kursu bir web sitesi olarak üretir: site/ klasörü
                                                --open: sonra da sunup tarayıcıda açar; --pyodide: canlı
                                                çizimlerin Pyodide dosyaları indirilmez, KLASÖR'den alınır
python course.py present tr|en DERS             bir dersi slaytlar hâlinde, çalışan kodla sunar
python course.py slides [--handout|--live|--open] [--pyodide KLASÖR] [DERS ...]
                                                slaytları ağsız açılan sayfalara yazar: slides/ klasörü
                                                --handout: yalnızca sunum notları, yazdırmaya hazır PDF
                                                --live: sunucuya konunca çizimler sayfada canlı çalışır
                                                --open: --live gibi, ardından sunar ve tarayıcıda açar
python course.py collect KLASÖR [TABLOLAR]      teslim edilen ilerleme dosyalarını bir tabloda toplar
python course.py questions [tr|en] [DERS ...]   çoktan seçmeli soruları Moodle için yazar: teaching/ klasörü
python course.py assignment [tr|en] DERS ...    dersleri ipucusuz, çözümsüz ödev olarak yazar: teaching/ klasörü
DERS: 3, 03 veya 03_perceptron"""
USAGE_EN = """\
python course.py [tr|en]                        opens the course in JupyterLab (or in the system's language)
python course.py update [ARCHIVE]               brings a newer course and keeps your answers; where the course is
                                                no git clone, ARCHIVE is the newer one downloaded: course.zip
python course.py reset [tr|en] LESSON ...       starts lessons anew and keeps what you had
python course.py test [--quick] [LESSON ...]    tests everything; --quick: the unit tests alone
python course.py build [--check|--watch] [LESSON ...]
                                                builds the notebooks from their sources, checks, watches
python course.py run LESSON ...                 runs lessons in both languages: seconds and errors
python course.py new NN_slug                    starts a new lesson: its source, its room, its tests
python course.py site [--open] [--lite] [--pyodide FOLDER] [--repository URL] [LESSON ...]
                                                builds the course as a web site: site/
                                                --open: then serves it and opens a browser; --pyodide: the
                                                files of Pyodide, for live explorers, are not downloaded
python course.py present tr|en LESSON           presents a lesson as slides with live code
python course.py slides [--handout|--live|--open] [--pyodide FOLDER] [LESSON ...]
                                                writes the slides as pages that need no network: slides/
                                                --handout: the presenter's notes alone, a PDF to print
                                                --live: explorers run in the pages, on a server
                                                --open: as --live, then serves them and opens a browser
python course.py collect FOLDER [TABLES]        puts the progress files that were handed in into one table
python course.py questions [tr|en] [LESSON ...] writes the multiple-choice questions for Moodle: teaching/
python course.py assignment [tr|en] LESSON ...  writes lessons without hints and solutions: teaching/
LESSON: 3, 03 or 03_perceptron"""

OPTIONS = {
    "update": set(),
    "reset": set(),
    "test": {"--quick"},
    "build": {"--check", "--watch"},
    "run": set(),
    "new": set(),
    "site": {"--open", "--lite"},
    "present": set(),
    "slides": {"--handout", "--live", "--open"},
    "collect": set(),
    "questions": set(),
    "assignment": set(),
}
IN_A_LANGUAGE = ("reset", "assignment", "questions")  # take tr or en before their lessons
STUDENTS = ("update", "reset")  # what works in the student archive, too

# --- Words -----------------------------------------------------------------------------------------------


class Problem(Exception):
    """Something that stops the command: what it is and what to do about it, in both languages."""

    def __init__(self, tr, en, cause=None):
        super().__init__(tr, en)
        self.tr, self.en, self.cause = tr, en, cause


def system_language():
    """Return "tr" or "en" where the environment or the system says so, else None."""
    names = [os.environ.get(name) for name in ("COURSE_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")]
    name = next((name for name in [*names, locale.getlocale()[0]] if name), "").lower()
    return "tr" if name.startswith(("tr", "turk")) else "en" if name.startswith("en") else None


reader = system_language()  # main() replaces it where the arguments name a language


def in_readers_language(tr, en):
    """Return the reader's side; both, one under the other, where the reader's language is not known."""
    return {"tr": tr, "en": en}.get(reader, tr + "\n" + en)


def say(tr, en, file=None):
    print(in_readers_language(tr, en), file=file, flush=True)


# --- Arguments -------------------------------------------------------------------------------------------


def parse(arguments):
    """Return (command, its words): ("lab", ["tr"]), ("test", ["--quick"]), ("build", ["03_perceptron"])."""
    command, rest = (arguments[0], arguments[1:]) if arguments else (system_language() or "en", [])
    if command in ("-h", "--help", "help"):
        return "help", []
    if command in ("tr", "en") and not rest:
        return "lab", [command]
    if command in OPTIONS and command not in STUDENTS and not is_whole():
        raise Problem(
            f"Burası kursun öğrenci arşivi: {command} komutu için gereken kaynaklar burada yok.\n"
            "Kursu açmak için: python course.py tr\n"
            "Bir defterin ilk hâli için: python course.py reset 03",
            f"This is the course's student archive: what {command} needs is not in it.\n"
            "To open the course: python course.py en\n"
            "To get a notebook as it was: python course.py reset 03",
        )
    if command not in OPTIONS:
        given = " ".join(arguments)
        near = difflib.get_close_matches(command, [*(OPTIONS if is_whole() else STUDENTS), "--help"], 1)
        near = f" ({near[0]}?)" if near else ""
        tr, en = usage()
        raise Problem(f"Anlaşılmadı: {given}{near}\n{tr}", f"Not understood: {given}{near}\n{en}")
    for option, commands, value in (
        ("--pyodide", ("site", "slides"), os.path.abspath),
        ("--repository", ("site",), str),
    ):
        if command in commands and option in rest[:-1]:
            at = rest.index(option)
            words = parse([command, *rest[:at], *rest[at + 2 :]])[1]
            return command, [option, value(rest[at + 1]), *words]
    options = [word for word in rest if word.startswith("-")]
    names = [word for word in rest if not word.startswith("-")]
    known = OPTIONS[command]
    if not set(options) <= known or (len(set(options)) > 1 and command != "site"):
        given, known = " ".join(options), " | ".join(sorted(known)) or "-"
        raise Problem(
            f"{command} komutu bunu kabul etmez: {given} (seçenekleri: {known})",
            f"{command} does not take {given} (its options: {known})",
        )
    if command == "new":
        if len(names) != 1 or not re.match(r"\d\d_[a-z][a-z0-9_]*$", names[0]):
            raise Problem("Tek bir ad gerekir: new 33_yeni_konu", "It takes one name: new 33_new_topic")
        return command, names
    if command == "present":
        if len(names) != 2 or names[0] not in ("tr", "en"):
            raise Problem("Dil ve ders gerekir: present tr 03", "It takes a language and a lesson: present en 03")
        return command, [names[0], lesson(names[1])]
    if command == "update":
        if len(names) > 1:
            raise Problem("Tek bir arşiv gerekir: update course.zip", "It takes one archive: update course.zip")
        return command, [os.path.abspath(name) for name in names]
    if command in IN_A_LANGUAGE:
        languages = names[:1] if names[:1] in (["tr"], ["en"]) else []
        lessons = [lesson(name) for name in names[len(languages) :]]
        if not lessons and command != "questions":
            raise Problem(f"Hangi ders? Örneğin: {command} 03", f"Which lesson? For example: {command} 03")
        return command, languages + lessons
    if command == "collect":
        if len(names) not in (1, 2):
            raise Problem(
                "Bir klasör gerekir (tablolar için bir ikincisi de verilebilir): collect ODEVLER",
                "It takes a folder, and may take a second for its tables: collect HANDED_IN",
            )
        return command, [os.path.abspath(name) for name in names]  # what is run is run in the course's folder
    if command == "run" and not names:
        raise Problem("Hangi ders? Örneğin: run 03", "Which lesson? For example: run 03")
    if command == "test" and options and names:
        raise Problem(
            "--quick yalnızca birim testlerini çalıştırır; ders adıyla birlikte verilmez.",
            "--quick runs the unit tests alone; it does not go with a lesson.",
        )
    return command, options + [lesson(name) for name in names]


def is_whole():
    """Say whether this is the whole course, with its sources; the student archive (``utils.site.archive``) has none."""
    return (ROOT / "notebooks").is_dir()


def usage():
    """Return what ``--help`` says in both languages: the commands that work here, in the student archive the first."""
    texts = USAGE_TR, USAGE_EN
    return texts if is_whole() else tuple(text.split("\npython course.py test")[0] for text in texts)


def lesson(name):
    """Return the full name of the lesson called ``3``, ``03`` or ``03_perceptron``."""
    sources = (ROOT / "notebooks").glob("[0-9][0-9]_*.md") if is_whole() else (ROOT / "tr").glob("[0-9][0-9]_*.ipynb")
    lessons = sorted(source.stem for source in sources)
    number = name.zfill(2) if name.isdigit() else name
    found = [slug for slug in lessons if slug == name or slug[:2] == number]
    if not found:
        raise Problem(
            "{!r} diye bir ders yok. Dersler: {}".format(name, ", ".join(lessons)),
            "There is no lesson {!r}. Lessons: {}".format(name, ", ".join(lessons)),
        )
    return found[0]


# --- What went wrong, from what pip and uv print ---------------------------------------------------------

CAUSES = [  # (name, what the output says, what the reader is told); the first that fits counts
    (
        "disk",
        r"No space left on device|not enough space on the disk|os error (28|112|122)\b|Errno (28|122)\b",
        "Diskte yer kalmadı. Kurulum yaklaşık 4 GB ister: yer açıp aynı komutu yeniden çalıştırın.",
        "The disk is full. The installation takes about 4 GB: make room and run the same command again.",
    ),
    (
        "certificate",
        r"invalid peer certificate|CERTIFICATE_VERIFY_FAILED|UnknownIssuer|SSLError|self.signed certificate",
        "Güvenli bağlantı kurulamadı: ağınız (okul, şirket, antivirüs) kendi sertifikasını kullanıyor\n"
        "olabilir ya da bilgisayarın saati yanlıştır. Başka bir ağ deneyin veya ağ yöneticinizin verdiği\n"
        "sertifika dosyasını SSL_CERT_FILE ve PIP_CERT ortam değişkenlerine yazın.",
        "No secure connection: your network (school, company, antivirus) may use a certificate of its\n"
        "own, or the clock is wrong. Try another network, or put the certificate file that its\n"
        "administrator gives you into the environment variables SSL_CERT_FILE and PIP_CERT.",
    ),
    (
        "python",
        r"No interpreter found|python-build|cpython-3\.\d",
        "TensorFlow bu Python ile çalışmaz: kurs 3.11, 3.12 veya 3.13 ister. Uygun bir Python da\n"
        "indirilemedi. Python 3.13'ü elle kurup (python.org veya sisteminizin paketleri) komutu onunla\n"
        "çalıştırın:\n"
        "    python3.13 course.py",
        "TensorFlow does not run on this Python: the course needs 3.11, 3.12 or 3.13, and none could be\n"
        "downloaded. Install Python 3.13 by hand (python.org or your system's packages) and run with it:\n"
        "    python3.13 course.py",
    ),
    (
        "machine",
        r"no wheels? (with a matching|for)|wheels? for the current platform|is not a supported wheel",
        "Gerekli paketlerden biri bu tür bilgisayar için hazırlanmıyor (32 bit Windows, Intel işlemcili\n"
        "Mac ve Alpine Linux desteklenmez). Kursu başka bir bilgisayarda veya çevrim içi bir Jupyter\n"
        "hizmetinde açın.",
        "One of the packages is not made for this kind of computer (32-bit Windows, Macs with an Intel\n"
        "processor and Alpine Linux are not supported). Open the course on another computer or in an\n"
        "online Jupyter service.",
    ),
    (
        "path",
        r"(os error|WinError) 206\b|filename or extension is too long",
        "Klasörün yolu Windows için fazla uzun. Kursu kısa bir yola (örneğin C:\\kurs) taşıyıp yeniden\ndeneyin.",
        "The folder's path is too long for Windows. Move the course to a short one (C:\\course) and try\nagain.",
    ),
    (
        "files",
        r"Permission denied|Access is denied|Read-only file system|(os error|Errno) (5|13|30|32)\b",
        "Bir dosyaya yazılamadı. Açık JupyterLab'i kapatın, klasörün size ait olduğuna bakın, yeniden\ndeneyin.",
        "A file could not be written. Close any running JupyterLab, see that the folder is yours, and try\nagain.",
    ),
    (
        "network",
        r"dns error|name resolution|client error \(Connect\)|error sending request|tunnel error|tcp connect"
        r"|NewConnectionError|ProxyError|Network is unreachable|Connection (refused|reset)|timed out"
        r"|from versions: none",
        "İnternete ulaşılamadı. Bağlantınızı (varsa vekil sunucu ayarlarını) denetleyip aynı komutu\n"
        "yeniden çalıştırın; indirilenler saklanır, kurulum kaldığı yerden sürer.",
        "The internet could not be reached. Check your connection (and your proxy settings, if any) and\n"
        "run the same command again; what was downloaded is kept, and the installation goes on from\n"
        "there.",
    ),
]


def diagnose(output):
    """Return the Problem that pip's or uv's output speaks of; where none is known, its last lines."""
    for cause, pattern, tr, en in CAUSES:
        if re.search(pattern, output, re.IGNORECASE):
            return Problem(tr, en, cause)
    last = "\n".join(output.strip().splitlines()[-8:])
    return Problem(f"Kurulum tamamlanamadı:\n{last}", f"The installation failed:\n{last}")


# --- Steps of the installation, with their progress ------------------------------------------------------

NEWS = [
    (r"Resolved (\d+) package", "paket seçildi, indiriliyor", "packages chosen, downloading"),
    (r"Prepared (\d+) package", "paket indirildi, kuruluyor", "packages downloaded, installing"),
    (r"Installed (\d+) package", "paket kuruldu, derleniyor", "packages installed, compiling"),
    (r"Bytecode compiled (\d+) file", "dosya derlendi", "files compiled"),
]


class Progress:
    """One line that says what a step is at: rewritten every second on a terminal, else one line per news."""

    def __init__(self, tr, en):
        self.start, self.text, self.downloads = time.monotonic(), in_readers_language(tr, en), {}
        self.terminal = sys.stdout.isatty()
        self.show()

    def hear(self, line):
        """Take one line that uv printed, and show it where it is news."""
        download = re.match(r" *(Downloading|Downloaded) (\S+)( \(.+\))?", line)
        if download and download.group(1) == "Downloading":
            self.downloads[download.group(2)] = download.group(2) + (download.group(3) or "")
        elif download:
            self.downloads.pop(download.group(2), None)
        if self.downloads:
            under_way = ", ".join(self.downloads.values())
            self.text = in_readers_language(f"indiriliyor: {under_way}", f"downloading: {under_way}")
        for pattern, tr, en in NEWS:
            found = re.match(pattern, line)
            if found:
                self.text = f"{found.group(1)} {in_readers_language(tr, en)}"
                self.show()

    def show(self):
        line = f"[{time.monotonic() - self.start:3.0f} s] {self.text}".replace("\n", " | ")
        if self.terminal:
            columns = shutil.get_terminal_size().columns - 1
            line = "\r" + line[:columns].ljust(columns)
        print(line, end="" if self.terminal else "\n", flush=True)


def lines_of(process, wait):
    """Yield a process's output line by line as it comes, and None after each ``wait`` seconds of silence."""
    lines = queue.Queue()

    def listen():
        for line in process.stdout:
            lines.put(line.decode("utf-8", "replace").rstrip())
        lines.put(process)  # the end

    threading.Thread(target=listen, daemon=True).start()
    while True:
        try:
            line = lines.get(timeout=wait)
        except queue.Empty:
            line = None
        if line is process:
            return
        yield line


# What other courses, programs and shells have set for theirs would decide here: which Keras and which figures, where
# modules come from, where pip and uv install to. Of these only the ways to the network and to what is kept hold.
FOREIGN = re.compile(r"_*(PYTHON|PYVENV|IPYTHON|KERAS|TF_USE_LEGACY_KERAS|MPLBACKEND|MATPLOTLIBRC|PIP|UV)", re.I)
WAYS = re.compile(
    r"(PIP|UV)_.*(INDEX|LINKS|CERT|TLS|SSL|HOST|PROXY|HTTP|TIMEOUT|RETRIES|CACHE|KEYRING|OFFLINE|CONCURRENT|LINK_MODE"
    r"|CONFIG_FILE|PYTHON_(DOWNLOADS|INSTALL))",
    re.I,
)


def clean_environment(**own):
    """Return the environment that everything gets which is started here: the system's, nothing foreign, and ``own``."""
    kept = {name: value for name, value in os.environ.items() if WAYS.match(name) or not FOREIGN.match(name)}
    return dict(kept, PYTHONIOENCODING="utf-8", **own)


def step(tr, en, command, log):
    """Run one command of the installation, progress shown, output kept; raise Problem where it fails.

    The command holds the log and with it the lock (``installation_log``): one that outlives a course.py that was
    killed keeps the next one waiting.
    """
    progress, output = Progress(tr, en), []
    installer = {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_USER": "0", "UV_VENV_CLEAR": "1", "NO_COLOR": "1"}
    places = {name: str(SCRATCH) for name in ("TMPDIR", "TEMP", "TMP")}
    process = subprocess.Popen(
        [str(word) for word in command],
        cwd=str(ROOT),
        env=clean_environment(**installer, **places),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        **({} if WINDOWS else {"pass_fds": [log.fileno()]}),
    )
    try:
        for line in lines_of(process, wait=1):
            if line is None and progress.terminal:  # no news: only the clock moves
                progress.show()
            elif line is not None:
                output.append(line)
                log.write(line + "\n")
                log.flush()
                progress.hear(line)
    except BaseException:  # Ctrl-C, a signal, or a disk too full for the log: the installer must not run on alone
        process.terminate()
        raise
    finally:
        failed = process.wait() != 0
        print(end="\n" if progress.terminal else "", flush=True)
    if failed:
        raise diagnose("\n".join(output))


@contextlib.contextmanager
def alone(path, tr, en):
    """Open a file whose lock lets one at a time go on; whoever waits for it is told so."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        if not locked(file):
            say(tr, en)
            while not locked(file):
                time.sleep(0.5)
        yield file


@contextlib.contextmanager
def installation_log():
    """Open the log of an installation. Its lock lets one install at a time: a second course.py waits here, and so does
    one that was started again after it was killed, until what that had started has come to its end.
    """
    with alone(
        LOG,
        "Başka bir kurulum daha sürüyor; bitmesi bekleniyor. Vazgeçmek için: Ctrl-C",
        "Another installation is still running; waiting for its end. To give up: Ctrl-C",
    ) as log:
        log.truncate(0)
        yield log


def locked(log):
    """Lock an open file for this process and those it gives the file to; say whether nobody else had it."""
    log.seek(0)  # Windows locks from where the file stands
    try:
        if WINDOWS:
            import msvcrt

            msvcrt.locking(log.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(log, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True


# --- The environment -------------------------------------------------------------------------------------


def fingerprint():
    """Return a hash of all that decides what is installed: the requirements and every version."""
    digest = hashlib.sha256()
    for name in ("requirements.txt", "constraints.txt", "pyproject.toml"):
        text = (ROOT / name).read_text(encoding="utf-8")
        digest.update(text.split("\n[tool.")[0].encode("utf-8"))  # a tool's settings install nothing
    return digest.hexdigest()


def read_state():
    """Return what the last installation wrote about itself; {} where there is none or it cannot be read."""
    try:
        state = json.loads(STATE.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return state if isinstance(state, dict) else {}


def write_state(**state):
    """Write the state at once or not at all, so that a crash cannot leave half of it."""
    draft = STATE.with_suffix(".draft")
    draft.write_text(json.dumps(state), encoding="utf-8")
    os.replace(str(draft), str(STATE))


def extra(state, testing):
    """Return which of the package's extras is wanted: what building and presenting take, which the students' own
    opening of the course brings (12 MB), or what testing takes; that stays where it is once.
    """
    return "test" if testing or state.get("extra") == "test" else "presenting"


def is_complete(state, testing):
    """Say whether an installation came to its end, for these requirements, with what this command needs."""
    needed = {"finished": True, "fingerprint": fingerprint(), "extra": extra(state, testing)}
    return all(state.get(key) == value for key, value in needed.items())


def answer(*command):
    """Return what a short command prints; None where it does not run (a broken or a foreign program)."""
    try:
        printed = subprocess.check_output(
            [str(word) for word in command],
            cwd=str(ROOT),
            stdin=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=60,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return printed.decode("utf-8", "replace").strip()


def probe():
    """Return the version of .venv's Python and the folder of its packages; (0, 0) and "" where there is none."""
    code = "import sys, sysconfig as s; print(*sys.version_info[:2], sys.prefix, s.get_path('purelib'), sep='|')"
    major, minor, place, packages = (answer(PYTHON, "-I", "-c", code) or "0|0||").split("|")
    if not os.path.isdir(packages) or not os.path.samefile(place, str(VENV)):
        return (0, 0), ""  # the system's Python, which .venv links to, is another by now, or .venv is none any more
    return (int(major), int(minor)), packages


def is_sound(state):
    """Say whether .venv can be used or added to: whole, in its place, its Python running and supported."""
    if state.get("finished") is False or state.get("folder", str(ROOT)) != str(ROOT):
        return False  # interrupted: may be half unpacked; moved or copied: its scripts point to the old place
    version, packages = probe()
    if not OLDEST <= version <= NEWEST:
        return False
    count, damaged = inspect(packages)
    return count >= state.get("packages", 0) and set(damaged) <= set(state.get("damaged", []))


def inspect(packages):
    """Return how many packages a folder holds, and which of their files are gone or not as long as when they were
    installed: a deleted folder, a file cut short by a crash or set aside by a virus scanner. A quarter of a second.
    """
    records, damaged = sorted(Path(packages).glob("*.dist-info/RECORD")), []
    for record in records:
        with record.open(encoding="utf-8", newline="") as rows:
            for name, _, size in csv.reader(rows):
                try:
                    length = os.stat(os.path.join(packages, name)).st_size
                except OSError:
                    length = None
                if length is None or size not in ("", str(length)):
                    damaged.append(name)
    return len(records), damaged


def find_uv(folder, log):
    """Return a uv that runs: the environment's own, the system's, else one that pip puts into ``folder``."""
    for candidate in (VENV / BIN / ("uv" + EXE), shutil.which("uv")):
        if candidate and answer(candidate, "--version"):
            return candidate
    if sys.version_info < (3, 8) or importlib.util.find_spec("ensurepip") is None:
        raise Problem(
            "Bu Python çok eski ya da kurulum için gereken venv ve ensurepip modülleri eksik.\n"
            "Debian veya Ubuntu'da: sudo apt install python3-venv\n"
            "Başka sistemlerde Python 3.11, 3.12 veya 3.13 kurun. Ardından aynı komutu yeniden çalıştırın.",
            "This Python is too old, or lacks the modules venv and ensurepip, which the installation needs.\n"
            "On Debian or Ubuntu: sudo apt install python3-venv\n"
            "On other systems install Python 3.11, 3.12 or 3.13. Then run the same command again.",
        )
    tools = Path(folder) / "tools"
    python = tools / BIN / ("python" + EXE)
    step("kurulum aracı hazırlanıyor", "preparing the installer", [sys.executable, "-m", "venv", tools], log)
    pip = [python, "-m", "pip", "install", "--no-input", "uv", "-c", "constraints.txt"]
    step("kurulum aracı indiriliyor", "downloading the installer", pip, log)
    return python.with_name("uv" + EXE)


def install(testing, log):
    """Make .venv where there is no sound one, and install the requirements into it, bytecode compiled."""
    state = read_state()
    sound = is_sound(state)
    if not sound and (VENV.exists() or VENV.is_symlink()):
        say("Eksik veya bozuk .venv siliniyor.", "Removing a .venv that is unfinished or broken.")
        os.replace(str(VENV), str(SCRATCH / "venv"))  # in one step: killed while it deletes, it leaves no half .venv
        remove(SCRATCH / "venv")
        state = {}
    uv = find_uv(SCRATCH, log)
    if not sound:
        python = sys.executable if OLDEST <= sys.version_info[:2] <= NEWEST else MANAGED
        make = [uv, "venv", "--no-project", "--python", python, VENV]
        step("sanal ortam oluşturuluyor", "making the environment", make, log)
    target = {"fingerprint": fingerprint(), "folder": str(ROOT), "extra": extra(state, testing)}
    packages = ["-r", "requirements.txt", "-c", "constraints.txt", "uv", "-e", ".[{}]".format(target["extra"])]
    fill = [uv, "pip", "install", "--python", PYTHON, "--compile-bytecode", *packages]
    write_state(finished=False, **target)
    try:
        step("paketler aranıyor", "looking up packages", fill, log)
    except Problem as problem:
        if problem.cause == "network":  # uv downloads everything before it changes anything
            write_state(**state)
        raise
    # What is amiss right after an installation would be so after the next.
    count, damaged = inspect(probe()[1])
    write_state(finished=True, packages=count, damaged=damaged, **target)


def remove(folder):
    """Delete a folder, or a file or link in its place, where there is one; read-only files too, which Windows refuses
    at first.
    """
    if folder.is_symlink() or folder.is_file():
        folder.unlink()
    if not folder.exists():
        return

    def writable_then_again(function, path, _):
        os.chmod(path, 0o700)
        function(path)

    shutil.rmtree(str(folder), onerror=writable_then_again)


def ensure_environment(testing=False):
    """Install what is missing. Where nothing changed since the last time, this takes a third of a second."""
    state = read_state()
    if is_complete(state, testing) and is_sound(state):
        return
    if state.get("finished"):
        say(f"Kurs ortamı güncelleniyor. Günlüğü: {LOG}", f"Updating the course's environment. Log: {LOG}")
    else:
        say(
            f"Kurs ortamı kuruluyor: birkaç dakika sürer, 500 MB kadar indirir. Günlüğü: {LOG}",
            f"Installing the course's environment: this takes minutes and downloads 500 MB. Log: {LOG}",
        )
    with installation_log() as log:
        state = read_state()
        if is_complete(state, testing) and is_sound(state):
            return  # what it waited for has done it
        try:
            remove(SCRATCH)
            SCRATCH.mkdir()
            install(testing, log)
        finally:
            shutil.rmtree(str(SCRATCH), ignore_errors=True)


# --- Commands --------------------------------------------------------------------------------------------


def course_environment(**own):
    """Return the environment of all that runs in .venv: what is the reader's own elsewhere stays outside."""
    course = {
        "PYTHONPATH": str(ROOT),  # before the notebook's folder, where a reader may have a utils.py
        "KERAS_BACKEND": "tensorflow",
        "KERAS_HOME": os.path.expanduser(KERAS_HOME),
        "IPYTHONDIR": str(kernel_settings()),
        "JUPYTER_PREFER_ENV_PATH": "1",  # the kernel named python3 is .venv's, not one from elsewhere
    }
    return clean_environment(**dict(course, **own))


def run(*command, held=None, **environment):
    """Run .venv's Python with these words to its end and return its exit code. It answers Ctrl-C itself; what ends
    this process ends it too. held: a locked file, whose lock it is to hold as well.
    """
    process = subprocess.Popen(
        [str(PYTHON), *command],
        cwd=str(ROOT),
        env=course_environment(**environment),
        **({} if WINDOWS or held is None else {"pass_fds": [held.fileno()]}),
    )
    try:
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:
                continue
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait()


def write_settings(file, settings):
    """Write settings as JSON and return their folder: in .venv, or in the reader's own where .venv is read-only."""
    for place in (VENV / "share" / "course", Path(os.path.expanduser("~")) / ".cache" / "deep-learning-course"):
        path = place / file
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(settings, indent=2), encoding="utf-8")
            return path.parent
        except OSError as error:
            failure = error
    raise failure


def kernel_settings():
    """Write the kernels' settings in place of a reader's own from elsewhere; return their folder."""
    # What lies beside a notebook comes after everything installed: a reader's keras.py stands in nobody's way.
    last = "(lambda path: '' in path and (path.remove(''), path.append('')))(__import__('sys').path)"
    settings = {"InteractiveShellApp": {"exec_lines": [last]}}
    return write_settings(Path("ipython") / "profile_default" / "ipython_kernel_config.json", settings).parent


def lab_settings(language, folder="", **more):
    """Write JupyterLab's settings for a language (menus; no question about news; explorers are there when a notebook is
    opened again) and ``more``; return their folder.
    """
    settings = {
        "@jupyterlab/translation-extension:plugin": {"locale": {"tr": "tr_TR", "en": "en"}[language]},
        "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
        "@jupyter-widgets/jupyterlab-manager:plugin": {"saveState": True},
        **more,
    }
    return write_settings(Path(folder or language) / "overrides.json", settings)


def open_lab(language, presented=None):
    """Open JupyterLab at the first lesson, or at one that is ready to be presented: on this machine's own address
    alone, behind its token.
    """
    say(
        "JupyterLab açılıyor. Tarayıcı açılmazsa aşağıdaki adresi kopyalayın. Durdurmak için: Ctrl-C",
        "Opening JupyterLab. If no browser opens, copy the address below. To stop it: Ctrl-C",
    )
    arguments = [
        *SERVER,
        f"--ServerApp.root_dir={ROOT}",
        *(lab_pages(language) if presented is None else presenting_pages(language, presented)),
        "--log-level=ERROR",  # the address is printed all the same
        "--LabApp.log_level=ERROR",
        "-y",  # Ctrl-C stops it without a question in English
    ]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        arguments.append("--allow-root")
    environment = {"COURSE_LANGUAGE": language}
    if presented is not None:  # what is tried on the slides is no progress of the reader's
        environment["COURSE_PROGRESS"] = str(PRESENTER / "progress.json")
    return run("-m", "jupyterlab", *arguments, **environment)


def lab_pages(language):
    """Return JupyterLab's arguments for the course: its first page, its settings, the tabs that were open."""
    settings = lab_settings(language)
    write_settings(Path(language) / "page_config.json", {"disabledExtensions": {name: True for name in PRESENTING}})
    return [
        f"--LabApp.default_url=/lab/tree/{language}/00_start.ipynb",
        f"--LabApp.app_settings_dir={settings}",
        f"--LabApp.workspaces_dir={settings / 'workspaces'}",  # each language its own open tabs
    ]


def presenting_pages(language, lesson):
    """Return JupyterLab's arguments for the slides that ``utils.slides.live`` has made ready, with their settings."""
    more = {
        "@jupyterlab/docmanager-extension:plugin": {"autosave": False},  # the file stays the way back to the start
        "@jupyterlab/notebook-extension:tracker": {"codeCellConfig": {"lineWrap": True}},
    }
    lab = lab_settings(language, PRESENTER / "lab", **more)
    return [
        f"--LabApp.default_url=/lab/tree/build/presenter/{language}/{lesson}.ipynb",
        f"--LabApp.app_settings_dir={lab}",
        f"--LabApp.user_settings_dir={lab / 'user'}",  # the reader's own stay as they are
        f"--LabApp.workspaces_dir={lab / 'workspaces'}",
        f"--LabApp.extra_labextensions_path={ROOT / 'utils' / 'slides' / 'labextensions'}",
    ]


def present(language, lesson):
    """Build a lesson's presenter edition anew, which is also the way back to its start, and open its slides."""
    failed = run("-m", "utils.slides", "present", language, lesson)
    return failed or open_lab(language, lesson)


def in_a_language(command, words):
    """Run a command of ``IN_A_LANGUAGE``, for both languages or for the one that comes first."""
    language = [f"--language={word}" for word in words if word in ("tr", "en")]
    environment = {"COURSE_LANGUAGE": reader} if reader else {}
    return run("-m", "utils.authoring", command, *language, *words[len(language) :], **environment)


# --- A newer course --------------------------------------------------------------------------------------


def updating():
    """Let one course.py at a time change the course."""
    return alone(
        UPDATE.parent / "update.lock",
        "Kurs şu anda güncelleniyor; bitmesi bekleniyor. Vazgeçmek için: Ctrl-C",
        "The course is being updated; waiting for its end. To give up: Ctrl-C",
    )


def update(*archive):
    """Make a newer course ready, then put it into its place."""
    with updating() as lock:
        failed = run("-m", "utils.authoring", "update", *archive, held=lock)
        if not failed and (UPDATE / "plan.json").exists():
            put_in_place()
    return failed


def finish_update():
    """Go on with an update that was interrupted while its files were put into their places."""
    if not (UPDATE / "plan.json").exists():
        return
    with updating():
        if (UPDATE / "plan.json").exists():  # else what it waited for has done it
            put_in_place()


def put_in_place():
    """Move what lies ready into the course, file by file; killed anywhere, it goes on the next time.

    The next time may be another version's: what is read here is promised by utils/authoring/update.py, of any version.
    """
    plan = json.loads((UPDATE / "plan.json").read_text(encoding="utf-8"))
    kept, files = [], UPDATE / "files"
    for ready in sorted(path for path in files.glob("**/*") if not path.is_dir()):
        name = ready.relative_to(files).as_posix()
        kept += set_aside(name, plan["seen"].get(name))
        (ROOT / name).parent.mkdir(parents=True, exist_ok=True)
        replace(ready, ROOT / name)
    for name in plan["gone"]:
        kept += set_aside(name, plan["seen"].get(name))
        if (ROOT / name).exists():
            remove(ROOT / name)
    if plan["commit"]:
        moved = subprocess.run(["git", "reset", "--quiet", plan["commit"]], cwd=str(ROOT), stderr=subprocess.PIPE)
        if moved.returncode != 0:
            said = moved.stderr.decode("utf-8", "replace").strip()
            held = "index.lock" in said  # by another git, or left by one that was killed
            raise Problem(
                "Yeni dosyalar yerinde, ama git bunu kaydedemedi. "
                + ("Çalışan başka bir git yoksa .git/index.lock dosyasını silin, sonra aynı" if held else "Aynı")
                + " komutu yeniden çalıştırın. git'in söylediği:\n"
                + said,
                "The new files are in place, but git could not note it. "
                + ("If no other git is running, delete the file .git/index.lock, then run" if held else "Run")
                + " the same command again. What git says:\n"
                + said,
            )
    (UPDATE / "plan.json").unlink()
    shutil.rmtree(str(UPDATE), ignore_errors=True)
    if kept:
        place = os.path.commonpath(kept)
        say(f"Yerine yenisi konan dosyalar saklandı: {place}", f"What newer files replaced is kept: {place}")
    say(
        "Kurs güncellendi. JupyterLab açıksa kapatıp kursu yeniden açın.",
        "The course is up to date. If JupyterLab is open, close it and open the course again.",
    )


def set_aside(name, seen):
    """Keep a copy of a file that is to be replaced, where it is not what ``seen`` (a sha256) says: it was changed after
    the update was made ready, or nobody knows what it is. Return a list: the copy's place, if there is one.
    """
    path = ROOT / name
    if not path.is_file():
        return []
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() == seen:
        return []
    first = ROOT / "saved" / time.strftime("%Y-%m-%d") / name
    copy, number = first, 2
    while copy.exists() and copy.read_bytes() != data:
        copy, number = first.with_name(f"{first.stem}-{number}{first.suffix}"), number + 1
    if not copy.exists():
        copy.parent.mkdir(parents=True, exist_ok=True)
        draft = copy.with_name(copy.name + ".draft")
        shutil.copyfile(str(path), str(draft))
        os.replace(str(draft), str(copy))
    return [str(copy.relative_to(ROOT))]


def replace(ready, path):
    """Put a file in the place of another, though that is read-only, which Windows refuses."""
    if WINDOWS and path.exists():
        os.chmod(str(path), 0o600)
    os.replace(str(ready), str(path))


def end(number, _):
    """Answer SIGTERM and SIGHUP: leave as at an error, so that what was started here ends too."""
    sys.exit(128 + number)


def main(arguments):
    global reader
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)  # Windows has no SIGHUP
        if number and signal.getsignal(number) != signal.SIG_IGN:  # what nohup started outlives its terminal
            signal.signal(number, end)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a console without Turkish letters shows ?, and nothing crashes
            stream.reconfigure(errors="replace")
    if arguments[:1] in (["tr"], ["en"]):
        reader = arguments[0]
    elif arguments[:1] and arguments[0] in IN_A_LANGUAGE and arguments[1:2] in (["tr"], ["en"]):
        reader = arguments[1]
    try:
        command, words = parse(arguments)
        if command == "help":
            say(*usage())
            return 0
        finish_update()
        ensure_environment(testing=command in ("test", "run", "site"))
        if command == "update":
            return update(*words)
    except (Problem, OSError) as error:
        problem = error if isinstance(error, Problem) else diagnose(str(error))
        say(problem.tr, problem.en, sys.stderr)
        return 2
    except KeyboardInterrupt:
        say("\nKurulum yarım kaldı; aynı komut tamamlar.", "\nInterrupted; the same command completes it.")
        return 130
    if command == "lab":
        return open_lab(words[0])
    if command in IN_A_LANGUAGE:
        return in_a_language(command, words)
    if command == "present":
        return present(*words)
    if command == "slides":
        return run("-m", "utils.slides", "write", *words)
    if command in ("build", "new"):
        return run("-m", "utils.authoring", command, *words)
    if command == "site":
        return run("-m", "utils.site", *words)
    if command == "collect":
        return run("-m", "utils.checks.classroom", *words)
    return run("-m", "tests.run", command, *words)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
