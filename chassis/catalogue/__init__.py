"""Documents made from the code: every event with its fields, sealing and consumers, and every setting."""

from chassis.catalogue.access import access_table
from chassis.catalogue.asyncapi import asyncapi
from chassis.catalogue.consumers import consumers_of
from chassis.catalogue.events import event_catalogue
from chassis.catalogue.settings import settings_reference

__all__ = ["access_table", "asyncapi", "consumers_of", "event_catalogue", "settings_reference"]
