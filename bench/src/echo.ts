/** The least that a Node server can do for a packet: it sends it back with QR set. `echo.ts ADDRESS PORT`. */
import { createSocket, type SocketOptions } from 'node:dgram';

/** The peers are addresses: asking a resolver about them would be Node's cost, but not the socket's. */
const lookup: NonNullable<SocketOptions['lookup']> = (host, _options, callback) => callback(null, host, 4);
const [address = '127.0.0.1', port = '0'] = process.argv.slice(2);

const socket = createSocket({ type: 'udp4', lookup });
socket.on('message', (message, remote) => {
  message[2]! |= 0x80;
  socket.send(message, remote.port, remote.address);
});
socket.bind(Number(port), address);
