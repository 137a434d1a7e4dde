"""Chance from a seed alone: the same seed and the same name of a stream give the same draws for ever."""

import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """One stream of draws, named after what it is for, so that streams do not disturb each other."""

    def __init__(self, seed: int, *names: object) -> None:
        text = "/".join(str(part) for part in (seed, *names))
        self._source = random.Random(text)  # noqa: S311  # invented data, nothing secret

    def below(self, limit: int) -> int:
        """Draw one of 0 … ``limit`` - 1; 0 when the limit leaves no choice."""
        return self._source.randrange(limit) if limit > 1 else 0

    def between(self, low: int, high: int) -> int:
        """Draw one of ``low`` … ``high``, both included."""
        return low + self.below(high - low + 1)

    def happens(self, per_ten_thousand: int) -> bool:
        """Whether something comes to pass that does so so many times in ten thousand."""
        return self._source.randrange(10_000) < per_ten_thousand

    def pick(self, choices: Sequence[T]) -> T:
        """Draw one of ``choices``, each alike."""
        return choices[self.below(len(choices))]

    def weighted(self, choices: Sequence[T], weights: Sequence[int]) -> T:
        """Draw one of ``choices`` with whole-number weights."""
        left = self.below(sum(weights))
        for choice, weight in zip(choices, weights, strict=True):
            if left < weight:
                return choice
            left -= weight
        return choices[-1]

    def shuffled(self, choices: Sequence[T]) -> list[T]:
        """Give ``choices`` in a drawn order."""
        return self._source.sample(choices, len(choices))

    def some(self, choices: Sequence[T], number: int) -> list[T]:
        """Draw ``number`` different places of ``choices``, in their order."""
        places = sorted(self._source.sample(range(len(choices)), min(number, len(choices))))
        return [choices[place] for place in places]
