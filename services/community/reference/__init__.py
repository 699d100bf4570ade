"""Spaces, reasons and reactions as data."""
