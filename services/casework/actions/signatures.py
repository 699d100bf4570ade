"""MinHash signatures of texts, and the buckets by which texts that are alike find each other.

Two texts that have a part J of their shingles in common share one of 48 bands of three with a probability
of 1 - (1 - J³)⁴⁸: 73% at 0.30, 96% at 0.40, 99.8% at 0.50. Signatures depend on the permutations of
`datasketch` for this seed: where those change, SCHEME changes, and texts are signed anew.
"""

import hashlib
from array import array
from collections.abc import Collection
from functools import cache
from typing import Any

SCHEME = 1
SEED = 20250303
BANDS, ROWS = 48, 3


def sign(shingles: Collection[int]) -> bytes:
    """The signature of a text: 144 whole numbers of 32 bits. It computes for a millisecond: offload it."""
    minhash = _of_nothing().copy()
    minhash.update_batch(shingles)
    return array("I", minhash.hashvalues.tolist()).tobytes()


def buckets(signature: bytes) -> list[int]:
    """One number for each band; two texts that have one of them in common may be alike."""
    width = len(signature) // BANDS
    bands = (signature[at : at + width] for at in range(0, len(signature), width))
    return [_number(place, band) for place, band in enumerate(bands)]


def packed(shingles: Collection[int]) -> bytes:
    """Shingles as they are kept: sorted, four bytes each."""
    return array("I", sorted(shingles)).tobytes()


def unpacked(kept: bytes) -> frozenset[int]:
    """The shingles that were kept."""
    return frozenset(array("I", kept))


@cache
def _of_nothing() -> Any:
    """The signature of an empty text; its permutations are made once, and shared with its copies."""
    # 70 MB and some seconds: not before anybody needs it.
    from datasketch import MinHash

    return MinHash(BANDS * ROWS, seed=SEED, hashfunc=int)


def _number(place: int, band: bytes) -> int:
    digest = hashlib.blake2b(place.to_bytes(2, "big") + band, digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
