"""Notify's HTTP: what was sent, the print queue, and the templates."""

from services.notify.api import letters, messages, templates

BLUEPRINTS = [messages.blueprint, letters.blueprint, templates.blueprint]
