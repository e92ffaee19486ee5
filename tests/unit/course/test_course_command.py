"""course.py: its words, arguments, causes of failure and memory. Nothing is installed here."""

import ast
import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A fresh course.py whose course is an empty folder with three lessons."""
    spec = importlib.util.spec_from_file_location("course", ROOT / "course.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    (tmp_path / "notebooks").mkdir()
    for name in ("00_start", "03_perceptron", "15_cnn"):
        (tmp_path / "notebooks" / f"{name}.md").touch()
    for name in ("requirements.txt", "constraints.txt", "pyproject.toml"):
        (tmp_path / name).write_text((ROOT / name).read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / ".venv").mkdir()
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(module, "STATE", tmp_path / ".venv" / "course.json")
    monkeypatch.setattr(module, "LOG", tmp_path / "build" / "install.log")
    monkeypatch.setattr(module, "SCRATCH", tmp_path / "build" / "installer")
    return module


# --- Words


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"LANG": "tr_TR.UTF-8"}, "tr"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, None),
        ({"COURSE_LANGUAGE": "tr", "LANG": "en_US.UTF-8"}, "tr"),
        ({"LC_ALL": "tr_TR.UTF-8", "LANG": "en_US.UTF-8"}, "tr"),
        ({"LANG": "Turkish_Türkiye.1254"}, "tr"),
    ],
)
def test_the_systems_language(course, monkeypatch, environment, expected):
    for name in ("COURSE_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.setenv(name, environment.get(name, ""))
    assert course.system_language() == expected


@pytest.mark.parametrize(("reader", "printed"), [("tr", "evet\n"), ("en", "yes\n"), (None, "evet\nyes\n")])
def test_a_message_comes_in_the_readers_language_else_in_both(course, monkeypatch, capsys, reader, printed):
    monkeypatch.setattr(course, "reader", reader)
    course.say("evet", "yes")
    assert capsys.readouterr().out == printed


def test_a_console_without_turkish_letters_is_no_reason_to_crash():
    done = subprocess.run(
        [sys.executable, ROOT / "course.py", "--help"],
        env={"PYTHONIOENCODING": "ascii", "COURSE_LANGUAGE": "tr"},
        capture_output=True,
        check=True,
    )
    assert b"JupyterLab'de a?ar" in done.stdout


def test_it_is_written_in_a_syntax_that_old_pythons_read():
    source = (ROOT / "course.py").read_text(encoding="utf-8")
    tree = ast.parse(source, feature_version=(3, 7))
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import)]
    imported = {alias.name.split(".")[0] for node in imports for alias in node.names}
    imported |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert imported <= sys.stdlib_module_names
    assert "__future__" not in imported  # what old Pythons do not know there is a syntax error


# --- Arguments


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["tr"], ("lab", ["tr"])),
        (["en"], ("lab", ["en"])),
        (["--help"], ("help", [])),
        (["test"], ("test", [])),
        (["test", "--quick"], ("test", ["--quick"])),
        (["test", "3", "15"], ("test", ["03_perceptron", "15_cnn"])),
        (["build", "--check"], ("build", ["--check"])),
        (["build", "03_perceptron", "--watch"], ("build", ["--watch", "03_perceptron"])),
        (["run", "03"], ("run", ["03_perceptron"])),
        (["new", "33_new_topic"], ("new", ["33_new_topic"])),
        (["present", "tr", "15"], ("present", ["tr", "15_cnn"])),
        (["slides"], ("slides", [])),
        (["slides", "3", "--handout"], ("slides", ["--handout", "03_perceptron"])),
        (["site"], ("site", [])),
        (["site", "3", "--open"], ("site", ["--open", "03_perceptron"])),
        (["site", "--lite", "--open"], ("site", ["--lite", "--open"])),
        (
            ["site", "--pyodide", os.sep + "py", "--open"],
            ("site", ["--pyodide", os.path.abspath(os.sep + "py"), "--open"]),
        ),
        (
            ["slides", "3", "--live", "--pyodide", os.sep + "py"],
            ("slides", ["--pyodide", os.path.abspath(os.sep + "py"), "--live", "03_perceptron"]),
        ),
        (
            ["site", "--repository", "https://x", "3", "--open"],
            ("site", ["--repository", "https://x", "--open", "03_perceptron"]),
        ),
        (["update"], ("update", [])),
        (["update", os.sep + "kurs.zip"], ("update", [os.path.abspath(os.sep + "kurs.zip")])),
        (["reset", "3", "15"], ("reset", ["03_perceptron", "15_cnn"])),
        (["reset", "tr", "03"], ("reset", ["tr", "03_perceptron"])),
        (["collect", os.sep + "ödev"], ("collect", [os.path.abspath(os.sep + "ödev")])),
        (["collect", "homes", "tables"], ("collect", [os.path.abspath("homes"), os.path.abspath("tables")])),
        (["questions"], ("questions", [])),
        (["questions", "tr", "3"], ("questions", ["tr", "03_perceptron"])),
        (["assignment", "en", "3"], ("assignment", ["en", "03_perceptron"])),
        (["site", "0", "03"], ("site", ["00_start", "03_perceptron"])),
    ],
)
def test_arguments_that_are_understood(course, arguments, expected):
    assert course.parse(arguments) == expected


@pytest.mark.parametrize(("system", "opened"), [("tr_TR", "tr"), ("en_US", "en"), ("fr_FR", "en")])
def test_without_an_argument_the_systems_language_decides(course, monkeypatch, system, opened):
    monkeypatch.setenv("COURSE_LANGUAGE", system)
    assert course.parse([]) == ("lab", [opened])


@pytest.mark.parametrize(
    ("arguments", "tr", "en"),
    [
        (["tset"], "Anlaşılmadı: tset (test?)", "Not understood: tset (test?)"),
        (["tr", "03"], "Anlaşılmadı: tr 03", "Not understood: tr 03"),
        (["test", "--fast"], "seçenekleri: --quick", "its options: --quick"),
        (["build", "--check", "--watch"], "kabul etmez: --check --watch", "does not take --check --watch"),
        (["site", "--pyodide"], "kabul etmez: --pyodide", "does not take --pyodide"),
        (["site", "--repository"], "kabul etmez: --repository", "does not take --repository"),
        (["run"], "Hangi ders", "Which lesson"),
        (["run", "7"], "Dersler: 00_start, 03_perceptron", "Lessons: 00_start, 03_perceptron"),
        (["test", "--quick", "03"], "birlikte verilmez", "does not go with"),
        (["new", "topic"], "new 33_yeni_konu", "new 33_new_topic"),
        (["present", "15"], "present tr 03", "present en 03"),
        (["update", "a.zip", "b.zip"], "update course.zip", "update course.zip"),
        (["reset"], "Hangi ders", "Which lesson"),
        (["reset", "tr"], "Hangi ders", "Which lesson"),
        (["assignment", "tr"], "assignment 03", "assignment 03"),
        (["reset", "de", "03"], "diye bir ders yok", "There is no lesson"),
        (["collect"], "collect ODEVLER", "collect HANDED_IN"),
        (["collect", "1", "2", "3"], "collect ODEVLER", "collect HANDED_IN"),
        (["present", "de", "15"], "present tr 03", "present en 03"),
    ],
)
def test_arguments_that_are_not_understood_get_a_helpful_answer(course, arguments, tr, en):
    with pytest.raises(course.Problem) as raised:
        course.parse(arguments)
    assert tr in raised.value.tr
    assert en in raised.value.en


def test_without_sources_it_opens_the_course_and_says_what_it_lacks(course):
    (course.ROOT / "notebooks").rename(course.ROOT / "elsewhere")
    assert course.parse(["en"]) == ("lab", ["en"])
    assert [text.count("python course.py") for text in course.usage()] == [3, 3]
    for command in set(course.OPTIONS) - set(course.STUDENTS):
        with pytest.raises(course.Problem, match="student archive"):
            course.parse([command, "03"])


def test_the_help_names_every_command_and_option(course):
    for text in (course.USAGE_TR, course.USAGE_EN):
        for command, options in course.OPTIONS.items():
            assert f"course.py {command}" in text
            assert all(option in text for option in options)


# --- What went wrong: the first lines of each are what uv and pip really printed

OUTPUTS = {
    "network": [
        "error: Request failed after 3 retries in 5.9s\n"
        "  cause: error sending request for url (https://a.example/)\n  cause: dns error\n"
        "  cause: failed to lookup address information: Temporary failure in name resolution",
        "  cause: tunnel error: failed to create underlying connection\n  cause: tcp connect error\n"
        "  cause: Connection refused (os error 111)",
        "WARNING: Retrying (Retry(total=0)) after connection broken by 'NewConnectionError('<Connection>:"
        " Failed to establish a new connection: [Errno -3] Temporary failure in name resolution')': /uv/\n"
        "ERROR: Could not find a version that satisfies the requirement uv (from versions: none)",
    ],
    "disk": [
        "error: Failed to install: libclang-18.1.1-py2.py3-none-manylinux2010_x86_64.whl\n"
        "  cause: failed to copy file from /c/a.so to /v/.tmpCT: No space left on device (os error 28)",
        "shutil.Error: [('/tmp/uv', '/x/uv', \"[Errno 28] No space left on device: '/tmp/uv' -> '/x/uv'\")]",
        "error: There is not enough space on the disk. (os error 112)",
    ],
    "certificate": [
        "  cause: error sending request for url (https://a.example/)\n  cause: client error (Connect)\n"
        "  cause: invalid peer certificate: UnknownIssuer",
        "SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify'))",
    ],
    "python": [
        "error: Request failed after 3 retries in 11.9s\n"
        "  cause: Failed to download `https://a.example/cpython-3.13.18%2B20261110-x86_64-unknown.tar.gz`\n"
        "  cause: dns error",
        "error: No interpreter found for Python 3.13 in managed installations or search path",
    ],
    "machine": [
        "error: Distribution `tensorflow==2.21.0` can't be installed because it doesn't have a source"
        " distribution or wheel for the current platform",
        "tensorflow==2.21.0 has no wheels with a matching platform tag (e.g., `macosx_14_0_x86_64`)",
    ],
    "files": ["error: failed to remove file `.venv/Lib/x.pyd`: Access is denied. (os error 5)"],
    "path": ["cause: The filename or extension is too long. (os error 206)"],
}


@pytest.mark.parametrize(("cause", "output"), [(cause, text) for cause in OUTPUTS for text in OUTPUTS[cause]])
def test_the_cause_of_a_failure_is_read_from_real_output(course, cause, output):
    assert course.diagnose(output).cause == cause


def test_every_cause_is_told_in_both_languages_and_has_its_output_here(course):
    assert {cause for cause, *_ in course.CAUSES} == set(OUTPUTS)
    for _, _, tr, en in course.CAUSES:
        assert tr != en
        assert len(tr.splitlines()) <= 4


def test_an_unknown_failure_shows_its_last_lines(course):
    problem = course.diagnose("\n".join(f"line {n}" for n in range(20)))
    assert problem.cause is None
    for text in (problem.tr, problem.en):
        assert "line 12\n" in text
        assert "line 11" not in text


def test_a_failing_step_raises_its_cause_and_keeps_its_output(course, tmp_path, capsys):
    script = "import sys; print('Resolved 3 packages in 1s'); sys.exit('No space left on device')"
    with (tmp_path / "log").open("w") as log, pytest.raises(course.Problem) as raised:
        course.step("deneniyor", "trying", [sys.executable, "-c", script], log)
    assert raised.value.cause == "disk"
    assert "Resolved 3 packages" in (tmp_path / "log").read_text()
    assert "s] 3 " in capsys.readouterr().out


# --- What it remembers


def test_the_fingerprint_follows_the_requirements_and_not_the_tools(course, tmp_path):
    before = course.fingerprint()
    pyproject = tmp_path / "pyproject.toml"
    text, shorter = pyproject.read_text(encoding="utf-8"), ("line-length = 110", "line-length = 90")
    pyproject.write_text(text.replace(*shorter), encoding="utf-8", newline="\r\n")
    assert course.fingerprint() == before
    pyproject.write_text(text.replace('"pytest>=', '"pytest>=99.'), encoding="utf-8")
    assert course.fingerprint() != before


def test_an_installation_is_complete_only_when_finished_for_these_requirements(course):
    done = {"finished": True, "fingerprint": course.fingerprint(), "extra": "presenting"}
    assert course.is_complete(done, testing=False)
    assert not course.is_complete(done, testing=True)
    assert course.is_complete({**done, "extra": "test"}, testing=False)
    assert not course.is_complete({**done, "finished": False}, testing=False)
    assert not course.is_complete({**done, "fingerprint": "another"}, testing=False)
    assert not course.is_complete({}, testing=False)


def test_the_state_survives_writing_and_damage_counts_as_none(course):
    course.write_state(finished=True, extra="test")
    assert course.read_state() == {"finished": True, "extra": "test"}
    for damage in ("", "{", "[]", "\x00"):
        course.STATE.write_text(damage)
        assert course.read_state() == {}


def test_an_environment_is_sound_only_in_its_place_running_and_supported(course, monkeypatch):
    sound = (3, 12), str(course.VENV)
    monkeypatch.setattr(course, "probe", lambda: sound)
    assert course.is_sound({})
    assert course.is_sound({"finished": True, "folder": str(course.ROOT)})
    assert not course.is_sound({"finished": False, "folder": str(course.ROOT)})
    assert not course.is_sound({"finished": True, "folder": "/elsewhere"})
    for version in ((3, 10), (3, 14), (0, 0)):
        monkeypatch.setattr(course, "probe", lambda found=version: (found, str(course.VENV)))
        assert not course.is_sound({})


def test_a_python_that_is_not_venvs_or_lost_its_packages_is_none(course, monkeypatch):
    monkeypatch.setattr(course, "PYTHON", sys.executable)
    assert course.probe() == ((0, 0), "")  # of another environment
    monkeypatch.setattr(course, "VENV", Path(sys.prefix))
    assert course.probe()[0] == sys.version_info[:2]
    monkeypatch.setattr(course, "answer", lambda *command: f"3|12|{sys.prefix}|{sys.prefix}/missing")
    assert course.probe() == ((0, 0), "")
    monkeypatch.setattr(course, "answer", lambda *command: None)
    assert course.probe() == ((0, 0), "")


@pytest.fixture
def steps(course, monkeypatch):
    """Record the installer's commands instead of running them; ``failure`` is raised by the last, if set."""

    class Steps(list):
        failure = None

        def __call__(self, tr, en, command, log):
            self.append([str(word) for word in command])
            if "venv" in command:
                course.VENV.mkdir(exist_ok=True)
            if "pip" in command and self.failure:
                raise self.failure

    recorded = Steps()
    monkeypatch.setattr(course, "step", recorded)
    monkeypatch.setattr(course, "find_uv", lambda folder, log: "uv")
    monkeypatch.setattr(course, "probe", lambda: ((3, 12), str(course.VENV)))
    return recorded


