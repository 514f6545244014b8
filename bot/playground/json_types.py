"""Types of what comes over the wire, before it is checked."""

from typing import Any

JSON = dict[str, Any]
Raw = Any  # whatever an element holds, or a body says
