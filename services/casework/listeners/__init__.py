"""Events in: thin functions that each call an action. Importing this package registers them all."""

from services.casework.listeners import accounts as accounts
from services.casework.listeners import messages as messages
from services.casework.listeners import organisations as organisations
from services.casework.listeners import referrals as referrals
from services.casework.listeners import rights as rights
from services.casework.listeners.base import LISTENERS

__all__ = ["LISTENERS"]
