"""One Chromium and, per language, one JupyterLab and one page for all browser tests of a process."""

import os
import re

import pytest
from playwright.sync_api import sync_playwright
from xdist.scheduler import LoadScopeScheduling

from tests.browser.lab import Lab, shot
from tests.browser.server import LabServer
from tests.browser.vehicle import pyodide_folder
from utils.slides import chromium as chromium

VIEW = {"width": 1280, "height": 900}


class ByPlace(LoadScopeScheduling):
    """Keeps the tests of one place (a lesson or a file, in one language) in one process, whose fixtures they share.

    The groups of ``--dist loadgroup`` would say it more shortly, but xdist 3.8 no longer sees them under pytest 9.
    """

    def _split_scope(self, nodeid):
        in_language = re.search(r"\[(?:.+-)?(?:tr|en)\]$", nodeid)
        return nodeid.split("::")[0] + (in_language[0] if in_language else "")

    def _assign_work_unit(self, node):
        """Let each process stay with one language while it can: a second JupyterLab takes half a minute to open."""
        other = ("tr]", "en]")[self.nodes.index(node) % 2]
        fitting = (scope for scope in self.workqueue if not scope.endswith(other))
        self.workqueue.move_to_end(next(fitting, next(iter(self.workqueue))), last=False)
        super()._assign_work_unit(node)


def pytest_xdist_make_scheduler(config, log):
    return ByPlace(config, log)


@pytest.fixture(scope="session")
def browser():
    """The machine's own Chromium. Without one these tests skip, or fail where COURSE_REQUIRE_BROWSER=1."""
    path = chromium.find()
    if path is None:
        reason = "no Chromium, Chrome or Edge on this machine"
        if os.environ.get("COURSE_REQUIRE_BROWSER") == "1":
            pytest.fail(f"{reason}, and COURSE_REQUIRE_BROWSER=1", pytrace=False)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=list(chromium.ARGUMENTS))
        yield running
        running.close()


@pytest.fixture(scope="session")
def labs(browser, tmp_path_factory):
    """A function from a language to its ``Lab``; what it has started ends with the session."""
    servers, open_labs = [], {}

    def lab_in(language):
        if language not in open_labs:
            server = LabServer(tmp_path_factory.mktemp(f"lab_{language}"), language)
            servers.append(server)
            locale = {"tr": "tr-TR", "en": "en-GB"}[language]
            page = browser.new_context(viewport=VIEW, locale=locale).new_page()
            open_labs[language] = Lab(page, server)
        return open_labs[language]

    yield lab_in
    for server in servers:
        server.stop()


@pytest.fixture(params=["tr", "en"], scope="module")
def lab(request, labs):
    """JupyterLab in each language, with no lesson open yet."""
    return labs(request.param)


@pytest.fixture
def page(browser):
    """A page of its own, light, with no network at all: for recordings opened from a file."""
    context = browser.new_context(viewport=VIEW, offline=True)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def pyodide(tmp_path_factory):
    """The folder of Pyodide's files, None where they cannot be had."""
    return pyodide_folder(tmp_path_factory.mktemp("vehicle"))


@pytest.fixture(autouse=True)
def nothing_leaves(request):
    """Fail a test in whose time a page of JupyterLab has asked for anything outside this machine."""
    yield
    for lab in request.node.funcargs.values():
        if isinstance(lab, Lab):
            assert not lab.strangers()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Where a test with a Lab fails: show its server's log and console, and keep a picture of the page."""
    report = yield
    if report.failed:
        for lab in getattr(item, "funcargs", {}).values():
            if isinstance(lab, Lab):
                picture = lab.server.folder / "failed.png"
                lab.page.screenshot(path=picture)
                shot(lab.page, f"failed_{item.name}")
                report.sections.append(("page", f"{lab.page.url}\n{picture}"))
                report.sections.append(("JupyterLab's log", lab.server.log()))
                report.sections.append(("browser console", "\n".join(lab.messages[-40:])))
    return report
