import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { freePort } from '../../../scripts/setup/freePort.mjs';
import { applicationManifests, type FakeApplication } from '../../support/sandbox/applicationChart.ts';
import { writeFakeChart } from '../../support/sandbox/fakeHelm.ts';
import { multipart } from '../../support/sandbox/multipart.ts';
import { sendRaw } from '../../support/sandbox/sendRaw.ts';
import { startTestPlatform, until, type TestPlatform } from '../../support/sandbox/startTestPlatform.ts';
import { useTemporaryFolder } from '../../support/temporaryFolder.ts';

const name = 'viewer-chart';
const link = `/applications/project/p-1/release/${name}`;
const host = 'host: localhost\r\n';
const upgrade = `${host}connection: Upgrade\r\nupgrade: websocket\r\n`;

/** Requests that nobody's program sends. LINK stands for the address of an application. */
const requests: [string, string][] = [
  ['an upgrade of no path', `GET // HTTP/1.1\r\n${upgrade}\r\n`],
  ['an upgrade of a broken address', `GET http://[ HTTP/1.1\r\n${upgrade}\r\n`],
  ['an upgrade of a broken port', `GET //a:b/x HTTP/1.1\r\n${upgrade}\r\n`],
  ['an upgrade of broken escapes', `GET LINK/%ff%zz HTTP/1.1\r\n${upgrade}\r\n`],
  ['an upgrade to something else', `GET LINK HTTP/1.1\r\n${host}connection: Upgrade\r\nupgrade: h2c\r\n\r\n`],
  ['an upgrade by POST', `POST LINK HTTP/1.1\r\n${upgrade}content-length: 5\r\n\r\nhello`],
  ['an upgrade without a key', `GET LINK HTTP/1.1\r\n${upgrade}\r\n\x81\xff\xff\xff`],
  ['an upgrade without a host', `GET LINK HTTP/1.1\r\nconnection: Upgrade\r\nupgrade: websocket\r\n\r\n`],
  ['an upgrade of the API', `GET /extensions HTTP/1.1\r\n${upgrade}\r\n`],
  ['a tunnel', `CONNECT 127.0.0.1:22 HTTP/1.1\r\n${host}\r\n`],
  ['a whole address', `GET http://evil.example/extensions HTTP/1.1\r\n${host}\r\n`],
  ['a broken whole address', `GET http://[::1/extensions HTTP/1.1\r\n${host}\r\n`],
  ['two slashes', `GET //evil.example/kube-helm-api/extensions HTTP/1.1\r\n${host}\r\n`],
  ['only slashes', `GET ////////// HTTP/1.1\r\n${host}\r\n`],
  ['an asterisk', `OPTIONS * HTTP/1.1\r\n${host}\r\n`],
  ['broken escapes', `GET /%zz/%/%c0%af/%00 HTTP/1.1\r\n${host}\r\n`],
  ['broken escapes in a query', `GET /view-chart-status?release_name=%zz%ff HTTP/1.1\r\n${host}\r\n`],
  ['broken escapes of an application', `GET LINK/%zz?%=%ff&# HTTP/1.1\r\n${host}\r\n`],
  ['other letters', `GET LINK/\xff\xfe HTTP/1.1\r\n${host}\r\n`],
  ['two hosts', `GET /extensions HTTP/1.1\r\n${host}host: evil.example\r\n\r\n`],
  ['a strange host', `GET LINK HTTP/1.1\r\nhost: localhost:\x01\r\n\r\n`],
  ['a long header', `GET LINK HTTP/1.1\r\n${host}x: ${'x'.repeat(100_000)}\r\n\r\n`],
  ['many headers', `GET LINK HTTP/1.1\r\n${host}${'x: y\r\n'.repeat(5000)}\r\n`],
  ['a long path', `GET LINK/${'x'.repeat(100_000)} HTTP/1.1\r\n${host}\r\n`],
  ['a broken chunk', `POST LINK HTTP/1.1\r\n${host}transfer-encoding: chunked\r\n\r\nzz\r\nhello\r\n`],
  ['a broken chunk for the API', `POST /file HTTP/1.1\r\n${host}AUTHtransfer-encoding: chunked\r\n\r\nzz\r\nhello\r\n`],
  ['two lengths', `POST LINK HTTP/1.1\r\n${host}content-length: 1\r\ncontent-length: 2\r\n\r\nx`],
  [
    'length and chunks',
    `POST LINK HTTP/1.1\r\n${host}content-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`,
  ],
  ['a body that ends too early', `POST /helm-install-chart HTTP/1.1\r\n${host}AUTHcontent-length: 100\r\n\r\n{`],
  ['an expectation', `POST LINK HTTP/1.1\r\n${host}expect: nonsense\r\ncontent-length: 1\r\n\r\n`],
  ['an announced body', `POST LINK HTTP/1.1\r\n${host}expect: 100-continue\r\ncontent-length: 1\r\n\r\n`],
  ['an unknown method', `BREW LINK HTTP/1.1\r\n${host}\r\n`],
  ['another protocol', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
  ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  ['HTTP/0.9', 'GET /\r\n'],
  ['half a request', `GET LINK HTTP/1.1\r\nhost: loc`],
];

const form = multipart({
  name: 'other',
  fileName: 'x.tgz',
  contentType: 'application/gzip',
  content: 'x'.repeat(1000),
});
const forms: [string, string, string][] = [
  ['a form that breaks off in a file', form.headers?.['content-type'] ?? '', String(form.body).slice(0, 300)],
  ['a form without a boundary', 'multipart/form-data', 'x'],
  ['a form with headers without end', 'multipart/form-data; boundary=b', `--b\r\n${'x: y\r\n'.repeat(5000)}`],
  ['a form of nothing', 'multipart/form-data; boundary=b', ''],
];

/** What a pod may answer. */
const answers: [string, string][] = [
  ['no status', 'HTTP/1.1 \r\n\r\n'],
  ['a status below all', 'HTTP/1.1 099 Low\r\ncontent-length: 0\r\n\r\n'],
  ['a status above all', 'HTTP/1.1 1000 High\r\ncontent-length: 0\r\n\r\n'],
  ['zero', 'HTTP/1.1 000 Zero\r\ncontent-length: 0\r\n\r\n'],
  ['a reason with controls', 'HTTP/1.1 200 \x01\x7f\x1b[2J\r\ncontent-length: 0\r\n\r\n'],
  ['an unasked upgrade', 'HTTP/1.1 101 Switching\r\nconnection: Upgrade\r\nupgrade: x\r\n\r\ndata'],
  ['early hints', 'HTTP/1.1 103 Early\r\nlink: \x01\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n'],
  ['a header with controls', 'HTTP/1.1 200 OK\r\nx: \x01\r\ncontent-length: 0\r\n\r\n'],
  ['a header of other letters', 'HTTP/1.1 200 OK\r\nx: \xff\xfe\r\ncontent-length: 0\r\n\r\n'],
  ['a broken location', 'HTTP/1.1 302 Found\r\nlocation: http://[\r\ncontent-length: 0\r\n\r\n'],
  ['a broken chunk', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n'],
  ['a chunk that ends too early', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nab'],
  ['a body that ends too early', 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nab'],
  ['a body where none may be', 'HTTP/1.1 204 None\r\ncontent-length: 5\r\n\r\nhello'],
  ['forbidden trailers', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\ntrailer: x\r\n\r\n0\r\nx: \x01\r\n\r\n'],
  ['another protocol', '\x16\x03\x01'],
  ['nothing', ''],
];

describe('local platform: attacks', () => {
  const folder = useTemporaryFolder();
  let test: TestPlatform;
  let pod: Server;
  let port: number;
  let podAnswer: string;
  let connections: Set<Socket>;

  beforeEach(async () => {
    test = await startTestPlatform(folder.path);
    test.fake.exits.set('viewer:1', ['hang', 'hang', 'hang', 'hang']);
    podAnswer = 'HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n';
    connections = new Set();
    pod = createServer((socket) => {
      connections.add(socket.on('error', () => undefined));
      socket.once('data', () => socket.end(podAnswer, 'latin1'));
    });
    port = await freePort();
    await once(pod.listen(port, '127.0.0.1'), 'listening');
  });
  afterEach(async () => {
    pod.close();
    for (const socket of connections) socket.destroy();
    await test.platform.close();
  });

  async function install(application: FakeApplication = {}, path = link): Promise<void> {
    const manifests = applicationManifests({ port, ...application });
    await writeFakeChart(test.platform.state.charts, { name, keywords: ['kaapanaapplication'], manifests });
    assert.equal((await test.post('/helm-install-chart', { name, version: '0.6.0' })).status, 200);
    await until(
      () => test.send('GET', path),
      ({ status }) => status !== 503,
    );
  }

  /** As a person's tools see it: it answers soon, and does what it is for. */
  async function isWell(): Promise<void> {
    const start = performance.now();
    const { status } = await test.send('GET', '/health-check', { headers: { authorization: '' } });
    assert.equal(status, 200);
    assert.ok(performance.now() - start < 1000, 'health answers within a second');
    await writeFakeChart(test.platform.state.charts, { name: 'next-chart' });
    assert.equal((await test.post('/helm-install-chart', { name: 'next-chart', version: '0.6.0' })).status, 200);
    assert.equal((await test.send('GET', '/extensions')).status, 200);
  }

  it('is well after every request that breaks rules', async () => {
    await install();
    for (const [what, bytes] of requests) {
      const authorized = bytes
        .replaceAll('LINK', link)
        .replace('AUTH', `authorization: Bearer ${test.platform.token}\r\n`);
      const answer = await sendRaw(test.platform.port, Buffer.from(authorized, 'latin1'), 100);
      assert.ok(!answer.includes('Successfully') && !answer.includes('chart_name'), `${what}: ${answer}`);
      const { status } = await test.send('GET', '/health-check');
      assert.equal(status, 200, what);
    }
    await isWell();
  });

  it('is well after every form that breaks rules', async () => {
    for (const path of ['/file', '/file_chunks', '/filepond-upload']) {
      for (const [what, type, body] of forms) {
        const { status } = await test.send('POST', path, { body, headers: { 'content-type': type } });
        assert.ok(status >= 400, `${path} ${what}: ${status}`);
      }
    }
    await isWell();
  });

  for (const [what, answer] of answers) {
    it(`is well when a pod answers with ${what}`, async () => {
      await install();
      podAnswer = answer;
      const requests = [
        `GET ${link} HTTP/1.1\r\n${host}connection: close\r\n\r\n`,
        `GET ${link} HTTP/1.1\r\n${upgrade}\r\n`,
      ];
      for (const request of requests) await sendRaw(test.platform.port, request, 100);
      await isWell();
    });
  }

  it('is well when both sides of a websocket break off', async () => {
    await install();
    podAnswer = 'HTTP/1.1 101 Switching\r\nconnection: Upgrade\r\nupgrade: websocket\r\n\r\nhello';
    pod.removeAllListeners('connection');
    pod.on('connection', (socket: Socket) => {
      connections.add(socket.on('error', () => undefined));
      socket.once('data', () => socket.write(podAnswer, () => socket.resetAndDestroy()));
    });
    for (let time = 0; time < 10; time++) {
      const socket = connect(test.platform.port, '127.0.0.1').on('error', () => undefined);
      socket.write(`GET ${link} HTTP/1.1\r\n${upgrade}\r\n`);
      socket.once('data', () => socket.resetAndDestroy());
      await once(socket, 'close');
    }
    await isWell();
  });

  it('is well while many connect and ask for nothing', async () => {
    const sockets = Array.from({ length: 50 }, () => connect(test.platform.port, '127.0.0.1'));
    await Promise.all(
      sockets.map((socket) =>
        once(
          socket.on('error', () => undefined),
          'connect',
        ),
      ),
    );
    await isWell();
    for (const socket of sockets) socket.destroy();
  });

  const middleware = (redirectRegex: Record<string, unknown>) => ({
    kind: 'Middleware',
    metadata: { name: 'RELEASE-redirect', namespace: 'services' },
    spec: { redirectRegex },
  });
  const named = 'services-RELEASE-redirect@kubernetescrd';

  const expressions: [string, string, number][] = [
    ['invalid', '(', 404],
    ['what only other languages know', '^(?=http)', 404],
    ['of exponential time elsewhere', '^http://[^/]+/viewer/((a+)+)+$', 200],
    ['of a great many states', '(?:a?){1000}'.repeat(20), 404],
    ['of many states', '(.?){99}'.repeat(30), 404],
    ['nested', '('.repeat(2000) + 'a' + ')'.repeat(2000), 404],
    ['with many groups', `${'(.*)'.repeat(45)}z`, 200],
  ];
  for (const [what, regex, status] of expressions) {
    it(`is well with a Middleware's expression that is ${what}`, async () => {
      await install(
        {
          path: '/viewer',
          annotations: {
            'traefik.ingress.kubernetes.io/router.middlewares': Array(100).fill(named).slice(0, 9).join(','),
          },
          more: [middleware({ regex, replacement: '/x' })],
        },
        '/viewer',
      );
      const path = `/viewer/${'a'.repeat(1900)}!`;
      const asked = test.send('GET', path);
      await isWell();
      assert.equal((await asked).status, status);
    });
  }

  it('is well with more Middlewares than anybody has', async () => {
    await install(
      {
        path: '/viewer',
        annotations: { 'traefik.ingress.kubernetes.io/router.middlewares': Array(2000).fill(named).join(',') },
        more: [middleware({ regex: `${'(.*)'.repeat(45)}!`, replacement: '/x' })],
      },
      '/viewer',
    );
    const asked = test.send('GET', `/viewer/${'a'.repeat(1900)}`);
    await isWell();
    assert.equal((await asked).status, 404);
  });
});
