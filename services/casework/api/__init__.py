"""HTTP: a thin blueprint per resource. BLUEPRINTS is what the service serves."""

from chassis.http import Blueprint

BLUEPRINTS: list[Blueprint] = []
