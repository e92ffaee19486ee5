"""Find the machine's own Chromium: Playwright's is a download, and nothing here is downloaded."""

import os
import shutil
from pathlib import Path

COMMANDS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
MAC_APPS = (
    "Google Chrome.app/Contents/MacOS/Google Chrome",
    "Chromium.app/Contents/MacOS/Chromium",
    "Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
WINDOWS_PROGRAMS = ("Google/Chrome/Application/chrome.exe", "Microsoft/Edge/Application/msedge.exe")
WINDOWS_FOLDERS = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")

# No sandbox: containers run as root. No background networking: only what a page asks for is seen.
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")


def find() -> str | None:
    """Return the path of a Chromium, Chrome or Edge; None where there is none."""
    for command in COMMANDS:
        if path := shutil.which(command):
            return path
    folders = [Path(os.environ[name]) for name in WINDOWS_FOLDERS if name in os.environ]
    places = [folder / program for folder in folders for program in WINDOWS_PROGRAMS]
    places += [Path("/Applications") / app for app in MAC_APPS]
    return next((str(place) for place in places if place.is_file()), None)
