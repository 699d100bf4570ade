"""Fixtures for all tests come from the chassis's own plugin."""

pytest_plugins = ["chassis.testing.plugin", "suites", "chromium"]
