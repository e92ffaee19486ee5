"""Serves the built site, or slides, to this machine alone: opened from a folder explorers are recordings, served they can run."""

import os
import webbrowser
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from utils.language import L

PORT = 8517  # the same each time where it is free: a browser keeps Python for the address from which it came


class Handler(SimpleHTTPRequestHandler):
    """Answers quietly, and calls scripts what they are, whatever Windows' registry says: else no worker starts."""

    extensions_map = {**SimpleHTTPRequestHandler.extensions_map, ".js": "text/javascript"}  # noqa: RUF012

    def log_message(self, *_):
        pass


class Server(ThreadingHTTPServer):
    allow_reuse_address = os.name == "posix"  # on Windows two servers would share a port, and answer by chance


def server(folder: Path, port: int = PORT) -> Server:
    """Return a server of ``folder`` on the loopback, at another port where ``port`` is taken."""
    handler = partial(Handler, directory=str(folder))
    try:
        return Server(("127.0.0.1", port), handler)
    except OSError:
        return Server(("127.0.0.1", 0), handler)


def serve(folder: Path) -> None:
    """Open a folder of pages in the browser and serve it until Ctrl-C."""
    with server(folder) as serving:
        address = f"http://127.0.0.1:{serving.server_port}/"
        print(L(f"Açılan adres: {address} (kapatmak için Ctrl-C)", f"Opened: {address} (Ctrl-C ends it)"), flush=True)
        webbrowser.open(address)
        serving.serve_forever()
