"""Echo server on python3-autobahn with Twisted.

With --testee it is set up as Autobahn's own test server is (a broken rule is answered with a Close
frame); without, the library's default holds, which drops the connection without a word.
"""

import argparse

from autobahn.twisted.websocket import WebSocketServerFactory, WebSocketServerProtocol
from autobahn.websocket.compress import PerMessageDeflateOffer, PerMessageDeflateOfferAccept
from twisted.internet import reactor


class Echo(WebSocketServerProtocol):
    def onMessage(self, payload, isBinary):
        self.sendMessage(payload, isBinary)


def accept(offers):
    for offer in offers:
        if isinstance(offer, PerMessageDeflateOffer):
            return PerMessageDeflateOfferAccept(offer)
    return None


parser = argparse.ArgumentParser()
parser.add_argument("port", type=int)
parser.add_argument("--testee", action="store_true")
arguments = parser.parse_args()

factory = WebSocketServerFactory(f"ws://127.0.0.1:{arguments.port}")
factory.protocol = Echo
factory.setProtocolOptions(
    maxMessagePayloadSize=64 << 20,
    perMessageCompressionAccept=accept,
    failByDrop=not arguments.testee,
)
reactor.listenTCP(arguments.port, factory, interface="127.0.0.1")
reactor.callWhenRunning(print, f"listening on 127.0.0.1:{arguments.port}", flush=True)
reactor.run()
