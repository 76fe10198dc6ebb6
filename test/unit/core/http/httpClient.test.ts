import assert from 'node:assert/strict';
import { createHttpClient, HttpFailure, type HttpRequest } from '../../../../src/core/http/httpClient.ts';
import { multipartForm } from '../../../../src/core/http/multipartForm.ts';
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

  it('sends texts and files as a form', async () => {
    const content = Buffer.from([0, 255, 10, 13]);
    const body = multipartForm({
      note: 'a text',
      file: { fileName: 'x.tgz', contentType: 'application/gzip', content },
    });
    await get({}, { method: 'POST', body });
    const received = servers[0]?.requests[0];
    assert.match(received?.headers['content-type'] ?? '', /^multipart\/form-data; boundary=/);
    assert.match(received?.body.toString('latin1') ?? '', /name="note"\r\n\r\na text\r\n/);
    assert.ok(received?.body.includes(content));
  });
});
