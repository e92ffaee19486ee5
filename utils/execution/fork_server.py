"""Kernels that open at once: forks of one process that has already imported what every lesson imports.

Who runs the whole course opens a hundred kernels, and each would import TensorFlow anew: more seconds than many a
lesson takes. A process that is there to be forked is called a zygote. Within ``kernels()`` the kernel that Jupyter
knows as ``python3`` is a small stub that asks the zygote for a fork and stands for it: it hands on signals and ends
when the fork ends; where the stub is killed, the zygote kills its fork.

Only on Linux is a fork after such imports safe, and only while the process has one thread: so a fork computes with one
(``ONE_THREAD``). Elsewhere kernels open as usual. Of the course itself nothing but the import of Keras is done before.
"""

import contextlib
import json
import os
import signal
import socket
import sys

# Two processes on two cores are quicker so: more threads only wait for each other (a fifth of the CPU time, lesson 30).
ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS"), "1"
)
# Without the notebook's backend of matplotlib: at its import it makes itself known to the IPython that runs.
IMPORTED = ("ipykernel.kernelapp", "ipywidgets", "anywidget", "sklearn.base", "matplotlib.backends.backend_agg")
LARGEST = 1 << 17  # bytes of a request: it holds a whole environment


@contextlib.contextmanager
def kernels():
    """Let the ``python3`` kernels of this process, and of those that it starts meanwhile, be forks.

    The zygote imports while this process goes on; a kernel asked for before is there when it is done.
    """
    if sys.platform != "linux":
        yield
        return
    import subprocess
    import tempfile
    from pathlib import Path
    from unittest.mock import patch

    with tempfile.TemporaryDirectory() as folder, _socket() as listener:
        address = f"{folder}/zygote"
        listener.bind(address)
        listener.listen(64)
        stub = [sys.executable, "-S", "-E", __file__, address, "-f", "{connection_file}"]
        spec = Path(folder, "kernels", "python3", "kernel.json")
        spec.parent.mkdir(parents=True)
        spec.write_text(json.dumps({"argv": stub, "display_name": "Python 3", "language": "python"}), encoding="utf-8")
        places = os.pathsep.join(filter(None, (folder, os.environ.get("JUPYTER_PATH"))))
        with subprocess.Popen(
            [sys.executable, "-m", __name__, str(listener.fileno())],
            stdin=subprocess.PIPE,  # it ends with this process, however that ends
            env=os.environ | ONE_THREAD | {"MPLBACKEND": "module://matplotlib_inline.backend_inline"},
            pass_fds=[listener.fileno()],
            start_new_session=True,  # an interrupt from the keyboard is for this process alone
        ) as zygote:
            try:
                with patch.dict(os.environ, JUPYTER_PATH=places):
                    yield
            finally:
                zygote.terminate()


def stand_for_a_kernel(address, *arguments):
    """Ask the zygote for a kernel with these arguments, stay as long as it lives, and return its exit code."""
    asked = _socket()
    asked.connect(address)
    request = {"arguments": arguments, "folder": os.getcwd(), "environment": dict(os.environ)}
    socket.send_fds(asked, [json.dumps(request).encode()], [0, 1, 2])
    kernel = int(asked.recv(32) or 0)
    if not kernel:
        return "the zygote has ended, and with it this kernel"
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda number, frame: os.kill(kernel, number))
    return int(asked.recv(32) or 1)


class Zygote:
    """Waits for stubs, forks a kernel for each, and watches over both."""

    def __init__(self, listener):
        import selectors

        self._stubs = {}  # {kernel's process id: its stub's socket}
        self._events = selectors.DefaultSelector()
        self._when_readable(listener, self._fork)
        self._when_readable(sys.stdin, self._end)

    def request(self):
        """Return in each fork what was asked of it; in the zygote itself never."""
        signal.signal(signal.SIGTERM, self._end)
        while True:
            key, _ = self._events.select()[0]  # one by one: each can put an end to others
            if request := key.data(key.fileobj):
                return request

    def _when_readable(self, what, call):
        self._events.register(what, 1, call)

    def _fork(self, listener):
        stub, _ = listener.accept()
        message, streams, _, _ = socket.recv_fds(stub, LARGEST, 3)
        if not message:  # the stub has gone meanwhile
            return stub.close()
        kernel = os.fork()
        if not kernel:
            for taken, usual in zip(streams, (0, 1, 2), strict=True):
                os.dup2(taken, usual)
            for own in (listener, stub, self._events, *self._stubs.values()):
                own.close()
            return json.loads(message)
        for stream in streams:
            os.close(stream)
        self._stubs[kernel] = stub
        with contextlib.suppress(BrokenPipeError):
            stub.send(b"%d" % kernel)
        self._when_readable(stub, lambda _: self._kill(kernel))
        self._when_readable(os.pidfd_open(kernel), lambda ended: self._tell_end(kernel, ended))

    def _kill(self, kernel):
        """Kill a kernel whose stub has gone."""
        self._events.unregister(self._stubs[kernel])
        os.kill(kernel, signal.SIGKILL)

    def _tell_end(self, kernel, ended):
        """Tell a kernel's end to its stub, if that still is there."""
        with self._stubs.pop(kernel) as stub:  # before its number is free: ``_end``, at any moment, kills those left
            code = os.waitstatus_to_exitcode(os.waitpid(kernel, 0)[1])
            self._events.unregister(ended)
            os.close(ended)
            with contextlib.suppress(KeyError):
                self._events.unregister(stub)
            with contextlib.suppress(BrokenPipeError):
                stub.send(b"%d" % (code % 256))

    def _end(self, *_):
        for kernel in self._stubs:
            os.kill(kernel, signal.SIGKILL)
        sys.exit()


def become_kernel(arguments, folder, environment):
    """Run a kernel in this fork, as ``python -m ipykernel_launcher`` would in the stub."""
    import numpy as np
    from ipykernel import kernelapp

    os.environ.update(environment)  # nothing is cleared: TensorFlow still will read what its import has set
    os.chdir(folder)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    np.random.seed()  # or all forks would draw the same
    # An ipykernel ends where its parent does; by this it knows that one waits for it.
    sys.argv = ["ipykernel_launcher", *arguments, f"--IPKernelApp.parent_handle={os.getppid()}"]
    kernelapp.launch_new_instance()


def _import_all():
    from importlib import import_module

    from utils.training import keras

    for name in IMPORTED:
        import_module(name)
    return keras


def _socket(**existing):
    return socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET, **existing)


if __name__ == "__main__":
    if __spec__ is None:  # run as a file
        sys.exit(stand_for_a_kernel(*sys.argv[1:]))
    del sys.path[0]  # the folder where this was started; each kernel puts its own in
    _import_all()
    become_kernel(**Zygote(_socket(fileno=int(sys.argv[1]))).request())
