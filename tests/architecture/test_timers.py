"""Whatever a service does by itself every so often can be done: if it fails, nobody but its log is told."""

import pytest
from suite import service_classes

from chassis.runtime.timers import Every
from chassis.testing.plugin import ContextFactory


def timers_of(service_class: type) -> list[str]:
    """The names of the methods that the runtime fires."""
    members = {name: getattr(service_class, name) for name in dir(service_class)}
    points = {name: getattr(member, "nameko_entrypoints", ()) for name, member in members.items()}
    return [name for name, kinds in points.items() if any(isinstance(kind, Every) for kind in kinds)]


TIMED = [service for service in service_classes() if timers_of(service)]


@pytest.mark.parametrize("service_class", TIMED, ids=lambda service: service.name)
def test_every_timer_can_fire(service_class: type, service_context: ContextFactory) -> None:
    service = service_class()
    service.context = service_context(service_class)  # as the runtime gives it
    failed = {}
    for name in timers_of(service_class):
        try:
            getattr(service, name)()
        except Exception as error:
            failed[name] = repr(error)
    assert not failed


def test_the_timers_are_found() -> None:
    assert {"casework", "marketplace", "notify", "web"} <= {service.name for service in TIMED}
    assert "forget_beginnings" in timers_of(next(one for one in TIMED if one.name == "casework"))
