"""Codes as dated YAML with English and Welsh labels; a code is never renamed, only retired."""
