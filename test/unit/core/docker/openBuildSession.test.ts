import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type ClientHttp2Session, type IncomingHttpHeaders } from 'node:http2';
import { createServer, type Server } from 'node:http';
import Docker from 'dockerode';
import protobuf from 'protobufjs/minimal.js';
import { openBuildSession, type BuildSession } from '../../../../src/core/docker/openBuildSession.ts';

/** An Engine that hijacks /session and then asks, as BuildKit does. */
describe('openBuildSession', () => {
  let engine: Server;
  let buildKit: Promise<ClientHttp2Session>;
  let session: BuildSession;

  beforeEach(async () => {
    engine = createServer();
    buildKit = new Promise((resolve) => {
      engine.on('upgrade', (_request, socket) => {
        socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n');
        resolve(connect('http://buildkit', { createConnection: () => socket }));
      });
    });
    engine.listen(0, '127.0.0.1');
    await once(engine, 'listening');
    const address = engine.address();
    assert.ok(address !== null && typeof address === 'object');
    const docker = new Docker({ host: '127.0.0.1', port: address.port, protocol: 'http' });
    session = await openBuildSession(docker, (host) =>
      host === 'localhost:5000' ? { username: 'ada', password: 'pä$s' } : undefined,
    );
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
    const head = Buffer.alloc(5);
    head.writeUInt32BE(message.length, 1);
    stream.end(Buffer.concat([head, message]));
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
    const other = await call('/moby.filesync.v1.FileSync/DiffCopy', new Uint8Array());
    assert.equal(other.status, '12');
  });

  it('answers many questions at once', async () => {
    const hosts = Array.from({ length: 50 }, (_, index) => (index % 2 === 0 ? 'localhost:5000' : `other:${index}`));
    const answers = await Promise.all(hosts.map(askCredentials));
    assert.equal(answers.filter((answer) => answer.length === 2).length, 25);
  });

  it('is gone when it is closed', async () => {
    await askCredentials('localhost:5000');
    const client = await buildKit;
    session.close();
    await once(client, 'close');
  });
});
