"""Echo server on python3-tornado."""

import asyncio
import sys

import tornado.web
import tornado.websocket


class Echo(tornado.websocket.WebSocketHandler):
    def get_compression_options(self):
        return {}

    async def on_message(self, message):
        await self.write_message(message, binary=isinstance(message, bytes))


async def main(port):
    application = tornado.web.Application(
        [("/echo", Echo)], websocket_max_message_size=64 << 20
    )
    application.listen(port, "127.0.0.1", max_buffer_size=128 << 20)
    print(f"listening on 127.0.0.1:{port}", flush=True)
    await asyncio.Event().wait()


asyncio.run(main(int(sys.argv[1])))
