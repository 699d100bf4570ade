"""Events in: thin functions that each call an action. Importing this package registers them all."""

from services.casework.listeners.base import LISTENERS

__all__ = ["LISTENERS"]
