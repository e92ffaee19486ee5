"""espeak-ng at work, in a process of its own: ``python speaker.py library data`` reads what to say, and writes sound.

Loaded into the kernel, the library would end it where its data are missing, crash it when initialised twice, lose an
interrupt that comes while it speaks, and say a word differently each time, because it goes on from where it was. A new process
says the same every time. It needs nothing but Python's standard library.

Standard input is JSON, a list of [text, voice, speed, pitch]; output is ``rate`` and, for each, the number of samples (int32)
and the samples (int16), in the byte order of the machine.
"""

import ctypes
import json
import sys
from array import array

NOT_LOADED, NOT_READY = 3, 4  # exit codes: the library, its data

# of espeak-ng's speak_lib.h
RETRIEVAL, DO_NOT_EXIT = 2, 0x8000
UTF8, SPEED, PITCH = 1, 1, 3
Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)


def main(library_path: str, data_path: str) -> int:
    """Say all that is asked; return the exit code."""
    try:
        library = ctypes.CDLL(library_path)
    except OSError as error:
        print(error, file=sys.stderr)
        return NOT_LOADED
    rate = library.espeak_Initialize(RETRIEVAL, 0, data_path.encode(), DO_NOT_EXIT)
    if rate <= 0:
        return NOT_READY
    _seed(library)
    heard = array("h")

    @Callback
    def hear(samples, count, events):
        if count > 0 and samples:
            heard.frombytes(ctypes.string_at(samples, 2 * count))
        return 0

    library.espeak_SetSynthCallback(hear)
    library.espeak_Synth.argtypes = [
        ctypes.c_char_p, ctypes.c_size_t, ctypes.c_uint, ctypes.c_int, ctypes.c_uint, ctypes.c_uint,
        ctypes.c_void_p, ctypes.c_void_p,
    ]  # fmt: skip
    out = sys.stdout.buffer
    out.write(array("i", [rate]).tobytes())
    for text, voice, speed, pitch in json.load(sys.stdin):
        library.espeak_SetVoiceByName(voice.encode())
        library.espeak_SetParameter(SPEED, speed, 0)
        library.espeak_SetParameter(PITCH, pitch, 0)
        del heard[:]
        letters = text.encode()
        library.espeak_Synth(letters, len(letters) + 1, 0, 0, 0, UTF8, None, None)
        library.espeak_Synchronize()
        out.write(array("i", [len(heard)]).tobytes() + heard.tobytes())
    out.flush()
    return 0


def _seed(library):
    """Let breath, which is random, be the same in every process, where the library and the machine let us."""
    library.espeak_ng_SetRandSeed(ctypes.c_long(1))
    if sys.platform != "win32":  # there each library may have a C runtime of its own
        ctypes.CDLL(None).srand(1)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