def test_a_finished_installation_is_not_repeated(course, steps):
    course.ensure_environment(testing=True)
    assert len(steps) == 1
    assert {"--compile-bytecode", "requirements.txt", "constraints.txt", ".[test]"} <= set(steps[0])
    course.ensure_environment(testing=True)
    course.ensure_environment()
    assert len(steps) == 1


def test_an_interrupted_installation_starts_from_a_clean_folder(course, steps):
    course.write_state(finished=False)
    (course.VENV / "half_unpacked").touch()
    course.ensure_environment()
    assert [command[1] for command in steps] == ["venv", "pip"]
    assert not (course.VENV / "half_unpacked").exists()


def test_a_network_failure_leaves_the_environment_as_it_was(course, steps):
    course.write_state(finished=True, fingerprint="older", extra="presenting")
    steps.failure = course.diagnose("dns error")
    with pytest.raises(course.Problem):
        course.ensure_environment()
    assert course.read_state() == {"finished": True, "fingerprint": "older", "extra": "presenting"}


def test_any_other_failure_marks_it_unfinished(course, steps):
    course.write_state(finished=True, fingerprint="older", extra="presenting")
    steps.failure = course.diagnose("No space left on device")
    with pytest.raises(course.Problem):
        course.ensure_environment()
    assert course.read_state()["finished"] is False


