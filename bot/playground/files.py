"""Files: uploaded by people or by the app, and who may read them."""

import io
import mimetypes
import os
import secrets
import shutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO
from urllib.parse import quote

from bot.playground.json_types import JSON
from bot.playground.people import TEAM_ID

LARGEST = 100 * 1024 * 1024
LARGEST_IN_A_FORM = 10 * 1024 * 1024
LARGEST_FROM_APP = 1024 * 1024 * 1024
PIECE = 256 * 1024


@dataclass
class File:
    """One file; nothing is stored until its bytes were uploaded, and then it is on disk."""

    id: str
    name: str
    owner_id: str
    length: int
    stored: IO[bytes] | None = None
    size: int = 0
    title: str = ""
    channels: list[str] = field(default_factory=list)
    given: bool = False  # to the app, in a form
    created: int = field(default_factory=lambda: int(time.time()))

    @property
    def mimetype(self) -> str:
        """What the name says the file is."""
        guessed, _ = mimetypes.guess_type(self.name)
        return "text/csv" if self.suffix == "csv" else guessed or "application/octet-stream"

    @property
    def suffix(self) -> str:
        """The end of the name."""
        _, dot, suffix = self.name.rpartition(".")
        return suffix.lower() if dot else ""

    @property
    def path(self) -> str:
        """Where the file host keeps it."""
        return f"{TEAM_ID}-{self.id}"

    @property
    def content(self) -> bytes | None:
        """All of it at once; for small files."""
        return None if self.stored is None else b"".join(self.pieces())

    def put(self, stored: IO[bytes]) -> None:
        """Take its bytes from an open file, which is this one's from now on."""
        self.stored, self.size = stored, stored.seek(0, io.SEEK_END)

    def pieces(self) -> Iterator[bytes]:
        """Its bytes piece by piece; several may read them at once."""
        for start in range(0, self.size, PIECE):
            if self.stored is not None:
                yield os.pread(self.stored.fileno(), PIECE, start)

    def close(self) -> None:
        """Let the bytes go."""
        if self.stored is not None:
            self.stored.close()
            self.stored, self.size = None, 0

    def card(self) -> JSON:
        """What the page shows of this file."""
        return {"id": self.id, "name": self.name, "size": self.size, "mimetype": self.mimetype}

    def file_object(self, address: str) -> JSON:
        """The file as Slack describes it to the app."""
        name, base = quote(self.name, safe=""), f"{address}/files-pri/{self.path}"
        return {
            "id": self.id,
            "created": self.created,
            "timestamp": self.created,
            "name": self.name,
            "title": self.title or self.name,
            "mimetype": self.mimetype,
            "filetype": self.suffix or "binary",
            "pretty_type": self.suffix.upper() or "Binary",
            "user": self.owner_id,
            "user_team": TEAM_ID,
            "editable": False,
            "size": self.size,
            "mode": "hosted",
            "is_external": False,
            "external_type": "",
            "is_public": any(channel.startswith("C") for channel in self.channels),
            "public_url_shared": False,
            "display_as_bot": False,
            "username": "",
            "url_private": f"{base}/{name}",
            "url_private_download": f"{base}/download/{name}",
            "permalink": f"{address}/files/{self.owner_id}/{self.id}/{name}",
            "channels": [channel for channel in self.channels if channel.startswith("C")],
            "ims": [channel for channel in self.channels if channel.startswith("D")],
            "groups": [],
            "has_rich_preview": False,
            "file_access": "visible",
        }


class Files:
    """Every file of the workspace."""

    def __init__(self) -> None:
        self.by_id: dict[str, File] = {}

    def announce(self, name: str, length: int, owner_id: str) -> File:
        """A file whose bytes are still to come."""
        file = File(f"F{secrets.token_hex(5).upper()}", name, owner_id, length)
        self.by_id[file.id] = file
        return file

    def add(self, name: str, content: bytes, owner_id: str) -> File:
        """A file that is there at once."""
        file = self.announce(name, len(content), owner_id)
        file.put(kept(io.BytesIO(content)))
        return file

    def remove(self, file_id: str) -> None:
        """Forget a file."""
        self.by_id.pop(file_id).close()

    def close(self) -> None:
        """Let all bytes go."""
        for file in self.by_id.values():
            file.close()

    def at(self, path: str) -> File | None:
        """The file that the file host keeps at this path."""
        return self.by_id.get(path.removeprefix(f"{TEAM_ID}-"))


def kept(source: IO[bytes]) -> IO[bytes]:
    """A copy of these bytes on disk, which is gone when it is closed."""
    stored = tempfile.TemporaryFile()  # noqa: SIM115 (it is closed with the workspace)
    shutil.copyfileobj(source, stored, PIECE)
    stored.flush()
    return stored
