import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EdkError } from '../../../../src/core/errors/edkError.ts';
import { createHttpClient, HttpFailure, type HttpRequest } from '../../../../src/core/http/httpClient.ts';
import { multipartForm } from '../../../../src/core/http/httpBody.ts';
import { freePort } from '../../../../scripts/setup/freePort.mjs';
import { startScriptedServer, type ScriptedAnswer, type ScriptedServer } from '../../../support/startScriptedServer.ts';

describe('the HTTP client', () => {
  const client = createHttpClient({ http: undefined, https: undefined, no: undefined });
  const servers: ScriptedServer[] = [];
  afterEach(() => Promise.all(servers.splice(0).map((server) => server.stop())));
  after(() => client.close());

  async function get(answer: ScriptedAnswer, changes: Partial<HttpRequest> = {}) {
    const server = await startScriptedServer({ 'GET /': answer, 'POST /': answer });
    servers.push(server);
    const signal = new AbortController().signal;
    return client.send({ method: 'GET', url: new URL(server.url), signal, deadlineMs: 5000, ...changes });
  }

  async function failure(answer: ScriptedAnswer, changes: Partial<HttpRequest> = {}): Promise<HttpFailure> {
    try {
      await get(answer, changes);
    } catch (error) {
      if (error instanceof HttpFailure) return error;
      throw error;
    }
    assert.fail('nothing was thrown');
  }

  it('gives every status as an answer', async () => {
    const answer = await get({ status: 500, body: 'Größe' });
    assert.equal(answer.status, 500);
    assert.equal(answer.text(), 'Größe');
  });

  it('follows no redirect', async () => {
    const answer = await get({ status: 301, headers: { location: 'http://127.0.0.1:1/' } });
    assert.equal(answer.status, 301);
  });

  it('counts the body into the deadline', async () => {
    assert.equal((await failure({ hang: true }, { deadlineMs: 30 })).reason, 'timeout');
    assert.equal((await failure({ body: 'x', delayMs: 200 }, { deadlineMs: 30 })).reason, 'timeout');
  });

  it('tells an answer that breaks off or is too long', async () => {
    assert.equal((await failure({ body: '[', missingBytes: 5 })).reason, 'lost');
    assert.match((await failure({ body: 'x'.repeat(100) }, { maximumAnswerBytes: 99 })).message, /longer than 99/);
    assert.equal((await get({ body: 'x'.repeat(100) }, { maximumAnswerBytes: 100 })).body.byteLength, 100);
  });

  it('tells a connection that broke off from none at all', async () => {
    assert.equal((await failure({ dropAfterBytes: 0 }, { method: 'POST', body: 'x' })).reason, 'lost');
    const url = new URL(`http://127.0.0.1:${await freePort()}`);
    assert.equal((await failure({}, { url })).reason, 'connection');
  });

  it('tells cancellation from failure', async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 5);
    await assert.rejects(get({ hang: true }, { signal: controller.signal }), { name: 'AbortError' });
  });

  describe('with a body in pieces', () => {
    const piece = new Uint8Array(128 * 1024).fill(7);
    const count = 200;

    async function send(
      pieces: Iterable<Uint8Array>,
      answer: (incoming: IncomingMessage, out: ServerResponse) => void,
    ) {
      const server = createServer(answer);
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
      const { signal } = new AbortController();
      try {
        const body = { byteLength: count * piece.byteLength, pieces };
        return await client.send({ method: 'PUT', url, signal, deadlineMs: 5000, body });
      } finally {
        server.closeAllConnections();
        server.close();
      }
    }

    function* same(asked: { pieces: number }): Generator<Uint8Array> {
      for (; asked.pieces < count; asked.pieces += 1) yield piece;
    }

    it('has sent a piece when it asks for the next', async () => {
      const buffer = new Uint8Array(piece.byteLength);
      function* overwritten(): Generator<Uint8Array> {
        for (let number = 0; number < count; number += 1) yield buffer.fill(number);
      }
      const received: Buffer[] = [];
      const answer = await send(overwritten(), (incoming, out) => {
        incoming.on('data', (chunk: Buffer) => received.push(chunk)).on('end', () => out.end('done'));
      });
      assert.equal(answer.text(), 'done');
      const bytes = Buffer.concat(received);
      const { byteLength } = buffer;
      const wrong = Array.from({ length: count }, (_, number) => number).filter(
        (number) =>
          !bytes.subarray(number * byteLength, (number + 1) * byteLength).equals(Buffer.alloc(byteLength, number)),
      );
      assert.deepEqual([bytes.byteLength, wrong], [count * piece.byteLength, []]);
    });

    it('takes an answer that comes before the end, and sends no more', async () => {
      const asked = { pieces: 0 };
      const answer = await send(same(asked), (_incoming, out) => out.writeHead(413).end('too large'));
      assert.deepEqual([answer.status, answer.text()], [413, 'too large']);
      assert.ok(asked.pieces < count, `${asked.pieces} pieces were sent`);
    });

    it('ends with what the pieces throw', async () => {
      function* failing(): Generator<Uint8Array> {
        yield piece;
        throw new EdkError('platform.failed', 'It became shorter.');
      }
      await assert.rejects(
        send(failing(), (incoming) => incoming.resume()),
        /It became shorter/,
      );
    });
  });

  it('sends texts and files as a form', async () => {
    const content = Buffer.from([0, 255, 10, 13]);
    const body = multipartForm({
      'a "name"': 'a text',
      file: { fileName: 'x.tgz', contentType: 'application/gzip', content },
    });
    await get({}, { method: 'POST', body });
    const received = servers[0]?.requests[0];
    assert.match(received?.headers['content-type'] ?? '', /^multipart\/form-data; boundary=/);
    assert.match(received?.body.toString('latin1') ?? '', /name="a %22name%22"\r\n\r\na text\r\n/);
    assert.ok(received?.body.includes(content));
  });
});
