"""A program, for root alone: `as_user.py <uid> <gid> <reach: 0 or 1> <command> …` runs it as another user.

PostgreSQL refuses to run as root. Where its files lie below a folder that only root may enter (a clone in
/root), `reach` lets the other user keep one capability, that of entering folders, so that none has to be
opened to everybody. PostgreSQL's programs ask access() whether they may read each other, and access() looks
past what a user keeps unless the change of user itself took nothing away. Standard library only: it runs
where nothing of ours can be imported.
"""

import ctypes
import os
import sys

CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH = 1, 2
PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE = 47, 2
PR_SET_SECUREBITS, SECBIT_NO_SETUID_FIXUP = 28, 1 << 2
CAPABILITY_VERSION_3 = 0x20080522


class _Header(ctypes.Structure):
    _fields_ = [("version", ctypes.c_uint32), ("pid", ctypes.c_int)]


class _Sets(ctypes.Structure):
    _fields_ = [
        ("effective", ctypes.c_uint32),
        ("permitted", ctypes.c_uint32),
        ("inheritable", ctypes.c_uint32),
    ]


def become(uid: int, gid: int, reach: bool) -> None:
    """Stop being root for good."""
    libc = ctypes.CDLL(None, use_errno=True) if reach else None
    if libc is not None:
        _checked(libc.prctl(PR_SET_SECUREBITS, SECBIT_NO_SETUID_FIXUP, 0, 0, 0), "keep capabilities")
    os.setgroups([])
    os.setresgid(gid, gid, gid)
    os.setresuid(uid, uid, uid)
    if libc is not None:
        _keep_reach(libc)


def _keep_reach(libc: ctypes.CDLL) -> None:
    """Keep the smaller of the two capabilities that enter folders, or the one that we have."""
    header, sets = _Header(CAPABILITY_VERSION_3, 0), (_Sets * 2)()
    _checked(libc.capget(ctypes.byref(header), sets), "read capabilities")
    may_search = sets[0].permitted >> CAP_DAC_READ_SEARCH & 1
    kept = CAP_DAC_READ_SEARCH if may_search else CAP_DAC_OVERRIDE
    sets[0] = _Sets(1 << kept, 1 << kept, 1 << kept)
    sets[1] = _Sets(0, 0, 0)
    _checked(libc.capset(ctypes.byref(header), sets), "keep one capability")
    _checked(libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, kept, 0, 0), "pass it on")


def _checked(result: int, what: str) -> None:
    if result != 0:
        raise OSError(ctypes.get_errno(), f"cannot {what}: {os.strerror(ctypes.get_errno())}")


if __name__ == "__main__":
    become(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3] == "1")
    os.umask(0o077)
    os.execv(sys.argv[4], sys.argv[4:])
