"""What Prometheus may ask. In one process with several services, each measure says which one it is about."""

from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, Counter, Gauge, Histogram, generate_latest

CONTENT_TYPE = CONTENT_TYPE_LATEST

REQUESTS = Histogram(
    "workstead_http_request_seconds",
    "Time to answer a request, by route and status.",
    ("service", "method", "route", "status"),
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
IN_FLIGHT = Gauge("workstead_http_in_flight", "Requests that are being answered.", ("service",))
TURNED_AWAY = Counter(
    "workstead_http_turned_away", "Requests refused because too many were going on.", ("service",)
)
OUTBOX_AGE = Gauge("workstead_outbox_age_seconds", "Age of the oldest unpublished event.", ("service",))
OUTBOX_NOW = Gauge(
    "workstead_outbox_events", "Events that wait to be published, counted up to 100,000.", ("service",)
)
PARKED_NOW = Gauge("workstead_events_parked_now", "Events that are parked at this moment.", ("service",))
UNROUTABLE_NOW = Gauge(
    "workstead_events_unroutable_now", "Published events for which nobody has listened yet.", ("service",)
)
BACKUP_AGE = Gauge(
    "workstead_backup_age_seconds", "Since the last backup was complete; infinite if none was.", ("service",)
)
CLOCK_SKEW = Gauge(
    "workstead_clock_skew_seconds", "How far the database's clock is ahead of this machine's.", ("service",)
)
CERTIFICATE_EXPIRES = Gauge(
    "workstead_certificate_expires_timestamp_seconds",
    "When a certificate ends; 0 if it cannot be read.",
    ("service", "certificate"),
)
HEALTH = Gauge("workstead_health", "1 if a check of /health/ready is well, else 0.", ("service", "check"))
READY = Gauge("workstead_ready", "1 if requests can be answered, else 0.", ("service",))
MASS_READING = Counter(
    "workstead_mass_reading_alarms",
    "Times that somebody was shown more people's records within an hour than WORKSTEAD_MASS_READING.",
    ("service",),
)
TIMER_RUNS = Counter(
    "workstead_timer_runs",
    "Firings of a timer: done, failed, or left to another replica.",
    ("service", "timer", "outcome"),
)


def exposition() -> bytes:
    """All measures of this process, in Prometheus's text format."""
    return generate_latest(REGISTRY)
