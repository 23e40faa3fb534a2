"""A file that is still to be made, with a digest of everything that it is made from: same digest, same bytes.

Publishing again after one move makes only what can have changed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from publishers.artifact import Artifact


@dataclass(frozen=True, slots=True)
class Recipe:
    """One file to come. `make` gives its bytes; `path` is as in an artifact.

    Edges: `words` gives all that the file says, where its bytes are packed and nobody could look through them
    """

    path: str
    media_type: str
    made_from: str
    make: Callable[[], bytes]
    words: Callable[[], bytes] | None = None

    def artifact(self) -> Artifact:
        """The finished file."""
        return Artifact(self.path, self.media_type, self.make())


def ready(artifact: Artifact) -> Recipe:
    """A file that was made already, as a recipe."""
    digest = hashlib.sha256(artifact.content).hexdigest()
    return Recipe(artifact.path, artifact.media_type, digest, lambda: artifact.content)
