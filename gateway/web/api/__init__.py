"""The gateway's own API, and the way through to every service's."""
