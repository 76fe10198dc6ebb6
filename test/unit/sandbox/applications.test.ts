import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect } from 'node:net';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { applicationManifests, type FakeApplication } from '../../support/sandbox/applicationChart.ts';
import { freePort } from '../../../scripts/setup/freePort.mjs';
import { job, writeFakeChart } from '../../support/sandbox/fakeHelm.ts';
import { deploymentsOf } from '../../support/sandbox/readEntry.ts';
import { startTestPlatform, until, type TestPlatform } from '../../support/sandbox/startTestPlatform.ts';

const name = 'viewer-chart';
const request = { name, version: '0.6.0', keywords: ['kaapanaapplication'] };
const link = `/applications/project/p-1/release/${name}`;

describe('local platform: applications', () => {
  let folder: string;
  let test: TestPlatform;
  /** What listens where the fake engine says that the pods are. */
  let pod: Server;
  let port: number;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'edk-applications-'));
    test = await startTestPlatform(folder);
    test.fake.exits.set('viewer:1', ['hang', 'hang', 'hang', 'hang']);
    port = await freePort();
    pod = createServer((message, response) => {
      response.end(JSON.stringify({ path: message.url, host: message.headers['x-forwarded-host'] ?? '' }));
    });
    pod.on('upgrade', (message, socket) => {
      socket.write('HTTP/1.1 101 Switching Protocols\r\nconnection: Upgrade\r\nupgrade: websocket\r\n\r\n');
      socket.write(`hello from ${message.url ?? ''};`);
      socket.pipe(socket);
    });
    pod.listen(port, '127.0.0.1');
    await once(pod, 'listening');
  });

  afterEach(async () => {
    await test.platform.close();
    pod.close();
    pod.closeAllConnections();
    await rm(folder, { recursive: true, force: true });
  });

  async function install(application: FakeApplication = {}) {
    const manifests = applicationManifests({ port, ...application });
    await writeFakeChart(test.platform.state.charts, { name, keywords: request.keywords, manifests });
    return await test.post('/helm-install-chart', request);
  }

  async function deployment() {
    return deploymentsOf((await test.send('GET', '/extensions')).json(), name)[0];
  }

  const get = (path: string, headers: Record<string, string> = {}) => test.send('GET', path, { headers });
  const answers = (path: string) =>
    until(
      () => get(path),
      ({ status }) => status === 200,
    );

  it("leads the Ingress's path into the pod, through the Service's port", async () => {
    assert.equal((await install()).status, 200);
    const answer = await answers(`${link}/page?x=1`);
    assert.deepEqual(answer.json(), { path: `${link}/page?x=1`, host: `127.0.0.1:${test.platform.port}` });
    assert.deepEqual(test.fake.networks, [
      [name, `${name}.services`, `${name}.services.svc`, `${name}.services.svc.cluster.local`],
    ]);
    await test.post('/helm-delete-chart', { release_name: name, release_version: '0.6.0', platforms: true });
    assert.equal((await get(link)).status, 404);
    await until(
      () => test.fake.events,
      (events) => events.includes('close network'),
    );
  });

  it('goes on where pods hang up after each answer without saying so', async () => {
    await install();
    await answers(link);
    pod.on('request', (message, response) => response.once('finish', () => setTimeout(() => message.socket.end(), 1)));
    const statuses = [];
    for (let request = 0; request < 60; request++) statuses.push((await get(link)).status);
    assert.deepEqual(new Set(statuses), new Set([200]));
  });

  it('lets websockets through, and ends them with the platform', async () => {
    await install();
    await answers(link);
    const socket = connect(test.platform.port, '127.0.0.1');
    socket.write(
      `GET ${link}/ws HTTP/1.1\r\nhost: localhost\r\nconnection: Upgrade\r\nupgrade: websocket\r\n` +
        'sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
    );
    let received = '';
    socket.on('data', (chunk: Buffer) => {
      received += chunk.toString();
      if (received.endsWith(';')) socket.write('echo');
    });
    await until(
      () => received,
      (seen) => seen.endsWith(`hello from ${link}/ws;echo`),
    );
    const ended = once(socket, 'close');
    await test.platform.close();
    await ended;
  });

  it('hangs up on a websocket that leads nowhere or comes from another host', async () => {
    await install();
    await answers(link);
    for (const [path, host] of [
      ['/nowhere', 'localhost'],
      [link, 'evil.example'],
    ]) {
      const socket = connect(test.platform.port, '127.0.0.1');
      socket.write(
        `GET ${path ?? ''} HTTP/1.1\r\nhost: ${host ?? ''}\r\nconnection: Upgrade\r\nupgrade: websocket\r\n\r\n`,
      );
      assert.match(await text(socket), /^HTTP\/1\.1 404 /);
    }
  });

  it('shows the link and the application, with the facts of its Ingress', async () => {
    await install({ annotations: { 'kaapana.ai/display-name': 'Viewer' } });
    await answers(link);
    const list: unknown = (await test.send('GET', '/extensions')).json();
    assert.match(JSON.stringify(list), new RegExp(`"links":\\["${link}"\\]`));
    const [application, ...others] = (await test.send('GET', '/active-applications')).json() as Record<
      string,
      unknown
    >[];
    assert.deepEqual(others, []);
    assert.match(String(application?.['created_at']), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$/);
    assert.deepEqual(
      { ...application, created_at: '' },
      {
        name,
        namespace: 'services',
        created_at: '',
        project: 'p-1',
        paths: [link],
        annotations: {
          'kaapana.ai/type': 'application',
          'kaapana.ai/display-name': 'Viewer',
          'meta.helm.sh/release-name': name,
          'meta.helm.sh/release-namespace': 'admin',
        },
        release_name: name,
        from_workflow_run: false,
        ready: true,
      },
    );
  });

  it('does not list an Ingress that says nothing of itself', async () => {
    await install({ annotations: { 'kaapana.ai/type': 'tool' } });
    assert.deepEqual((await test.send('GET', '/active-applications')).json(), []);
  });

  it('answers only under names of this machine', async () => {
    await install();
    await answers(link);
    assert.equal((await get(link, { host: 'evil.example' })).status, 403);
    assert.equal((await get(link, { origin: 'https://evil.example' })).status, 403);
  });

  it('lets applications answer under a host that this machine allows, but not the API', async () => {
    await install();
    await answers(link);
    const host = 'hospital.example';
    assert.equal((await test.post('/local-platform/hosts', { host: 'a/b' })).status, 422);
    assert.equal((await test.post('/local-platform/hosts', { host }, { host })).status, 403);
    assert.equal((await test.post('/local-platform/hosts', { host: 'Hospital.example' })).status, 200);
    assert.equal((await get(link, { host: `${host}:8443`, origin: `https://${host}` })).status, 200);
    assert.equal((await get('/extensions', { host })).status, 404);
    assert.equal((await get(link, { host: 'evil.example' })).status, 403);
  });

  it('leads nobody to a pod that is not ready, and says why it is not', async () => {
    const command = ['ready'];
    test.fake.commands.set(
      'ready',
      Array.from({ length: 1000 }, () => 1),
    );
    await install({ container: { readinessProbe: { exec: { command }, periodSeconds: 0.01 } } });
    const seen = await until(deployment, (found) => found?.kube_info?.message[0] !== '');
    assert.deepEqual([seen?.kube_status, seen?.kube_info?.ready], [['running'], ['0/1']]);
    assert.equal(seen?.kube_info?.message[0], 'Readiness probe failed: ready ended with 1: not yet');
    const answer = await get(link);
    assert.deepEqual([answer.status, answer.text], [503, `No pod of ${name} is ready.\n`]);
    test.fake.commands.delete('ready');
    await answers(link);
    assert.deepEqual((await deployment())?.kube_info?.ready, ['1/1']);
  });

  it('asks a pod by HTTP and by connecting to it', async () => {
    const probes = {
      startupProbe: { tcpSocket: { port: 'http' }, periodSeconds: 0.01 },
      readinessProbe: { httpGet: { port: 'http', path: '/healthz' }, periodSeconds: 0.01 },
    };
    pod.close();
    await install({ container: probes });
    const seen = await until(deployment, (found) => found?.kube_info?.message[0] !== '');
    assert.match(seen?.kube_info?.message[0] ?? '', /^Startup probe failed: connect ECONNREFUSED/);
    pod.listen(port, '127.0.0.1');
    await answers(link);
  });

  it('starts a container again that does not stay alive', async () => {
    test.fake.commands.set('alive', [0, 1, 1]);
    const livenessProbe = { exec: { command: ['alive'] }, periodSeconds: 0.01, failureThreshold: 2 };
    await install({ container: { livenessProbe } });
    const seen = await until(deployment, (found) => found?.kube_info?.restarts[0] === '1');
    assert.deepEqual(seen?.kube_info?.restarts, ['1']);
    await answers(link);
    assert.equal(test.fake.events.filter((event) => event === 'run viewer:1').length, 2);
  });

  it('says that a pod hung up on the proxy', async () => {
    await install();
    await answers(link);
    pod.removeAllListeners('request');
    pod.on('request', (message) => message.socket.destroy());
    const answer = await get(link);
    assert.equal(answer.status, 502);
    assert.match(answer.text, /^Bad Gateway: /);
  });

  it('strips prefixes and redirects as the Middlewares of the chart say', async () => {
    const middleware = (kind: string, spec: Record<string, unknown>) => ({
      kind: 'Middleware',
      metadata: { name: `RELEASE-${kind.toLowerCase()}`, namespace: 'services' },
      spec: { [kind]: spec },
    });
    const named = (kind: string) => `services-RELEASE-${kind.toLowerCase()}@kubernetescrd`;
    await install({
      path: '/viewer',
      annotations: {
        'traefik.ingress.kubernetes.io/router.middlewares': `${named('redirectRegex')}, ${named('stripPrefix')}`,
      },
      more: [
        middleware('stripPrefix', { prefixes: ['/viewer'] }),
        middleware('redirectRegex', { regex: '^(https?://[^/]+)/viewer$', replacement: '${1}/viewer/' }),
      ],
    });
    const answer = await answers('/viewer/page?x=1');
    assert.match(answer.text, /"path":"\/page\?x=1"/);
    const redirect = await get('/viewer');
    const location = `http://127.0.0.1:${test.platform.port}/viewer/`;
    assert.deepEqual([redirect.status, redirect.headers['location']], [302, location]);
  });

  const middleware = (own: string, spec: Record<string, unknown>) => ({
    kind: 'Middleware',
    metadata: { name: `RELEASE-${own}`, namespace: 'services' },
    spec,
  });
  const using = (...names: string[]) => ({
    'traefik.ingress.kubernetes.io/router.middlewares': names
      .map((own) => `services-RELEASE-${own}@kubernetescrd`)
      .join(', '),
  });

  const chains: [string, Record<string, Record<string, unknown>>, string][] = [
    ['adds a prefix', { first: { addPrefix: { prefix: '/api' } } }, '/api/viewer/page?x=1'],
    ['replaces the path and keeps the query', { first: { replacePath: { path: '/index' } } }, '/index?x=1'],
    [
      'follows a chain in its order, and a chain within it',
      {
        first: {
          chain: { middlewares: [{ name: 'RELEASE-strip' }, { name: 'RELEASE-inner', namespace: 'services' }] },
        },
        inner: { chain: { middlewares: [{ name: 'RELEASE-add' }] } },
        strip: { stripPrefix: { prefixes: ['/viewer'] } },
        add: { addPrefix: { prefix: '/new' } },
      },
      '/new/page?x=1',
    ],
    ['takes a chain without members', { first: { chain: { middlewares: [] } } }, '/viewer/page?x=1'],
  ];
  for (const [what, middlewares, path] of chains) {
    it(`${what} as the Middlewares of the chart say`, async () => {
      const more = Object.entries(middlewares).map(([own, spec]) => middleware(own, spec));
      await install({ path: '/viewer', annotations: using('first'), more });
      assert.deepEqual((await answers('/viewer/page?x=1')).json(), {
        path,
        host: `127.0.0.1:${test.platform.port}`,
      });
    });
  }

  it('tells the pod which path was replaced', async () => {
    const seen: unknown[] = [];
    pod.on('request', ({ headers }) => seen.push(headers['x-replaced-path']));
    await install({
      path: '/viewer',
      annotations: using('first'),
      more: [middleware('first', { replacePath: { path: '/' } })],
    });
    await answers('/viewer/page');
    assert.deepEqual(seen, ['/viewer/page']);
  });

  describe('with a NodePort', () => {
    let nodePort: number;
    const service = (own: Record<string, unknown> = {}) => ({
      type: 'NodePort',
      ports: [{ name: 'web', port: 80, targetPort: 'http', nodePort, ...own }],
    });
    const ask = async (path: string) => (await fetch(`http://127.0.0.1:${nodePort}${path}`)).json();
    const isClosed = () => assert.rejects(ask('/page'));

    beforeEach(async () => (nodePort = await freePort()));

    for (const type of ['NodePort', 'LoadBalancer']) {
      it(`opens that of a ${type} on this machine, until it is uninstalled`, async () => {
        await install({ service: { ...service(), type } });
        await until(deployment, (found) => found?.ready === true);
        assert.deepEqual(await ask('/page?x=1'), { path: '/page?x=1', host: '' });
        await test.post('/helm-delete-chart', { release_name: name, release_version: '0.6.0', platforms: true });
        await isClosed();
        await install({ service: service() });
        assert.equal((await deployment())?.helm_info.description, undefined);
      });
    }

    it('ends open connections and the port with the platform, and opens it again after a restart', async () => {
      await install({ service: service() });
      await until(deployment, (found) => found?.ready === true);
      const socket = connect(nodePort, '127.0.0.1');
      await once(socket, 'connect');
      const ended = once(socket, 'close');
      await test.platform.close();
      await ended;
      await isClosed();
      test = await startTestPlatform(folder, { fake: test.fake });
      await until(
        () => ask('/page').catch(() => undefined),
        (seen) => seen !== undefined,
      );
    });

    it('says that another program uses it, and runs without', async () => {
      const other = createServer().listen(nodePort, '127.0.0.1');
      await once(other, 'listening');
      try {
        assert.equal((await install({ service: service() })).status, 200);
        const said = `Port ${nodePort} for the NodePort of the Service "${name}" is in use by another program.`;
        assert.equal((await deployment())?.helm_info.description, said);
        await answers(link);
      } finally {
        other.close();
      }
    });

    it('refuses one that another Service has, as Kubernetes does', async () => {
      const second = {
        kind: 'Service',
        metadata: { name: 'second', namespace: 'services' },
        spec: service({ targetPort: 80 }),
      };
      await install({ service: service(), more: [second] });
      const seen = await deployment();
      assert.equal(seen?.helm_status, 'failed');
      assert.match(seen.helm_info.description ?? '', /nodePort \d+ is already allocated/);
    });

    it('opens none for UDP or for a ClusterIP', async () => {
      await install({ service: service({ protocol: 'UDP' }) });
      await until(deployment, (found) => found?.ready === true);
      await isClosed();
    });
  });

  it("removes the data of the release's own claims and its logs with it, and no other claim's", async () => {
    const { volumes, dags, logs, trash } = test.platform.state;
    const claim = (claimName: string, annotations = {}) => ({
      kind: 'PersistentVolumeClaim',
      metadata: { name: claimName, annotations },
    });
    await install({
      more: [claim('own'), claim('kept', { 'helm.sh/resource-policy': 'keep' }), claim('dags-pv-claim')],
    });
    await writeFile(join(dags, 'dag.py'), '');
    for (const place of [join(volumes, 'own'), join(volumes, 'kept'), join(volumes, 'other'), join(logs, name)]) {
      await mkdir(place);
    }
    await test.post('/helm-delete-chart', { release_name: name, release_version: '0.6.0', platforms: true });
    assert.deepEqual((await readdir(volumes)).sort(), ['kept', 'other', 'workflows']);
    assert.deepEqual(await readdir(dags), ['dag.py']);
    assert.deepEqual(await readdir(logs), ['platform.log']);
    await until(
      () => readdir(trash),
      (left) => left.length === 0,
    );
  });

  const backend = (service: Record<string, unknown>) => ({
    rules: [{ http: { paths: [{ path: '/x', pathType: 'Prefix', backend: { service } }] } }],
  });
  const refused: [string, FakeApplication, RegExp][] = [
    ['a Service of another name', { service: { type: 'ExternalName' } }, /spec\.type: not modelled/],
    ['a Service of HTTP', { service: { ports: [{ port: 1, protocol: 'HTTP' }] } }, /spec\.ports\.0\.protocol/],
    ['an Ingress of another host', { ingress: { rules: [{ host: 'x.org', http: { paths: [] } }] } }, /spec\.rules/],
    [
      'an Ingress to an unknown Service',
      { ingress: backend({ name: 'other', port: { number: 80 } }) },
      /refers to the Service "other" in services, which the chart does not contain/,
    ],
    [
      'an Ingress to an unknown port',
      { ingress: backend({ name: 'RELEASE', port: { number: 81 } }) },
      /refers to the port 81/,
    ],
    [
      'a Service of nobody',
      { service: { selector: { 'app.kubernetes.io/name': 'nobody' } } },
      /refers to pods with the labels/,
    ],
    [
      'an unknown Middleware',
      { annotations: { 'traefik.ingress.kubernetes.io/router.middlewares': 'admin-login@kubernetescrd' } },
      /uses the Middleware "admin-login@kubernetescrd", which the chart does not contain/,
    ],
    [
      'a Middleware that is in its own chain',
      {
        annotations: using('m'),
        more: [middleware('m', { chain: { middlewares: [{ name: 'RELEASE-m' }] } })],
      },
      /The Middleware "viewer-chart-m" is in its own chain/,
    ],
    [
      'chains that double without end',
      {
        annotations: using('m0'),
        more: Array.from({ length: 40 }, (_, level) => {
          const member = { name: `RELEASE-m${level + 1}` };
          return middleware(`m${level}`, { chain: { middlewares: level === 39 ? [] : [member, member] } });
        }),
      },
      /More than 100 Middlewares of the Ingress "viewer-chart"/,
    ],
    [
      'a kind of Middleware that is not modelled',
      { more: [{ kind: 'Middleware', metadata: { name: 'm' }, spec: { basicAuth: {} } }] },
      /Middleware "m", spec/,
    ],
    [
      'a GPU',
      { container: { resources: { limits: { 'nvidia.com/gpu': 1 } } } },
      /limits\.nvidia\.com\/gpu: not modelled by the local platform, valid in Kubernetes/,
    ],
    ['a limit that is none', { container: { resources: { limits: { memory: 'much' } } } }, /is not a quantity/],
    ['a probe of a port without that name', { container: { livenessProbe: { tcpSocket: { port: 'x' } } } }, /port "x"/],
  ];
  for (const [what, application, reason] of refused) {
    it(`refuses ${what}, and runs nothing`, async () => {
      assert.equal((await install(application)).status, 500);
      assert.match((await deployment())?.helm_info.description ?? '', reason);
      assert.ok(!test.fake.events.some((event) => event.startsWith('run')));
    });
  }

  it("leaves the host's network to releases without Services", async () => {
    await writeFakeChart(test.platform.state.charts, { name, manifests: job({ name: 'j', image: 'job:1' }) });
    await test.post('/helm-install-chart', request);
    assert.deepEqual(test.fake.networks, []);
  });
});
