"""What concerns a person's rights, as it is shown."""

from marshmallow import fields

from chassis.http import Schema


class CopyAnswerSchema(Schema):
    """What one service answered to a request for a copy."""

    service = fields.String(required=True)
    answered_at = fields.AwareDateTime(required=True)
    kept = fields.Boolean(
        required=True, metadata={"description": "Whether it keeps its part for whoever signs in there."}
    )
    rows = fields.Integer(required=True, allow_none=True)


class AccessRequestSchema(Schema):
    """A copy that was asked for, and who has answered."""

    id = fields.UUID(attribute="request.id", required=True)
    participant_id = fields.UUID(attribute="request.participant_id", required=True)
    asked_on = fields.Date(attribute="request.asked_on", required=True)
    asked_by_name = fields.String(attribute="request.asked_by_name", required=True, allow_none=True)
    party = fields.String(attribute="request.party", required=True)
    due_on = fields.Date(attribute="request.due_on", required=True)
    extended_on = fields.Date(attribute="request.extended_on", required=True, allow_none=True)
    extended_reason = fields.String(attribute="request.extended_reason", required=True, allow_none=True)
    released_on = fields.Date(attribute="request.released_on", required=True, allow_none=True)
    answers = fields.List(fields.Nested(CopyAnswerSchema), required=True)
    missing = fields.List(
        fields.String(), required=True, metadata={"description": "Services that have not answered yet."}
    )


class CorrectionInListSchema(Schema):
    """That something is to be put right; what it is stands in the record."""

    id = fields.UUID(required=True)
    participant_id = fields.UUID(required=True)
    part = fields.String(required=True)
    asked_on = fields.Date(required=True)
    due_on = fields.Date(required=True)


class CorrectionSchema(Schema):
    """Something to be put right, and what was answered."""

    id = fields.UUID(required=True)
    participant_id = fields.UUID(required=True)
    asked_on = fields.Date(required=True)
    asked_by_name = fields.String(required=True, allow_none=True)
    party = fields.String(required=True)
    due_on = fields.Date(required=True)
    part = fields.String(required=True)
    wrong = fields.String(required=True)
    right = fields.String(required=True)
    decided_on = fields.Date(required=True, allow_none=True)
    decided_by_name = fields.String(required=True, allow_none=True)
    decision = fields.String(required=True, allow_none=True)
    reason = fields.String(required=True, allow_none=True)


class PlacedSchema(Schema):
    """What is laid on a record, until it is lifted."""

    id = fields.UUID(required=True)
    participant_id = fields.UUID(required=True)
    reason = fields.String(required=True)
    placed_on = fields.Date(required=True)
    placed_by_name = fields.String(required=True, allow_none=True)
    lifted_on = fields.Date(required=True, allow_none=True)


class LegalHoldSchema(PlacedSchema):
    """What keeps a record from being erased."""


class ErasureOutcomeSchema(Schema):
    """What becomes of one kind of a person's records."""

    kind = fields.String(required=True, metadata={"description": "One of the list `retention`."})
    rows = fields.Integer(required=True)
    fate = fields.String(required=True, metadata={"description": "delete, strip or keep"})
    until = fields.Date(
        required=True,
        allow_none=True,
        metadata={"description": "The day on which its turn comes; null if that is now."},
    )


class ErasureConfirmedSchema(Schema):
    """A service says that its part is gone."""

    service = fields.String(required=True)
    confirmed_at = fields.AwareDateTime(required=True)


class ErasureSchema(Schema):
    """An erasure: what goes, what stays, who had it done, who has confirmed."""

    id = fields.UUID(attribute="erasure.id", required=True)
    participant_id = fields.UUID(attribute="erasure.participant_id", required=True)
    reason = fields.String(attribute="erasure.reason", required=True)
    prepared_at = fields.AwareDateTime(attribute="erasure.prepared_at", required=True)
    prepared_by = fields.UUID(attribute="erasure.prepared_by", required=True, allow_none=True)
    prepared_by_name = fields.String(attribute="erasure.prepared_by_name", required=True, allow_none=True)
    forecast = fields.List(fields.Nested(ErasureOutcomeSchema), attribute="erasure.outcomes", required=True)
    done_on = fields.Date(attribute="erasure.done_on", required=True, allow_none=True)
    done_by_name = fields.String(attribute="erasure.done_by_name", required=True, allow_none=True)
    dropped_on = fields.Date(attribute="erasure.dropped_on", required=True, allow_none=True)
    rest_due_on = fields.Date(attribute="erasure.rest_due_on", required=True, allow_none=True)
    untouched_since = fields.Date(
        attribute="erasure.untouched_since",
        required=True,
        allow_none=True,
        metadata={"description": "The calendar proposed it: nobody has touched the record since that day."},
    )
    kinds = fields.List(
        fields.String(),
        attribute="erasure.kinds",
        required=True,
        allow_none=True,
        metadata={"description": "The kinds of record that go; null if that is all of it."},
    )
    answers = fields.List(fields.Nested(ErasureConfirmedSchema), required=True)
    missing = fields.List(fields.String(), required=True)


class NamedReaderSchema(Schema):
    """Somebody who may open a restricted record."""

    account_id = fields.UUID(required=True)
    name = fields.String(required=True, allow_none=True)


class RestrictionSchema(PlacedSchema):
    """That only some may open a record."""

    readers = fields.List(fields.Nested(NamedReaderSchema), required=True)


class EmergencyReadingSchema(Schema):
    """Somebody broke the glass before a restricted record."""

    id = fields.UUID(required=True)
    participant_id = fields.UUID(required=True)
    name = fields.String(required=True, allow_none=True)
    reason = fields.String(required=True)
    opened_at = fields.AwareDateTime(required=True)
    until_at = fields.AwareDateTime(required=True)
    reviewed_on = fields.Date(required=True, allow_none=True)
    reviewed_by_name = fields.String(required=True, allow_none=True)
    finding = fields.String(required=True, allow_none=True)
    note = fields.String(required=True, allow_none=True)
