"""Forked kernels behave as kernels of their own do."""

import json
import os
import socket
import sys
import time
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from threading import Timer

import pytest
from jupyter_client.manager import start_new_kernel

from utils.execution.fork_server import kernels

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere kernels open as usual")


@contextmanager
def kernel(**options):
    """Start a kernel; give its manager and a function that runs code in it. At the end the kernel is killed."""
    manager, client = start_new_kernel(kernel_name="python3", **options)
    try:
        yield manager, partial(run_in, client)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def run_in(client, code):
    """Return what code prints in a kernel, with the kinds of what it shows, and the kernel's answer."""
    told = []
    answer = client.execute_interactive(code, timeout=60, output_hook=lambda message: told.append(message["content"]))
    return "".join(each.get("text", "") + "".join(each.get("data", ())) for each in told), answer["content"]


def gone(process, seconds=10):
    """Wait until there is no such process; say whether it has gone."""
    end = time.monotonic() + seconds
    while (there := Path(f"/proc/{process}").exists()) and time.monotonic() < end:
        time.sleep(0.05)
    return not there


@pytest.fixture(scope="module", autouse=True)
def zygote():
    """One for all tests here. At its end a kernel is still running: nothing of either may stay behind."""
    before = os.environ.get("JUPYTER_PATH")
    with kernels():
        folder = os.environ["JUPYTER_PATH"].split(os.pathsep)[0]
        assert Path(folder, "kernels").is_dir()
        _, client = start_new_kernel(kernel_name="python3")
        processes = run_in(client, "import os; print(os.getpid(), os.getppid())")[0].split()
        yield
    assert len(processes) == 2 and all(gone(each) for each in processes)
    assert os.environ.get("JUPYTER_PATH") == before and not Path(folder).exists()


def test_a_fork_has_folder_environment_and_arguments_of_its_own(tmp_path):
    (tmp_path / "beside.py").write_text("WORD = 'found'", encoding="utf-8")
    with kernel(cwd=tmp_path, env=os.environ | {"SAID": "merhaba"}) as (_, run):
        told, _ = run("import os, sys, beside; print(os.getcwd(), os.environ['SAID'], beside.WORD, sys.argv[1])")
        assert told.split() == [str(tmp_path), "merhaba", "found", "-f"]


def test_keras_is_there_and_figures_appear():
    with kernel() as (_, run):
        assert run("import sys; print('keras' in sys.modules)")[0] == "True\n"
        # Read when the first convolution runs; without it training takes 1.5 times as long.
        assert run("import os; print(os.environ['TF_ENABLE_ONEDNN_OPTS'])")[0] == "1\n"
        assert "image/png" in run("import matplotlib.pyplot as plt; plt.plot([1, 2]); plt.show()")[0]
        training = (
            "from utils.training import keras; import numpy as np\nmodel = keras.Sequential([keras.layers.Dense(1)])"
        )
        training += "\nmodel.compile(loss='mse'); model.fit(np.ones((8, 2)), np.ones(8), verbose=0); print(model.built)"
        assert run(training)[0] == "True\n"


def test_forks_share_no_names_and_no_random_numbers():
    drawn = []
    for _ in range(2):
        with kernel() as (_, run):
            assert run("first")[1]["ename"] == "NameError"
            drawn.append(run("import numpy as np; first = np.random.rand(); print(first)")[0])
    assert drawn[0] != drawn[1]


def test_an_interrupt_reaches_the_fork():
    with kernel() as (manager, run):
        Timer(0.5, manager.interrupt_kernel).start()
        assert run("import time; time.sleep(60)")[1]["ename"] == "KeyboardInterrupt"
        assert run("print(1)")[0] == "1\n"


def test_a_stub_that_gives_up_early_harms_nobody():
    address = f"{os.environ['JUPYTER_PATH'].split(os.pathsep)[0]}/zygote"
    request = json.dumps({"arguments": [], "folder": "/", "environment": {}}).encode()
    for said in (b"", request):
        with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as stub:
            stub.connect(address)
            if said:
                socket.send_fds(stub, [said], [0, 1, 2])
    with kernel() as (_, run):
        assert run("print(1)")[0] == "1\n"


def test_a_fork_ends_with_its_stub_and_a_stub_with_its_fork():
    with kernel() as (manager, run):
        fork = int(run("import os; print(os.getpid())")[0])
        assert fork != manager.provisioner.pid
        os.kill(manager.provisioner.pid, 9)
        assert gone(fork)
    with kernel() as (manager, run):
        fork = int(run("import os, threading; threading.Timer(0.2, os._exit, (3,)).start(); print(os.getpid())")[0])
        assert gone(fork)
        assert manager.provisioner.process.wait(10) == 3
