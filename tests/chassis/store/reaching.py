"""Ways to a server, for tests."""

from contextlib import closing

import psutil
import psycopg2

from chassis.store.embedded import EmbeddedServer


def connect(url: str):
    return closing(psycopg2.connect(url.replace("+psycopg2", "")))


def run(url: str, statement: str) -> list[tuple]:
    with connect(url) as connection, connection, connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


def postmaster(server: EmbeddedServer) -> psutil.Process:
    return psutil.Process(int((server.data / "postmaster.pid").read_text().split()[0]))
