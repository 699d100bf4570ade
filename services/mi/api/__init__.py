"""MI over HTTP: thin blueprints, a module per resource."""

from services.mi.api import catalogue, charts, figures, overview

BLUEPRINTS = (catalogue.blueprint, figures.blueprint, charts.blueprint, overview.blueprint)
