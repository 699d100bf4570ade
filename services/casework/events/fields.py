"""Fields that many events of casework share, each with the reason why it may be read by others."""

from marshmallow import fields

from chassis.messaging.events import harmless


def person_id() -> fields.UUID:
    """Whom it is about, as a pseudonym."""
    return fields.UUID(required=True, metadata=harmless("a pseudonymous id; only casework knows the name"))


def thing_id(required: bool = True) -> fields.UUID:
    """The id of an organisation, an account or a thing of ours."""
    return fields.UUID(required=required, metadata=harmless("a random id that names nobody"))


def day() -> fields.Date:
    """When the fact held."""
    return fields.Date(required=True, metadata=harmless("a date tells nobody who it was"))


def code(required: bool = True) -> fields.String:
    """One of a published list of codes, none of which gives away health, offending, ethnicity or benefit."""
    return fields.String(required=required, metadata=harmless("a code of a public list, true of many people"))


def count() -> fields.Integer:
    """A small whole number, such as a version."""
    return fields.Integer(required=True, metadata=harmless("a count tells nobody who it was"))
