"""A real SMTP server for tests: it keeps what it is sent, and can be told to fail as servers do."""

import email
import email.policy
import logging
import socket
from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from chassis.testing.waiting import eventually

OK = "250 kept"


class Handler:
    """What the server does with each recipient and each email."""

    def __init__(self) -> None:
        self.kept: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.asked = 0
        self.answers: list[str] = []
        self.refused: dict[str, str] = {}

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        """Take the recipient, unless told to refuse this one."""
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return OK

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Keep the email, or give the next answer that was asked for."""
        self.asked += 1
        if self.answers:
            return self.answers.pop(0)
        self.kept.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        self.recipients += envelope.rcpt_tos
        return OK


class SmtpServer:
    """A mail server on a free port of this machine, in a thread of its own."""

    def __init__(self) -> None:
        self._handler = Handler()
        self._controller: Controller | None = None
        self.port = _free_port()

    @property
    def url(self) -> str:
        """Where it listens, as a setting."""
        return f"smtp://127.0.0.1:{self.port}"

    @property
    def messages(self) -> list[EmailMessage]:
        """Every email that it took, in order."""
        return list(self._handler.kept)

    @property
    def recipients(self) -> list[str]:
        """The addresses that it took emails for, in order."""
        return list(self._handler.recipients)

    @property
    def asked(self) -> int:
        """How many emails it was offered, taken or not."""
        return self._handler.asked

    def answer(self, *answers: str) -> None:
        """Give these answers (`451 try again later`) to the next emails instead of taking them."""
        self._handler.answers += answers

    def refuse(self, address: str, answer: str = "550 no such mailbox") -> None:
        """Refuse this recipient from now on."""
        self._handler.refused[address] = answer

    def received(self, count: int, within: float = 5.0) -> list[EmailMessage]:
        """Exactly this many emails, once they are there."""
        eventually(lambda: len(self.messages) >= count, within=within)
        assert len(self.messages) == count, f"{len(self.messages)} emails instead of {count}"
        return self.messages

    def start(self) -> None:
        """Listen; again on the same port after a stop."""
        self._controller = Controller(self._handler, hostname="127.0.0.1", port=self.port, decode_data=False)
        self._controller.start()

    def stop(self) -> None:
        """Answer no more."""
        if self._controller is not None:
            self._controller.stop()
            self._controller = None


@pytest.fixture
def smtp_server() -> Iterator[SmtpServer]:
    """A mail server that is there for one test. What it says of itself is not of the program under test."""
    logging.getLogger("mail.log").setLevel(logging.ERROR)
    server = SmtpServer()
    server.start()
    yield server
    server.stop()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
