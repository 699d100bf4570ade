"""What casework says about applications: that there is one, and how far it has got; never for what."""

from chassis.messaging.events import Event
from services.casework.events.fields import code, day, person_id


class ApplicationEvent(Event):
    """What every event about an application has."""

    person = "participant_id"
    participant_id = person_id()
    stage = code()
    occurred_on = day()


class ApplicationRecorded(ApplicationEvent):
    """A participant applied for a job on that day."""

    type = "workstead.casework.application.recorded.v1"


class ApplicationStageChanged(ApplicationEvent):
    """An application has got further, or came to an end."""

    type = "workstead.casework.application.stage-changed.v1"


class ApplicationCopyWarned(Event):
    """Somebody was told that what they are about to send is nearly what another has sent; once per text."""

    type = "workstead.casework.application.copy-warned.v1"
    person = "participant_id"
    participant_id = person_id()
    kind = code()
    occurred_on = day()


EVENTS: list[type[Event]] = [ApplicationRecorded, ApplicationStageChanged, ApplicationCopyWarned]
