"""The community's HTTP."""

from services.community.api import (
    articles,
    members,
    moderation,
    newsletters,
    reactions,
    reference,
    search,
    spaces,
    subscriptions,
    threads,
)
from services.community.api.stopping import answer_stopped
from services.community.domain.leaks import Stopped

BLUEPRINTS = [
    members.blueprint,
    spaces.blueprint,
    threads.blueprint,
    reactions.blueprint,
    articles.blueprint,
    moderation.blueprint,
    newsletters.blueprint,
    subscriptions.blueprint,
    search.blueprint,
    reference.blueprint,
]
for blueprint in BLUEPRINTS:
    blueprint.register_error_handler(Stopped, answer_stopped)
