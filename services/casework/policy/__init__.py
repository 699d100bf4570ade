"""Who may do what, and whom a list may show: one rule for both, a module per concept."""
