"""Serves an emulated AWS API on a free port of 127.0.0.1 until standard input closes.

Whoever started it holds the other end of standard input. When that process dies, however it dies, the emulator
ends with it.
"""

import os
import sys
import threading

from moto.server import main


def end_with_parent() -> None:
    """Waits for the end of standard input, and ends this process with it."""
    sys.stdin.buffer.read()
    os._exit(0)


threading.Thread(target=end_with_parent, daemon=True).start()
# Port 0: the system chooses, so that no other process can take the port in between. werkzeug prints which it is.
main(["--host", "127.0.0.1", "--port", "0"])
