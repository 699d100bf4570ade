"""What Prometheus may ask about messages. Each measure says which service it is about."""

from prometheus_client import Counter, Gauge, Histogram

RECORDED = Counter("workstead_events_recorded", "Events recorded in the outbox.", ("service",))
PUBLISHED = Counter("workstead_events_published", "Events that the broker has confirmed.", ("service",))
UNROUTABLE = Counter("workstead_events_unroutable", "Events for which nobody was listening.", ("service",))
REFUSED = Counter("workstead_events_refused", "Events that the broker refused, each time.", ("service",))
HANDLED = Counter("workstead_events_handled", "Events that were handled.", ("service",))
DUPLICATES = Counter("workstead_events_duplicate", "Events that had been handled before.", ("service",))
PARKED = Counter("workstead_events_parked", "Events that could not be handled.", ("service", "state"))
PAUSES = Counter("workstead_consumption_pauses", "Times that consumption paused.", ("service", "cause"))
ACTIVE = Gauge("workstead_relay_active", "Whether this process publishes the service's events.", ("service",))
PARTITIONS = Gauge(
    "workstead_partitions_held",
    "Partitions of the service's inbox that this process consumes; 1 of an undivided one.",
    ("service",),
)
BATCH = Histogram(
    "workstead_events_batch",
    "Events handled in one transaction.",
    ("service",),
    buckets=(1, 2, 5, 10, 20, 50, 100, 200),
)
DELAY = Histogram(
    "workstead_events_delay_seconds",
    "From the recording of an event in its service to its being handled here, in real time.",
    ("service",),
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30, 300, 3600),
)
