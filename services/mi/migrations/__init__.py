"""The history of management information's own tables."""
