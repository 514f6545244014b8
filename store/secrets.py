"""Keeping tokens at rest: encrypted with the first key, readable with any of them."""

from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from store.errors import StoreError


def new_key() -> str:
    """A key for `ROSTER_SECRET_KEYS`."""
    return Fernet.generate_key().decode()


def is_key(text: str) -> bool:
    """Whether the text can be such a key."""
    try:
        Fernet(text)
    except ValueError:
        return False
    return True


class Unopenable(StoreError):
    """Something was encrypted with a key that is not there, or was changed since."""


class Secrets:
    """Encrypts and decrypts under `ROSTER_SECRET_KEYS`."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._box = MultiFernet([Fernet(key) for key in keys]) if keys else None

    def seal(self, text: str) -> bytes:
        """The text, encrypted with the first key."""
        return self._open_box().encrypt(text.encode())

    def unseal(self, sealed: bytes) -> str:
        """The text again; Unopenable when no key fits or a byte was changed."""
        try:
            return self._open_box().decrypt(bytes(sealed)).decode()
        except InvalidToken:
            raise Unopenable("A stored token cannot be read with the present keys.") from None

    def rotate(self, sealed: bytes) -> bytes:
        """The same, encrypted with the first key; Unopenable as above."""
        try:
            return self._open_box().rotate(bytes(sealed))
        except InvalidToken:
            raise Unopenable("A stored token cannot be read with the present keys.") from None

    def _open_box(self) -> MultiFernet:
        if self._box is None:
            raise Unopenable("There are no keys: set ROSTER_SECRET_KEYS.")
        return self._box
