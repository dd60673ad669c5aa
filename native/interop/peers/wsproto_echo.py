"""Echo server on python3-wsproto, which has no I/O of its own: asyncio moves the octets."""

import asyncio
import sys

from wsproto import ConnectionType, WSConnection
from wsproto.events import (
    AcceptConnection,
    BytesMessage,
    CloseConnection,
    Ping,
    Request,
    TextMessage,
)
from wsproto.extensions import PerMessageDeflate
from wsproto.utilities import LocalProtocolError, RemoteProtocolError


class Echo:
    """One connection: octets in, octets to send out. `done` says that the sender should hang up."""

    def __init__(self):
        self.ws = WSConnection(ConnectionType.SERVER)
        self.pieces = []
        self.done = False

    def receive(self, octets):
        try:
            self.ws.receive_data(octets)
            return b"".join(self.answer(event) for event in self.ws.events())
        except RemoteProtocolError as error:  # a handshake that the library refuses
            self.done = True
            return self.ws.send(error.event_hint) if error.event_hint else b""

    def answer(self, event):
        if isinstance(event, Request):
            return self.ws.send(AcceptConnection(extensions=[PerMessageDeflate()]))
        if isinstance(event, Ping):
            return self.ws.send(event.response())
        if isinstance(event, (TextMessage, BytesMessage)):
            return self.echo(event)
        if isinstance(event, CloseConnection):
            self.done = True
            return self.ws.send(event.response())
        return b""

    def echo(self, piece):
        self.pieces.append(piece.data)
        if not piece.message_finished:
            return b""
        whole = type(piece.data)().join(self.pieces)
        self.pieces = []
        return self.ws.send(type(piece)(data=whole))


async def serve(reader, writer):
    echo = Echo()
    try:
        while not echo.done and (octets := await reader.read(65536)):
            writer.write(echo.receive(octets))
            await writer.drain()
    except (ConnectionError, LocalProtocolError):
        pass
    finally:
        writer.close()


async def main(port):
    server = await asyncio.start_server(serve, "127.0.0.1", port)
    print(f"listening on 127.0.0.1:{port}", flush=True)
    await server.serve_forever()


asyncio.run(main(int(sys.argv[1])))