@pytest.mark.parametrize(
    ("version", "python"), [((3, 12, 1), sys.executable), ((3, 14, 0), "3.13"), ((3, 10, 2), "3.13")]
)
def test_uv_brings_a_python_where_tensorflow_does_not_run_on_this_one(course, steps, monkeypatch, version, python):
    monkeypatch.setattr(course.sys, "version_info", version)
    course.write_state(finished=False)
    course.ensure_environment()
    assert steps[0][1:] == ["venv", "--no-project", "--python", python, str(course.VENV)]


def test_a_debian_python_without_venv_is_told_the_package(course, monkeypatch, tmp_path):
    monkeypatch.setattr(course.shutil, "which", lambda name: None)
    monkeypatch.setattr(course.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(course.Problem) as raised:
        course.find_uv(tmp_path, log=None)
    assert "sudo apt install python3-venv" in raised.value.tr
    assert "sudo apt install python3-venv" in raised.value.en


def test_a_uv_on_the_path_that_does_not_run_is_passed_over(course, monkeypatch, tmp_path):
    steps = []
    monkeypatch.setattr(course.shutil, "which", lambda name: str(tmp_path / "broken-uv"))
    monkeypatch.setattr(course, "step", lambda tr, en, command, log: steps.append(command))
    assert course.find_uv(tmp_path, log=None).parent.parent == tmp_path / "tools"
    assert steps[0][:3] == [sys.executable, "-m", "venv"]
    assert steps[1][-3:] == ["uv", "-c", "constraints.txt"]


# --- JupyterLab


@pytest.mark.parametrize("language", ["tr", "en"])
def test_jupyterlab_is_local_keeps_its_token_and_speaks_the_language(course, monkeypatch, language):
    started = []
    monkeypatch.setattr(course, "run", lambda *command, **environment: started.append((command, environment)))
    monkeypatch.setattr(course.os, "geteuid", lambda: 1000, raising=False)
    course.open_lab(language)
    monkeypatch.setattr(course.os, "geteuid", lambda: 0, raising=False)
    course.open_lab(language)
    (user, environment), (root, _) = started
    assert set(root) - set(user) == {"--allow-root"}
    assert "--ServerApp.ip=127.0.0.1" in user
    assert f"--LabApp.default_url=/lab/tree/{language}/00_start.ipynb" in user
    assert not any("token" in word or "password" in word for word in user)
    assert environment["COURSE_LANGUAGE"] == language
    settings = (course.lab_settings(language) / "overrides.json").read_text(encoding="utf-8")
    assert '"fetchNews": "false"' in settings
    assert ('"tr_TR"' in settings) == (language == "tr")


def test_presenting_builds_the_lesson_anew_and_leaves_the_readers_settings_and_progress_alone(
    course, monkeypatch, tmp_path
):
    started = []
    monkeypatch.setattr(course, "run", lambda *command, **environment: started.append((command, environment)))
    monkeypatch.setattr(course, "PRESENTER", tmp_path / "presenter")
    course.present("tr", "15_cnn")
    (build, _), (lab, environment) = started
    assert build == ("-m", "utils.slides", "present", "tr", "15_cnn")
    assert "--LabApp.default_url=/lab/tree/build/presenter/tr/15_cnn.ipynb" in lab
    assert any(word.startswith("--LabApp.user_settings_dir=") and "presenter" in word for word in lab)
    assert "presenter" in environment["COURSE_PROGRESS"]
    settings = json.loads((tmp_path / "presenter" / "lab" / "overrides.json").read_text(encoding="utf-8"))
    assert settings["@jupyterlab/docmanager-extension:plugin"] == {"autosave": False}
    assert settings["@jupyterlab/translation-extension:plugin"] == {"locale": "tr_TR"}
