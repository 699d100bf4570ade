"""The marketplace over HTTP: thin blueprints, a module per resource."""

from services.marketplace.api import offers, organisations, reference, referrals

BLUEPRINTS = (organisations.blueprint, offers.blueprint, referrals.blueprint, reference.blueprint)
