"""The wing that people and programs reach: accounts, pages, and the way to each service's API."""
