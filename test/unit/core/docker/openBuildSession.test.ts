import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type ClientHttp2Session, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http2';
import { createServer, type Server } from 'node:http';
import Docker from 'dockerode';
import protobuf from 'protobufjs/minimal.js';
import { frame, readMessages, type SyncedEntry } from '../../../../src/core/docker/grpcMessages.ts';
import { openBuildSession, type BuildSession } from '../../../../src/core/docker/openBuildSession.ts';
import { EdkError } from '../../../../src/core/errors/edkError.ts';

/** An Engine that hijacks /session and then asks, as BuildKit does. */
describe('openBuildSession', () => {
  let engine: Server;
  let buildKit: Promise<ClientHttp2Session>;
  let session: BuildSession;
  let announced: IncomingHttpHeaders;
  const folders = new Map<string, readonly SyncedEntry[]>();
  const wanted: string[][] = [];

  beforeEach(async () => {
    folders.clear();
    wanted.length = 0;
    engine = createServer();
    buildKit = new Promise((resolve) => {
      engine.on('upgrade', (request, socket) => {
        announced = request.headers;
        socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n');
        resolve(connect('http://buildkit', { createConnection: () => socket }));
      });
    });
    engine.listen(0, '127.0.0.1');
    await once(engine, 'listening');
    const address = engine.address();
    assert.ok(address !== null && typeof address === 'object');
    const docker = new Docker({ host: '127.0.0.1', port: address.port, protocol: 'http' });
    session = await openBuildSession(docker, {
      credentials: (host) => (host === 'localhost:5000' ? { username: 'ada', password: 'pä$s' } : undefined),
      folder: (name, paths) => {
        wanted.push([name, ...paths]);
        return folders.get(name);
      },
      sharedKey: 'folder of ada',
    });
  });
  afterEach(async () => {
    session.close();
    (await buildKit).destroy();
    engine.closeAllConnections();
    engine.close();
  });

  async function call(path: string, message: Uint8Array): Promise<{ status: unknown; message: Buffer }> {
    const stream = (await buildKit).request({ ':method': 'POST', ':path': path, 'content-type': 'application/grpc' });
    let status: unknown;
    stream.on('response', (headers) => (status = headers['grpc-status'] ?? status));
    stream.on('trailers', (headers: IncomingHttpHeaders) => (status = headers['grpc-status'] ?? status));
    stream.end(frame(message));
    const chunks: Buffer[] = [];
    for await (const chunk of stream) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
    return { status, message: Buffer.concat(chunks).subarray(5) };
  }

  async function askCredentials(host: string): Promise<string[]> {
    const request = protobuf.Writer.create().uint32(10).string(host).finish();
    const { status, message } = await call('/moby.filesync.v1.Auth/Credentials', request);
    assert.equal(status, '0');
    const reader = protobuf.Reader.create(message);
    const fields: string[] = [];
    while (reader.pos < reader.len) {
      reader.uint32();
      fields.push(reader.string());
    }
    return fields;
  }

  it('gives the registry its credentials', async () => {
    assert.deepEqual(await askCredentials('localhost:5000'), ['ada', 'pä$s']);
  });

  it('gives no other registry any', async () => {
    for (const host of ['registry-1.docker.io', 'localhost:50001', 'evil.localhost:5000', '']) {
      assert.deepEqual(await askCredentials(host), [], host);
    }
  });

  it('says that it is well, and that it knows nothing else', async () => {
    const health = await call('/grpc.health.v1.Health/Check', new Uint8Array());
    assert.deepEqual([health.status, [...health.message]], ['0', [8, 1]]);
    const other = await call('/moby.filesync.v1.FileSync/TarStream', new Uint8Array());
    assert.equal(other.status, '12');
  });

  it('answers many questions at once', async () => {
    const hosts = Array.from({ length: 50 }, (_, index) => (index % 2 === 0 ? 'localhost:5000' : `other:${index}`));
    const answers = await Promise.all(hosts.map(askCredentials));
    assert.equal(answers.filter((answer) => answer.length === 2).length, 25);
  });

  const attributes = { mode: 0o644, modified: 0n };
  const file = (path: string, pieces: readonly string[]): SyncedEntry => ({
    ...attributes,
    kind: 'file',
    path,
    size: Buffer.byteLength(pieces.join('')),
    content: () => pieces.map((piece) => Buffer.from(piece)),
  });
  const writer = (): protobuf.Writer => protobuf.Writer.create();
  const request = (id: number): Buffer => frame(writer().uint32(0x08).uint32(1).uint32(0x18).uint32(id).finish());
  const end = frame(writer().uint32(0x08).uint32(3).finish());

  interface Packet {
    readonly type: number;
    readonly stat?: Uint8Array;
    readonly id: number;
    readonly data: string;
  }
  function readPacket(message: Uint8Array): Packet {
    const reader = protobuf.Reader.create(message);
    let packet: Packet = { type: 0, id: 0, data: '' };
    while (reader.pos < reader.len) {
      const tag = reader.uint32();
      if (tag === 0x08) packet = { ...packet, type: reader.uint32() };
      else if (tag === 0x12) packet = { ...packet, stat: reader.bytes() };
      else if (tag === 0x18) packet = { ...packet, id: reader.uint32() };
      else packet = { ...packet, data: Buffer.from(reader.bytes()).toString() };
    }
    return packet;
  }

  /** Asks for a folder as BuildKit does: hears of all entries, then wants some of the files. */
  async function copy(headers: OutgoingHttpHeaders, ids: readonly number[]) {
    const path = '/moby.filesync.v1.FileSync/DiffCopy';
    const stream = (await buildKit).request({ ':method': 'POST', ':path': path, ...headers });
    let status: unknown;
    stream.on('response', (answer) => (status = answer['grpc-status'] ?? status));
    stream.on('trailers', (answer: IncomingHttpHeaders) => (status = answer['grpc-status'] ?? status));
    const packets: Packet[] = [];
    for await (const messages of readMessages(stream)) {
      for (const packet of messages.map(readPacket)) {
        packets.push(packet);
        const lastStat = packet.type === 0 && packet.stat === undefined;
        if (lastStat) stream.write(Buffer.concat([...ids.map(request), ...(ids.length === 0 ? [end] : [])]));
        const lastData = packets.filter(({ type, data }) => type === 2 && data === '').length === ids.length;
        if (packet.type === 2 && lastData) stream.write(end);
      }
    }
    return { packets, status };
  }

  it('says under which name its folders are kept, and that it sends files', () => {
    assert.equal(announced['x-docker-expose-session-sharedkey'], 'folder of ada');
    assert.equal(announced['x-docker-expose-session-grpc-method'], '/moby.filesync.v1.FileSync/DiffCopy');
  });

  it('tells of a folder and sends the files that are asked for, whole and no others', async () => {
    folders.set('context', [
      { ...attributes, kind: 'folder', path: 'd' },
      file('d/a', ['one ', 'two']),
      { ...attributes, kind: 'link', path: 'l', target: 'd/a' },
      file('x', ['not wanted']),
      file('y', []),
    ]);
    const { packets, status } = await copy({ 'dir-name': 'context' }, [1, 4]);
    assert.equal(status, '0');
    assert.equal(packets.filter(({ stat }) => stat !== undefined).length, 5);
    assert.deepEqual(
      packets.filter(({ type }) => type !== 0).map(({ type, id, data }) => [type, id, data]),
      [
        [2, 1, 'one '],
        [2, 1, 'two'],
        [2, 1, ''],
        [2, 4, ''],
        [3, 0, ''],
      ],
    );
    assert.equal(session.failure, undefined);
  });

  it('ends well when BuildKit has everything already', async () => {
    folders.set('context', [file('a', ['same'])]);
    const { packets, status } = await copy({ 'dir-name': 'context' }, []);
    assert.deepEqual([status, packets.at(-1)?.type, packets.length], ['0', 3, 3]);
  });

  it('reads the paths that are wanted, with commas, and encoded ones', async () => {
    folders.set('context', []);
    await copy({ 'dir-name': 'context', followpaths: ['a, b', 'c+d'] }, []);
    await copy({ 'dir-name': 'context', followpaths: [Buffer.from('ä').toString('latin1')] }, []);
    await copy({ 'dir-name': 'context', 'include-patterns': ['%C3%A4+b'], 'include-patterns-encoded': '1' }, []);
    assert.deepEqual(wanted, [
      ['context', 'a, b', 'c+d'],
      ['context', 'ä'],
      ['context', 'ä b'],
    ]);
  });

  it('has no other folder', async () => {
    assert.deepEqual(await copy({ 'dir-name': 'home' }, []), { packets: [], status: '5' });
  });

  it('never says that a file is whole when reading it fails, and keeps the reason', async () => {
    const failure = new EdkError('context.changed', 'a changed.');
    const content = function* () {
      yield Buffer.from('half');
      throw failure;
    };
    folders.set('context', [{ ...attributes, kind: 'file', path: 'a', size: 8, content }]);
    const { packets, status } = await copy({ 'dir-name': 'context' }, [0]);
    assert.equal(status, '2');
    assert.deepEqual(
      packets.filter(({ type, data }) => type === 2 && data === ''),
      [],
    );
    assert.equal(session.failure, failure);
  });

  it('stops reading a file when it is closed, and takes that for no failure', async () => {
    let closed = (): void => undefined;
    const ended = new Promise<void>((resolve) => (closed = resolve));
    const content = function* () {
      try {
        for (;;) yield Buffer.alloc(1_000_000);
      } finally {
        closed();
      }
    };
    folders.set('context', [{ ...attributes, kind: 'file', path: 'a', size: 1e15, content }]);
    const path = '/moby.filesync.v1.FileSync/DiffCopy';
    const stream = (await buildKit).request({ ':method': 'POST', ':path': path, 'dir-name': 'context' });
    stream.on('error', () => undefined);
    stream.write(request(0));
    await once(stream, 'data');
    session.close();
    await ended;
    assert.equal(session.failure, undefined);
  });

  it('is gone when it is closed', async () => {
    await askCredentials('localhost:5000');
    const client = await buildKit;
    session.close();
    await once(client, 'close');
  });
});
