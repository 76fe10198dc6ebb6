import type { Readable } from 'node:stream';

export const answerHeaders = { ':status': 200, 'content-type': 'application/grpc' };

/** Of gRPC, as they stand in `grpc-status`. */
export const statusCode = { ok: '0', unknown: '2', notFound: '5', unimplemented: '12' } as const;

/** A byte for compression, four for the length, then the message. */
const headSize = 5;

/** One message as it goes over the wire, from the parts that it consists of. */
export function frame(...parts: readonly Uint8Array[]): Buffer {
  const head = Buffer.alloc(headSize);
  head.writeUInt32BE(
    parts.reduce((size, part) => size + part.length, 0),
    1,
  );
  return Buffer.concat([head, ...parts]);
}

/** The messages of a call, gathered as they arrive: those that are there together come together. */
export async function* readMessages(stream: Readable): AsyncGenerator<readonly Buffer[]> {
  let rest: Buffer = Buffer.alloc(0);
  // The stream is answered, and ended, when nothing more is read.
  for await (const chunk of stream.iterator({ destroyOnReturn: false })) {
    if (!Buffer.isBuffer(chunk)) continue;
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const messages: Buffer[] = [];
    for (;;) {
      const end = rest.length < headSize ? Infinity : headSize + rest.readUInt32BE(1);
      if (rest.length < end) break;
      messages.push(rest.subarray(headSize, end));
      rest = rest.subarray(end);
    }
    if (messages.length > 0) yield messages;
  }
}
