"""Facts travel as events: outbox, relay, broker, subscription, inbox; what failed is parked, never lost."""
