"""The program, but process 1 is killed after step 27 the first time it is run: as by a node that goes away."""

import os
import signal
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))

import finetune
from processes import Place

KILLED_AFTER = 27
report_step = finetune.report_step


def report_and_die(step: int, loss: float, place: Place) -> None:
    """Dies without a word instead of going on."""
    report_step(step, loss, place)
    if step == KILLED_AFTER and place.rank == 1 and os.environ["TORCHELASTIC_RESTART_COUNT"] == "0":
        os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    finetune.report_step = report_and_die
    sys.exit(finetune.main())
