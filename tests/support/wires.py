"""A wire between two parties of the system, which can stall, be cut, or be slow: a small TCP proxy."""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from typing import Any

PIECE = 65536


class Wire:
    """Listens at a port of this machine and passes on to another address, unless something is wrong with it.

    `to` is (host, port), or the path of a Unix socket. `there` is what goes to it, `back` what comes from it.
    """

    def __init__(self, to: tuple[str, int] | str) -> None:
        self._to = to
        self._loop = asyncio.new_event_loop()
        self._flows = {"there": asyncio.Event(), "back": asyncio.Event()}
        self._seconds = 0.0
        self._is_cut = False
        self._pairs: set[tuple[asyncio.StreamWriter, asyncio.StreamWriter]] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._thread = threading.Thread(target=self._loop.run_forever, name="wire", daemon=True)
        self._thread.start()
        self._server = self._do(self._listen())
        self.port: int = self._server.sockets[0].getsockname()[1]

    def stall(self, *directions: str) -> None:
        """From now on nothing arrives (in these directions, or in both), and nobody hangs up."""
        self._now(lambda: [self._flows[one].clear() for one in directions or self._flows])

    def cut(self) -> None:
        """Hang up on everybody, and let nobody in."""

        def cut() -> None:
            self._is_cut = True
            for pair in tuple(self._pairs):
                for writer in pair:
                    writer.transport.abort()

        self._now(cut)

    def delay(self, seconds: float) -> None:
        """From now on each piece takes so much longer, each way."""
        self._seconds = seconds

    def mend(self) -> None:
        """All is well again; what was held up arrives."""

        def mend() -> None:
            self._is_cut, self._seconds = False, 0.0
            for flow in self._flows.values():
                flow.set()

        self._now(mend)

    def close(self) -> None:
        """Take it away."""
        self.cut()
        self._do(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()

    async def _listen(self) -> asyncio.Server:
        for flow in self._flows.values():
            flow.set()
        return await asyncio.start_server(self._connected, "127.0.0.1", 0)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._is_cut:
            writer.transport.abort()
            return
        try:
            far_reader, far = await self._reach()
        except OSError:
            writer.transport.abort()
            return
        self._pairs.add((writer, far))
        for flow, source, sink in (("there", reader, far), ("back", far_reader, writer)):
            task = self._loop.create_task(self._pass_on(flow, source, sink))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _reach(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if isinstance(self._to, str):
            return await asyncio.open_unix_connection(self._to)
        return await asyncio.open_connection(*self._to)

    async def _pass_on(self, flow: str, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        try:
            while piece := await source.read(PIECE):
                if self._seconds:
                    await asyncio.sleep(self._seconds)
                await self._flows[flow].wait()
                sink.write(piece)
                await sink.drain()
            await self._flows[flow].wait()
        except OSError:
            pass
        finally:
            sink.close()
            self._pairs = {pair for pair in self._pairs if not all(one.is_closing() for one in pair)}

    async def _end(self) -> None:
        self._server.close()
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _do(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    def _now(self, work: Callable[[], object]) -> None:
        async def done() -> None:
            work()

        self._do(done())
