"""Who takes which partition: whatever comes and goes, all are taken, and none has many more than another."""

from hypothesis import given
from hypothesis import strategies as st

from chassis.messaging.intake import has_too_many, wanted


class Table:
    """Partitions and the replicas around them, each looking in turn, as they do twice a second."""

    def __init__(self, number: int) -> None:
        self.all = frozenset(range(number))
        self.held: dict[int, set[int]] = {}
        self._waited: dict[int, frozenset[int]] = {}

    def look(self, me: int) -> None:
        free = self.all - {one for its in self.held.values() for one in its}
        mine = self.held[me]
        mine |= set(wanted(self.held, me, free, self._waited.get(me, frozenset())))
        self._waited[me] = free - mine
        if has_too_many(self.held, me):
            mine.discard(max(mine))

    def settle(self, rounds: int = 100) -> None:
        for _ in range(rounds):
            for me in sorted(self.held):
                self.look(me)


@given(number=st.integers(1, 24), events=st.lists(st.integers(0, 5), max_size=8))
def test_shares_are_even_whoever_comes_and_goes(number: int, events: list[int]) -> None:
    table = Table(number)
    table.held[99] = set()
    for who in events:
        if who in table.held:
            del table.held[who]
        else:
            table.held[who] = set()
        table.settle()
        sizes = [len(its) for its in table.held.values()]
        assert sum(sizes) == number
        assert max(sizes) - min(sizes) <= 1


def test_one_alone_takes_all_at_once() -> None:
    assert wanted({7: set()}, 7, frozenset(range(4)), frozenset()) == [0, 1, 2, 3]


def test_what_is_another_s_to_take_is_left_to_it_once() -> None:
    held = {1: {0, 1}, 2: {2}}
    free = frozenset({3})
    assert wanted(held, 1, free, frozenset()) == []
    assert wanted(held, 1, free, free) == [3]
