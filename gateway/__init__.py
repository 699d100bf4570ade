"""The only door: accounts, pages and the API for people and programs (`web`), streams for others
(`exchange`).
"""
