"""What the app's token reaches: the files that it was shown, and no other."""

from bot.playground.files import File
from bot.playground.people import BOT_USER_ID
from bot.playground.workspace import Workspace


def may_app_read(workspace: Workspace, file: File) -> bool:
    """The app reads its own files, those shared where it is now, and those given to its forms."""
    if file.owner_id == BOT_USER_ID or file.given:
        return True
    with workspace.lock:
        return any(workspace.channels[one].has_app for one in file.channels)
