"""MinHash signatures of texts, and the buckets by which texts that are alike find each other.

Two texts that have a part J of their shingles in common share one of 48 bands of three with a probability
of 1 - (1 - J³)⁴⁸: 73% at 0.30, 96% at 0.40, 99.8% at 0.50. Signatures depend on the permutations of
`datasketch` for this seed: where those change, SCHEME changes, and texts are signed anew.
"""

import hashlib
from array import array
from collections.abc import Collection

SCHEME = 1
SEED = 20250303
BANDS, ROWS = 48, 3


def sign(shingles: Collection[int]) -> bytes:
    """The signature of a text: 144 whole numbers of 32 bits. It computes for a millisecond: offload it."""
    # 70 MB and some seconds: not before anybody needs it.
    from datasketch import MinHash

    minhash = MinHash(BANDS * ROWS, seed=SEED, hashfunc=int)
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


def _number(place: int, band: bytes) -> int:
    digest = hashlib.blake2b(place.to_bytes(2, "big") + band, digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
