"""Has the virus scanner look at what was handed in; no transaction is open while it does."""

from typing import TYPE_CHECKING
from uuid import UUID

import structlog

from chassis import clock
from services.casework.clamav import Clamd, ScannerAway
from services.casework.domain.documents import CLEAN, INFECTED
from services.casework.store import documents

if TYPE_CHECKING:
    from chassis.context import ServiceContext

AT_ONCE = 20
log = structlog.get_logger("workstead.casework.scanning")


def scan_waiting(context: "ServiceContext") -> int:
    """Look at the files that wait, the oldest first, until the scanner is away; how many were seen."""
    if (address := context.settings.clamav_address) is None:
        return 0
    scanner, seen = Clamd.at(address), 0
    with context.database.transaction() as session:
        waiting = list(session.scalars(documents.waiting(AT_ONCE)))
    for edition_id in waiting:
        try:
            seen += _scan(context, scanner, edition_id)
        except ScannerAway as away:
            log.warning("virus scanner away", error=str(away))
            break
    return seen


def _scan(context: "ServiceContext", scanner: Clamd, edition_id: UUID) -> bool:
    with context.database.transaction() as session:
        content = documents.content_of(session, edition_id)
    finding = scanner.scan(content or b"")
    with context.database.transaction() as session:
        scan = INFECTED if finding else CLEAN
        documents.note_scan(session, edition_id, scan, finding, clock.now())
    if finding:
        log.warning("infected file kept back", edition=str(edition_id), finding=finding)
    return True
