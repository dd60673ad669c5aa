"""Echo server on python3-websockets: its own serve() and defaults (permessage-deflate is one)."""

import asyncio
import sys

import websockets


async def echo(websocket):
    try:
        async for message in websocket:
            await websocket.send(message)
    except websockets.ConnectionClosedError:
        pass  # the library has answered a faulty peer already; left alone it also prints a traceback


async def main(port):
    async with websockets.serve(echo, "127.0.0.1", port, max_size=64 << 20):
        print(f"listening on 127.0.0.1:{port}", flush=True)
        await asyncio.Future()


asyncio.run(main(int(sys.argv[1])))
