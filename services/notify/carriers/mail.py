"""Email, by real SMTP."""

import smtplib
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from email.utils import formatdate
from urllib.parse import unquote, urlsplit

from services.notify.carriers.base import Outcome, Parcel, Receipt

TIMEOUT = 10.0
"""Seconds for each step of the conversation with the mail server."""


class SmtpMail:
    """Sends email through the mail server of `WORKSTEAD_SMTP_URL`, over one connection per round."""

    def __init__(self, url: str, mail_from: str) -> None:
        self._url, self._from = urlsplit(url), mail_from
        self._server: smtplib.SMTP | None = None

    def refusal(self) -> str | None:
        """A mail server is always named; whether it answers is seen when something is sent."""
        return None

    def carry(self, parcel: Parcel) -> Receipt:
        """Send it. The words of the server are not kept, for they quote addresses."""
        try:
            letter = as_email(parcel, self._from)
        except (ValueError, IndexError, MessageError):
            return Receipt(Outcome.FOR_GOOD, "this is not an email address that can be written to")
        try:
            self._connected().send_message(letter)
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            return _receipt(error)
        return Receipt(Outcome.SENT, "the mail server has taken it")

    def close(self) -> None:
        """End the conversation, politely if the server still listens."""
        server, self._server = self._server, None
        if server is not None:
            try:
                server.quit()
            except (OSError, smtplib.SMTPException):
                server.close()

    def _connected(self) -> smtplib.SMTP:
        if self._server is None:
            self._server = self._connect()
        return self._server

    def _connect(self) -> smtplib.SMTP:
        tls = self._url.scheme == "smtps"
        host, port = self._url.hostname or "localhost", self._url.port or (465 if tls else 25)
        server = (smtplib.SMTP_SSL if tls else smtplib.SMTP)(host, port, timeout=TIMEOUT)
        if self._url.username:
            if not tls:
                server.starttls()
            server.login(unquote(self._url.username), unquote(self._url.password or ""))
        return server


def as_email(parcel: Parcel, mail_from: str) -> EmailMessage:
    """The email, whose Message-ID stays the same however often it is tried: a mailbox shows it once."""
    letter = EmailMessage(policy=SMTP_POLICY)
    letter["From"] = Address(parcel.sender, addr_spec=mail_from)
    letter["To"] = Address(addr_spec=parcel.to)
    letter["Subject"] = parcel.subject
    letter["Message-ID"] = f"<{parcel.id}@{mail_from.rpartition('@')[2]}>"
    letter["Date"] = formatdate(usegmt=True)
    letter["Auto-Submitted"] = "auto-generated"
    if parcel.unsubscribe_url:
        letter["List-Unsubscribe"] = f"<{parcel.unsubscribe_url}>"
        letter["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    letter.set_content(parcel.body)
    letter["Content-Language"] = parcel.language
    return letter


def _receipt(error: Exception) -> Receipt:
    code = _code(error)
    if code is None:
        return Receipt(Outcome.FOR_NOW, "the mail server did not answer")
    if isinstance(error, smtplib.SMTPAuthenticationError | smtplib.SMTPConnectError) or code < 500:
        return Receipt(Outcome.FOR_NOW, f"the mail server did not take it yet ({code})")
    return Receipt(Outcome.FOR_GOOD, f"the mail server refused it ({code})")


def _code(error: Exception) -> int | None:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return next(code for code, _ in error.recipients.values())
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return 550
    return error.smtp_code if isinstance(error, smtplib.SMTPResponseException) else None
