"""What is said, to whom and when, as data: rules and templates that an operator can read and correct."""
