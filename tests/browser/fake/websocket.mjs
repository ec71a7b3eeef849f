// The server's half of a WebSocket (RFC 6455): text frames, ping, close; no extensions. Enough for one hub.
import { createHash } from "node:crypto";

const guid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

export const accept = (request, socket, { onText, onClose }) => {
  const key = createHash("sha1").update(request.headers["sec-websocket-key"] + guid).digest("base64");
  socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${key}\r\n\r\n`);
  socket.setNoDelay(true);
  let buffer = Buffer.alloc(0);
  let parts = [];
  let closed = false;
  const end = () => {
    if (closed) return;
    closed = true;
    socket.destroy();
    onClose();
  };
  const handle = (opcode, final, payload) => {
    if (opcode === 8) return end();
    if (opcode === 9) return void socket.write(frame(10, payload));
    if (opcode > 2) return;
    parts.push(payload);
    if (!final) return;
    onText(Buffer.concat(parts).toString("utf8"));
    parts = [];
  };
  socket.on("data", (chunk) => {
    buffer = Buffer.concat([buffer, chunk]);
    for (;;) {
      const parsed = parse(buffer);
      if (parsed === null) return;
      buffer = buffer.subarray(parsed.size);
      handle(parsed.opcode, parsed.final, parsed.payload);
    }
  });
  socket.on("close", end);
  socket.on("error", end);
  return { send: (text) => !closed && socket.write(frame(1, Buffer.from(text, "utf8"))), close: end };
};

const parse = (b) => {
  if (b.length < 2) return null;
  let length = b[1] & 127;
  let at = 2;
  if (length === 126) {
    if (b.length < 4) return null;
    length = b.readUInt16BE(2);
    at = 4;
  } else if (length === 127) {
    if (b.length < 10) return null;
    length = Number(b.readBigUInt64BE(2));
    at = 10;
  }
  const masked = (b[1] & 128) !== 0;
  const start = at + (masked ? 4 : 0);
  if (b.length < start + length) return null;
  const payload = Buffer.from(b.subarray(start, start + length));
  if (masked) for (let i = 0; i < length; i++) payload[i] ^= b[at + (i & 3)];
  return { opcode: b[0] & 15, final: (b[0] & 128) !== 0, payload, size: start + length };
};

const frame = (opcode, payload) => {
  const n = payload.length;
  const head = n < 126 ? Buffer.from([128 | opcode, n]) : n < 65536 ? Buffer.from([128 | opcode, 126, n >> 8, n & 255]) : Buffer.alloc(10);
  if (n >= 65536) {
    head[0] = 128 | opcode;
    head[1] = 127;
    head.writeBigUInt64BE(BigInt(n), 2);
  }
  return Buffer.concat([head, payload]);
};
