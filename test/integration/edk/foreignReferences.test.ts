import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { useEdk } from '../../support/runEdk.ts';
import { smallProject } from '../../support/smallProject.ts';
import { writeFiles } from '../../support/writeFiles.ts';

/** An image by its two hosts: the user's registry, and another one that asks for a password. */
type Write = (registry: string, other: string) => Readonly<Record<string, string>>;

const label = 'LABEL IMAGE="t-edk-small" VERSION="1"\n';
const dockerfile = (text: string) => ({ 'docker/Dockerfile': `${text}${label}` });
const pod = (image: string) => ({
  'small-chart/templates/pod.yaml': [
    'apiVersion: v1\nkind: Pod\nmetadata: { name: x, namespace: "{{ .Values.global.services_namespace }}" }',
    `spec: { containers: [{ name: x, image: "${image}" }] }\n`,
  ].join('\n'),
});

describe('edk and an image whose name leads to another host', () => {
  const workshop = useEdk();
  const servers: Server[] = [];
  const requests: string[] = [];
  const serve = async (listener: RequestListener): Promise<string> => {
    const server = createServer(listener).listen(0, '127.0.0.1');
    servers.push(server);
    await once(server, 'listening');
    return `127.0.0.1:${(server.address() as AddressInfo).port}`;
  };
  let registry: string;
  let other: string;
  before(async () => {
    const challenge = { 'www-authenticate': 'Basic realm="x"' };
    other = await serve(({ url, headers }, response) => {
      requests.push(`${url} ${headers.authorization ?? ''}`);
      response.writeHead(401, challenge).end();
    });
    registry = await serve(({ headers }, response) =>
      response.writeHead(headers.authorization === undefined ? 401 : 404, challenge).end(),
    );
  });
  after(() => {
    for (const server of servers) server.close();
  });

  const cases: readonly [title: string, write: Write][] = [
    ['FROM with an address', (_, host) => dockerfile(`FROM local-only/http://${host}/x\n`)],
    ['FROM with slashes', (local, host) => dockerfile(`FROM ${local}///${host}/x\n`)],
    ['COPY --from', (_, host) => dockerfile(`FROM scratch\nCOPY --from=local-only/http://${host}/x /a /a\n`)],
    [
      'RUN --mount',
      (_, host) => dockerfile(`FROM debian\nRUN --mount=from=local-only/http://${host}/x,target=/x true\n`),
    ],
    ['a pod of the chart', (local, host) => pod(`${local}/http://${host}/x`)],
    [
      'values of the chart',
      (local, host) => ({
        ...pod('{{ .Values.image }}'),
        'small-chart/values.yaml': `global: { greeting: hello }\nimage: ${local}/http://${host}/x\n`,
      }),
    ],
    [
      'an operator',
      (local, host) => ({
        'extension/docker/Dockerfile':
          'FROM local-only/base-installer:latest\nLABEL IMAGE="dag-x" VERSION="1"\nCOPY files/ /kaapana/tmp/dags/\n',
        'extension/docker/files/XOperator.py': `X(image="${local}/http://${host}/x")\n`,
      }),
    ],
  ];
  for (const [title, write] of cases) {
    it(`asks nobody there: ${title}`, async function () {
      this.timeout(120_000);
      const { edk } = workshop;
      await writeFiles(edk.project, { ...smallProject, ...write(registry, other) });
      const env = { LOCAL_REGISTRY_URL: registry, EDK_REGISTRY_USER: 'alice', EDK_REGISTRY_PASSWORD: 'example' };
      for (const verb of [['images'], ['check', '--references'], ['build', 'extension']]) {
        const { exitCode, stdout, stderr } = await edk.run([...verb, '--dir', edk.project], { env });
        assert.deepEqual(requests, [], `${verb.join(' ')}\n${stdout}${stderr}`);
        if (verb[0] === 'check') assert.match(stdout + stderr, /not a valid image reference/);
        if (verb[0] === 'build') assert.equal(exitCode, 3, stdout + stderr);
      }
    });
  }
});
