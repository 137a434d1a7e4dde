"""Which known text a person may have meant: those that look the same first, then the most similar ones."""

from collections.abc import Iterable

from rapidfuzz import fuzz, process

from bihuan.ledger.texts import rough_shape_of

_SIMILAR = 50
_COMPARISONS = 30_000_000
_ALWAYS = 50


class Candidates:
    """Known texts to choose from.

    Similar ones are looked for until some thirty million comparisons are spent, so that a file full of unknown names
    cannot keep the program busy; those that look the same are always found.
    """

    def __init__(self, known: Iterable[str]) -> None:
        self.known = sorted(set(known))
        self.left = max(_ALWAYS, _COMPARISONS // max(len(self.known), 1))
        self.shapes: dict[str, list[str]] | None = None

    def alike(self, text: str) -> list[str]:
        """Give the known texts that look like ``text``, sorted."""
        if self.shapes is None:
            self.shapes = {}
            for each in self.known:
                self.shapes.setdefault(rough_shape_of(each), []).append(each)
        return self.shapes.get(rough_shape_of(text), [])

    def near(self, text: str, count: int = 3) -> list[str]:
        """Give up to ``count`` known texts most like ``text``, best first."""
        found = list(self.alike(text)[:count])
        if self.left > 0 and len(found) < count:
            self.left -= 1
            similar = process.extract(text, self.known, scorer=fuzz.ratio, limit=count, score_cutoff=_SIMILAR)
            found += [choice for choice, _, _ in similar if choice not in found]
        return found[:count]


def nearest(text: str, known: Iterable[str]) -> str:
    """Give the one known text most like ``text``, or "" if none is."""
    return next(iter(Candidates(known).near(text, 1)), "")
