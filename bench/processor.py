"""How much processor time processes have used: others on the machine blur it less than they blur seconds."""

from collections.abc import Callable, Mapping, Sequence

import psutil

Pids = Mapping[str, Sequence[int]]


def milliseconds(processes: Pids, work: Callable[[], float], requests: int) -> tuple[float, dict[str, float]]:
    """What the work returns, and the milliseconds of processor that each of these used for one request."""
    before = {name: _used(pids) for name, pids in processes.items()}
    found = work()
    spent = {name: (_used(pids) - before[name]) * 1000 / requests for name, pids in processes.items()}
    return found, {name: round(one, 3) for name, one in spent.items()}


def family(pid: int) -> list[int]:
    """A process and all that it has started."""
    process = psutil.Process(pid)
    return [pid, *(child.pid for child in process.children(recursive=True))]


def listening(port: int) -> list[int]:
    """Whoever listens at this port of the machine."""
    found = (one for one in psutil.net_connections("tcp") if one.status == psutil.CONN_LISTEN)
    return sorted({one.pid for one in found if one.laddr.port == port and one.pid})


def _used(pids: Sequence[int]) -> float:
    return sum(sum(psutil.Process(pid).cpu_times()[:2]) for pid in pids if psutil.pid_exists(pid))
