"""What casework says about keeping in touch with people in work: that it was asked and answered, no words."""

from chassis.messaging.events import Event
from services.casework.events.fields import code, count, day, person_id


class InWorkEvent(Event):
    """What every event about it has."""

    person = "participant_id"
    participant_id = person_id()
    occurred_on = day()


class InWorkAsked(InWorkEvent):
    """Somebody in work is to be asked how it is going: the question of that number about this job."""

    type = "workstead.casework.in-work.asked.v1"

    number = count()


class InWorkAnswered(InWorkEvent):
    """They answered, by whatever way."""

    type = "workstead.casework.in-work.answered.v1"

    answer = code()


class InWorkWentQuiet(InWorkEvent):
    """So many questions in a row were not answered: their adviser is warned."""

    type = "workstead.casework.in-work.went-quiet.v1"

    number = count()


EVENTS: list[type[Event]] = [InWorkAsked, InWorkAnswered, InWorkWentQuiet]
