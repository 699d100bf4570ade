"""Management information: figures that can be traced to the facts that they count."""
