"""The history of the gateway's database."""
