// Echo server on the `ws` library, with its defaults and permessage-deflate switched on.
'use strict';
const { WebSocketServer } = require('ws');

const port = Number(process.argv[2]);
const server = new WebSocketServer({
  host: '127.0.0.1',
  port,
  maxPayload: 64 * 1024 * 1024,
  perMessageDeflate: true,
});

server.on('listening', () => console.log(`listening on 127.0.0.1:${port}`));
server.on('connection', (socket) => {
  socket.on('error', () => {}); // a faulty peer is closed by the library; nothing else to do
  socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }));
});
