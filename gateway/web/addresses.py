"""Addresses within this instance: nobody is led elsewhere by a link that begins here."""

from urllib.parse import urlsplit


def local(address: str | None, otherwise: str = "/") -> str:
    """The address, if it is a path of this instance; else another one. `//elsewhere` and `/\\elsewhere`
    are not.
    """
    if not address or not address.startswith("/") or address.startswith(("//", "/\\")):
        return otherwise
    if any(ord(letter) < 32 or letter == "\\" for letter in address):
        return otherwise
    parts = urlsplit(address)
    return otherwise if parts.scheme or parts.netloc else address
