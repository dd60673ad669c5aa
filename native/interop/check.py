#!/usr/bin/python3
"""Checks that the foreign peers work at all, before anyone judges them: check.py [NAME...]

Starts each with peers.py on a free port and lets it echo, answer a ping, compress and close, with a
plain socket on our side. Prints a line a peer. A check named in the peer's known_faults must fail.
Exit 1 when one is wrong, 3 when one cannot run.
"""

import pathlib
import signal
import socket
import subprocess
import sys
import time

import peers
import wire
from wire import BINARY, CLOSE, PING, PONG, TEXT, Frame, Wire

SIZES = (0, 1, 125, 126, 65535, 65536, 1 << 20, 16 << 20)
OFFER = "Sec-WebSocket-Extensions: permessage-deflate\r\n"


def expect(what, came, wanted):
    if came != wanted:
        raise AssertionError(f"{what}: came {str(came)[:120]}, not {str(wanted)[:120]}")


def opened(port, path, extra=""):
    client = Wire(port, patience=20)
    lines = client.open(path, extra)
    expect("status", lines[0].split(" ")[1], "101")
    fields = {name.lower(): value.strip() for name, _, value in (l.partition(":") for l in lines[1:])}
    expect("accept", fields.get("sec-websocket-accept"), wire.ACCEPT)
    return client, fields


def check_echo(port, path):
    client, _ = opened(port, path)
    with client:
        for size in SIZES:
            for opcode, payload in ((TEXT, b"*" * size), (BINARY, bytes(range(256)) * (size // 256 + 1))):
                client.send(wire.encode(opcode, payload[:size]))
                expect(f"echo of {size}", client.message(), Frame(opcode, payload[:size]))


def check_fragments_and_ping(port, path):
    client, _ = opened(port, path)
    with client:
        client.send(wire.encode(TEXT, b"Hel", fin=False) + wire.encode(PING, b"now"))
        expect("pong", client.message(), Frame(PONG, b"now"))
        client.send(wire.encode(wire.CONTINUATION, b"lo"))
        expect("message of two frames", client.message(), Frame(TEXT, b"Hello"))


def check_close(port, path):
    client, _ = opened(port, path)
    with client:
        client.send(wire.encode(CLOSE, b"\x03\xe8bye"))
        answer = client.message()
        expect("close", (answer.opcode, answer.payload[:2]), (CLOSE, b"\x03\xe8"))
        try:
            client.more()
        except wire.Ended as end:
            expect("end of TCP", str(end), "eof")
        else:
            raise AssertionError("octets after the Close frame")


def check_deflate(port, path):
    client, fields = opened(port, path, OFFER)
    extension = fields.get("sec-websocket-extensions", "")
    expect("extension", extension.startswith("permessage-deflate"), True)
    with client:
        echo_compressed(client, (b"Hello", b"so compressible " * 1000))
    return extension


def check_empty_deflate(port, path):
    client, _ = opened(port, path, OFFER)
    with client:
        echo_compressed(client, (b"Hello", b""))


def echo_compressed(client, texts):
    for text in texts:
        client.send(wire.encode(TEXT, wire.deflate(text), rsv=4))
        expect("compressed echo", client.message(), Frame(TEXT, text))


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def launched(name, port, lifetime):
    return subprocess.Popen(
        ["/usr/bin/python3", str(pathlib.Path(peers.__file__)), "start", name, str(port)],
        stdout=subprocess.PIPE, text=True,
        env={**peers.os.environ, "WSPROOF_PEER_LIFETIME": str(lifetime)})


class Running:
    """A peer in its own process, from its line of readiness to its end by SIGTERM."""

    def __init__(self, name, lifetime=300):
        self.port = free_port()
        self.process = launched(name, self.port, lifetime)
        line = self.process.stdout.readline()
        if not line.startswith("listening"):
            self.process.stdout.close()
            code = self.process.wait()
            raise ChildProcessError(f"{name} did not start (exit {code})")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise AssertionError("SIGTERM did not end the peer within 5 s") from None
        finally:
            self.process.stdout.close()


CHECKS = (check_echo, check_fragments_and_ping, check_close, check_deflate, check_empty_deflate)


def check_peer(peer):
    """What the peer answered to the offer, and the known faults that it showed."""
    said = []
    with Running(peer["name"]) as server:
        for check in CHECKS:
            is_known = check.__name__ in peer.get("known_faults", {})
            try:
                said.append(check(server.port, peer["path"]))
            except (wire.Ended, OSError, AssertionError) as error:
                if not is_known:
                    raise AssertionError(f"{check.__name__}: {error}") from error
                said.append(f"known fault: {check.__name__}")
            else:
                expect(f"{check.__name__} passed, known fault", is_known, False)
    return "; ".join(filter(None, said))


def check_lifetime(peer):
    """It ends by the alarm; whether it was ready by then is the machine's affair."""
    with launched(peer["name"], free_port(), lifetime=1) as process:
        try:
            expect("end by lifetime", process.wait(10), -signal.SIGALRM)
        finally:
            process.kill()


def main(names):
    known = [peer["name"] for peer in peers.PEERS]
    code = 0
    for peer in [peers.find(name) for name in names or known]:
        try:
            peers.build(peer)
            started = time.monotonic()
            said = check_peer(peer)
            took = time.monotonic() - started
            check_lifetime(peer)
            print(f"ok    {peer['name']:16} {peers.version(peer):18} {took:4.1f} s  {said}", flush=True)
        except ChildProcessError as error:
            code = 3
            print(f"ERROR {error}", flush=True)
        except (AssertionError, subprocess.TimeoutExpired) as error:
            code = code or 1
            print(f"WRONG {peer['name']:16} {error}", flush=True)
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
