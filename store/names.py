"""Names: where the first one ends and the last one begins."""

import re

# What a last name may begin with, in lower case, and so belongs to it.
PARTICLE = re.compile(
    "da|das|de|degli|dei|del|della|den|der|des|di|do|dos|du|el|la|le|ten|ter|van|vom|von|zu|zum|zur"
)


def split(full: str) -> tuple[str, str]:
    """First and last name of a full one: `Lee, Ann`, `Ann Marie Lee`, `Ludwig van Beethoven`."""
    last, comma, first = full.partition(",")
    if comma and first.strip() and "," not in first:
        return first.strip(), last.strip()
    words = full.split()
    if len(words) < 2:
        return full, ""
    start = len(words) - 1
    while start > 1 and PARTICLE.fullmatch(words[start - 1]):
        start -= 1
    return " ".join(words[:start]), " ".join(words[start:])
