"""A WebSocket client that says and shows exactly what is on the wire: sockets and RFC 6455 §5.2,
no library and nothing of wsproof, so that it can bear witness about both."""

import os
import socket
import struct
import zlib
from dataclasses import dataclass

CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0, 1, 2, 8, 9, 10
KEY, ACCEPT = "dGhlIHNhbXBsZSBub25jZQ==", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="  # RFC 6455 §1.3


@dataclass
class Frame:
    opcode: int
    payload: bytes
    fin: bool = True
    rsv: int = 0  # RSV1 is 4


def encode(opcode, payload=b"", fin=True, rsv=0, mask=True):
    size = len(payload)
    first = fin << 7 | rsv << 4 | opcode
    bit = 0x80 if mask else 0
    if size < 126:
        head = struct.pack("!BB", first, bit | size)
    elif size < 65536:
        head = struct.pack("!BBH", first, bit | 126, size)
    else:
        head = struct.pack("!BBQ", first, bit | 127, size)
    if not mask:
        return head + payload
    key = os.urandom(4)
    cover = int.from_bytes((key * (size // 4 + 1))[:size], "big")
    return head + key + (int.from_bytes(payload, "big") ^ cover).to_bytes(size, "big")


def deflate(payload):
    """RFC 7692 §7.2.1 for a message that uses no earlier one."""
    engine = zlib.compressobj(wbits=-15)
    return (engine.compress(payload) + engine.flush(zlib.Z_SYNC_FLUSH))[:-4]


class Ended(Exception):
    """TCP ended: its text is 'eof' or 'reset'."""


class Wire:
    """One connection. Raises socket.timeout when the peer owes octets for longer than `patience`."""

    def __init__(self, port, patience=5.0):
        self.socket = socket.create_connection(("127.0.0.1", port), patience)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.received = b""
        self.inflater = zlib.decompressobj(wbits=-15)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def send(self, octets):
        try:
            self.socket.sendall(octets)
        except (BrokenPipeError, ConnectionResetError) as error:
            raise Ended("reset") from error

    def more(self):
        try:
            octets = self.socket.recv(1 << 18)
        except ConnectionResetError as error:
            raise Ended("reset") from error
        if not octets:
            raise Ended("eof")
        self.received += octets

    def take(self, size):
        pieces, have = [self.received], len(self.received)
        while have < size:
            self.received = b""
            self.more()
            pieces.append(self.received)
            have += len(self.received)
        whole = b"".join(pieces)
        self.received = whole[size:]
        return whole[:size]

    def head(self):
        """The response head: its lines without the last, empty one."""
        while b"\r\n\r\n" not in self.received:
            self.more()
        head, self.received = self.received.split(b"\r\n\r\n", 1)
        return head.decode("latin-1").split("\r\n")

    def open(self, path="/echo", extra=""):
        self.send((f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n"
                   f"Connection: Upgrade\r\nSec-WebSocket-Key: {KEY}\r\n"
                   f"Sec-WebSocket-Version: 13\r\n{extra}\r\n").encode())
        return self.head()

    def frame(self):
        first, second = self.take(2)
        size = second & 0x7F
        if size > 125:
            size = int.from_bytes(self.take(2 if size == 126 else 8), "big")
        if second & 0x80:
            raise AssertionError("a server's frame is masked")
        return Frame(first & 15, self.take(size), bool(first & 0x80), first >> 4 & 7)

    def message(self):
        """The next data message put together, or a control frame as it comes."""
        whole = self.frame()
        if whole.opcode >= CLOSE:
            return whole
        pieces = [whole.payload]
        while not whole.fin:
            piece = self.frame()
            if piece.opcode != CONTINUATION:
                raise AssertionError(f"opcode {piece.opcode} inside a message")
            pieces.append(piece.payload)
            whole.fin = piece.fin
        whole.payload = b"".join(pieces)
        if whole.rsv == 4:
            whole.payload = self.inflater.decompress(whole.payload + b"\0\0\xff\xff")
            whole.rsv = 0
        return whole
