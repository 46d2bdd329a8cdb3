"""Where the processes of one attempt meet, and nobody of an attempt before.

torchrun restarts workers with the store of its own that the workers before have used, and what those have left in it
is still there: addresses at which nobody listens any more. A new process may read them, and never find the others. So
each attempt agrees on a part of the store of its own first. The count of restarts that torchrun hands to its workers
won't do: every node counts its own.
"""

import json
import time
import uuid

from torch.distributed.distributed_c10d import PrefixStore, Store

PAUSE = 0.05


def meet(store: Store, rank: int, world: int, timeout: float = 600) -> Store:
    """A part of the store that only these processes know, the same in each of them.

    Raises TimeoutError where some don't come.
    """
    deadline = time.monotonic() + timeout
    name = uuid.uuid4().hex
    room = _invite(store, world, deadline) if rank == 0 else _enter(store, rank, name, deadline)
    return PrefixStore(room, store)


def _invite(store: Store, world: int, deadline: float) -> str:
    """Rank 0: says who is here and what their room is, again whenever another process has come in one's place."""
    room, told = "", [""]
    while True:
        here = [_read(store, f"here/{rank}") for rank in range(1, world)]
        if "" not in here and here != told:
            room, told = uuid.uuid4().hex, here
            store.set("room", json.dumps({"room": room, "names": ["", *here]}))
        if room and store.add(f"entered/{room}", 0) == world - 1:
            store.set(f"closed/{room}", "")
            return room
        _wait(deadline)


def _enter(store: Store, rank: int, name: str, deadline: float) -> str:
    """The others: say who they are, and go where they are called by that name until all have come there.

    Nobody stays in a room before that: one of those who were called with this process may be of the attempt before.
    """
    store.set(f"here/{rank}", name)
    entered = ""
    while True:
        invitation = json.loads(_read(store, "room") or "{}")
        names, room = invitation.get("names", []), str(invitation.get("room", ""))
        if rank < len(names) and names[rank] == name and room != entered:
            store.add(f"entered/{room}", 1)
            entered = room
        if entered and store.check([f"closed/{entered}"]):
            return entered
        _wait(deadline)


def _read(store: Store, key: str) -> str:
    return store.get(key).decode() if store.check([key]) else ""


def _wait(deadline: float) -> None:
    if time.monotonic() > deadline:
        raise TimeoutError("not all processes have come")
    time.sleep(PAUSE)
