"""Copies: whether a letter or a CV is nearly the same as one that somebody else has sent.

What is compared is what people wrote themselves. A text is cut into clauses, and each clause into shingles of
two words. Taken out first are: names (of the writer, the job and the employer), what the advert says, what
every letter says, texts that an organisation hands out, and clauses that many people have used for many
different vacancies. Two texts are alike by the share of shingles that they have in common (Jaccard).
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

Digest = Callable[[str], int]
"""A keyed hash of a few words: without the key nobody can find out which words they were."""

WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*|\d+")
SENTENCE = re.compile(r"[^.!?;:\n]+[.!?;:]*")
CLAUSE = re.compile(r"[.!?;:,()\[\]<>_\n–—]+")
NAMED, NUMBER = "_", "0"
"""What stands for a name, and for any number."""
SIZE = 2
"""Words in a shingle."""
TELLING = 0.5
"""The share of a sentence's shingles that makes it worth showing to its writer."""


@dataclass(frozen=True, kw_only=True)
class CopyRules:
    """When two texts count as alike, and when a clause counts as everybody's."""

    version: str
    alike: float
    """The share in common from which texts for the same vacancy, or one like it, are alike."""
    alike_elsewhere: float
    """The same for different vacancies."""
    least: int
    """A text with fewer shingles of its own says too little to be compared."""
    people: int
    vacancies: int
    """A clause that so many people have used, for so many vacancies, is nobody's own."""
    plain_words: frozenset[str]
    """Words so common that two of them beside each other say nothing."""
    joining_words: frozenset[str]
    """Words at which a clause ends."""
    phrases: tuple[str, ...]
    """What every letter says."""


@dataclass(frozen=True)
class Draft:
    """A text that is about to be sent, with what is known of its writer and of the vacancy."""

    text: str
    names: str = ""
    title: str = ""
    employer: str = ""
    advert: str = ""


@dataclass(frozen=True)
class Own:
    """What a person wrote themselves: its sentences, each with its shingles."""

    sentences: tuple[tuple[str, frozenset[int]], ...]

    @property
    def shingles(self) -> frozenset[int]:
        """All of them together."""
        return frozenset(one for _sentence, shingles in self.sentences for one in shingles)

    def passages(self, shared: Collection[int]) -> list[str]:
        """The writer's own sentences of which at least half is in what is shared, in their order."""
        return [
            sentence
            for sentence, shingles in self.sentences
            if len(shingles.intersection(shared)) >= TELLING * len(shingles)
        ]


class Cut:
    """Cuts texts by one set of rules and with one key; `given` are texts that people were handed."""

    def __init__(self, rules: CopyRules, digest: Digest, given: Iterable[str] = ()) -> None:
        self._digest = digest
        self._plain = rules.plain_words
        self._silent = rules.plain_words | {NAMED, NUMBER}
        self._joining = rules.joining_words
        self._everybodys = self._of_all((*rules.phrases, *given), frozenset())

    def clauses(self, draft: Draft) -> frozenset[int]:
        """The clauses of a text that are long enough to be known again, hashed."""
        found = self._clauses(draft.text, self._named(draft))
        return frozenset(self._hash(words) for words in found if len(words) >= SIZE)

    def own(self, draft: Draft, common: Collection[int] = ()) -> Own:
        """What is the writer's own; `common` are hashes of clauses that are everybody's."""
        named = self._named(draft)
        strange = self._everybodys | self._of_all((draft.advert,), named)
        found = ((one, self._kept(one, named, common) - strange) for one in SENTENCE.findall(draft.text))
        return Own(tuple((" ".join(one.split()), shingles) for one, shingles in found if shingles))

    def _kept(self, sentence: str, named: frozenset[str], common: Collection[int]) -> frozenset[int]:
        clauses = (words for words in self._clauses(sentence, named) if self._hash(words) not in common)
        return frozenset(one for words in clauses for one in self._shingles(words))

    def _named(self, draft: Draft) -> frozenset[str]:
        return frozenset(words_of(f"{draft.names} {draft.title} {draft.employer}")) - self._plain

    def _of_all(self, texts: Iterable[str], named: frozenset[str]) -> frozenset[int]:
        clauses = (words for text in texts for words in self._clauses(text, named))
        return frozenset(one for words in clauses for one in self._shingles(words))

    def _clauses(self, text: str, named: frozenset[str]) -> Iterator[list[str]]:
        for part in CLAUSE.split(text):
            clause: list[str] = []
            for word in words_of(part):
                if word in self._joining:
                    yield clause
                    clause = []
                elif word not in named:
                    clause.append(word)
                elif clause[-1:] != [NAMED]:
                    clause.append(NAMED)
            yield clause

    def _shingles(self, words: Sequence[str]) -> Iterator[int]:
        for at in range(len(words) - SIZE + 1):
            shingle = words[at : at + SIZE]
            if not self._silent.issuperset(shingle):
                yield self._hash(shingle)

    def _hash(self, words: Sequence[str]) -> int:
        return self._digest(" ".join(words))


def words_of(text: str) -> list[str]:
    """The words of a text in small letters; every number is the same."""
    found = WORD.findall(text.casefold().replace("’", "'"))
    return [NUMBER if word[0].isdigit() else word for word in found]


def likeness(one: frozenset[int], other: frozenset[int]) -> float:
    """The share of all shingles of two texts that both have: 0 for nothing, 1 for the same."""
    together = len(one | other)
    return len(one & other) / together if together else 0.0


def vacancy_words(title: str, employer: str) -> tuple[str, str]:
    """By what the same vacancy is known again, and one like it: the words, in whatever order and case."""
    job = " ".join(sorted(set(words_of(title))))
    return f"{job} / {' '.join(sorted(set(words_of(employer))))}", job


def alike_from(rules: CopyRules, mine: tuple[int, int] | None, other: tuple[int, int] | None) -> float:
    """The share from which two texts are alike; `mine` and `other` are hashes of the vacancy and of its job.

    A text that is for no vacancy in particular is held against every other as if they were for the same.
    """
    near = mine is None or other is None or mine[0] == other[0] or mine[1] == other[1]
    return rules.alike if near else rules.alike_elsewhere
