import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, copyFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { writeFakeTool } from '../../support/fakeTool.ts';
import { startFaultProxy, type Fault, type FaultProxy } from '../../support/faultProxy.ts';
import { forgetImages } from '../../support/forgetImages.ts';
import { useEdk, type ExpectedFailure } from '../../support/runEdk.ts';
import { smallProject } from '../../support/smallProject.ts';
import { startRegistry, type TestRegistry } from '../../support/startRegistry.ts';
import { startScriptedServer, type Script, type ScriptedServer } from '../../support/startScriptedServer.ts';
import { testUserLine } from '../../support/testUser.ts';
import { writeFiles } from '../../support/writeFiles.ts';

const build = ['build', 'extension', '--no-import', '--registry'];

describe('edk meets broken surroundings with a clear error, and works once they are mended:', () => {
  const workshop = useEdk();
  const used: string[] = [];
  let registry: TestRegistry;
  before(async () => {
    registry = await startRegistry();
    used.push(registry.address);
  });
  after(async () => {
    await forgetImages(used);
    await registry.stop();
  });

  /** The small project with content that no run has seen, so that there is something to build and push. */
  const arrange = (): Promise<void> =>
    writeFiles(workshop.edk.project, { ...smallProject, 'docker/hello.txt': `hello ${process.hrtime.bigint()}\n` });

  describe('Docker', () => {
    it('no Docker: nothing listens at DOCKER_HOST', async () => {
      await arrange();
      const { edk } = workshop;
      const expected = { code: 'docker.unreachable', says: /does not answer at unix:\/\/.*none\.sock/ } as const;
      const env = { DOCKER_HOST: `unix://${edk.at('none.sock')}` };
      await edk.fails([...build, registry.address], expected, { env });
      await edk.succeeds([...build, registry.address]);
    });

    it('no Docker: a socket that nobody serves any more', async () => {
      await arrange();
      const { edk } = workshop;
      const socket = edk.at('dead.sock');
      // A process that is killed leaves its socket behind; a server that is closed removes it.
      spawnSync(
        process.execPath,
        [
          '-e',
          "require('net').createServer().listen(process.argv[1], () => process.kill(process.pid, 'SIGKILL'))",
          socket,
        ],
        { stdio: 'ignore' },
      );
      const expected = { code: 'docker.unreachable', says: /dead\.sock/, adds: /Start the Docker Engine/ } as const;
      await edk.fails([...build, registry.address], expected, { env: { DOCKER_HOST: `unix://${socket}` } });
    });

    it('Docker without permission', async () => {
      await arrange();
      const { edk } = workshop;
      const socket = edk.at('forbidden.sock');
      const server = createServer().listen(socket);
      await once(server, 'listening');
      chmodSync(socket, 0o000);
      try {
        const expected = {
          code: 'docker.forbidden',
          says: /No permission.*forbidden\.sock/,
          adds: /group "docker"/,
        } as const;
        const env = { DOCKER_HOST: `unix://${socket}`, ...helmForEverybody(edk.at('helm')) };
        await edk.fails([...build, registry.address], expected, { env, user: 'nobody' });
      } finally {
        await close(server);
      }
    });

    for (const [what, answers] of [
      ['that answers everything', { 'GET /_ping': { body: '<html>hello</html>' } }],
      ['that knows no such path', {}],
    ] as const) {
      it(`something else than Docker ${what}`, async () => {
        await arrange();
        const other = await startScriptedServer(answers);
        try {
          const expected = { code: 'docker.unreachable', says: /does not answer like a Docker Engine/ } as const;
          const env = { DOCKER_HOST: other.url.replace('http', 'tcp') };
          await workshop.edk.fails([...build, registry.address], expected, { env });
        } finally {
          await other.stop();
        }
      });
    }
  });

  describe('registry', () => {
    let proxy: FaultProxy | undefined;
    afterEach(async () => {
      await proxy?.close();
      proxy = undefined;
    });
    const behind = async (fault: Fault): Promise<string> => {
      proxy = await startFaultProxy(registry.address, fault);
      used.push(proxy.address);
      return proxy.address;
    };

    it('a registry that is down, and is started', async () => {
      await arrange();
      const { edk } = workshop;
      const own = await startRegistry();
      used.push(own.address);
      await own.stop();
      await edk.fails([...build, own.address], {
        code: 'registry.unreachable',
        says: new RegExp(`${own.address} cannot be reached`),
        adds: /edk platform start/,
      });
      await edk.succeeds([...build, registry.address]);
    });

    it('no registry, for a chart that is only packaged', async () => {
      const { edk } = workshop;
      const dockerfile = 'FROM local-only/base-installer:latest\nLABEL IMAGE="dag-small"\n';
      await writeFiles(edk.project, { ...smallProject, 'docker/Dockerfile': dockerfile });
      const { stderr } = await edk.succeeds(['build', 'chart', '--no-import', '--registry', '127.0.0.1:1']);
      assert.match(stderr, /names its images by the build version/);
    });

    it('a registry that refuses (401)', async () => {
      await arrange();
      const closed = await startRegistry({ htpasswd: testUserLine });
      try {
        await workshop.edk.fails([...build, closed.address], {
          code: 'registry.refused',
          says: new RegExp(`${closed.address} refuses .*401`),
          adds: /docker login/,
        });
      } finally {
        await closed.stop();
      }
    });

    it('a registry that wipes a push half way, and then keeps it', async () => {
      await arrange();
      const { edk } = workshop;
      let wiping = true;
      const address = await behind(({ method, url = '' }) => {
        // Right after the manifest was taken, all of it is gone.
        if (method === 'POST') wiped = false;
        if (wiping && method === 'PUT' && url.includes('/manifests/')) wiped = true;
        if (wiped && method === 'HEAD') rmSync(join(registry.storage, 'docker'), { recursive: true, force: true });
        return 'pass';
      });
      let wiped = false;
      await edk.fails([...build, address], {
        code: 'registry.contentMissing',
        says: /t-edk-small.* was pushed, but parts of it are missing in the registry/,
        adds: /Missing: sha256:/,
      });
      wiping = wiped = false;
      await edk.succeeds([...build, address]);
    });

    it('a registry that forgets an upload half way', async () => {
      await arrange();
      // Of its layers Docker tries each for more than a minute, of the manifest once.
      const address = await behind(({ method, url = '' }) =>
        method === 'PUT' && url.includes('/manifests/') ? 404 : 'pass',
      );
      const expected = { code: 'registry.contentMissing', says: /could not be pushed/ } as const;
      await workshop.edk.fails([...build, address], expected);
    });

    it('a registry that answers with 500', async () => {
      await arrange();
      const expected = { code: 'registry.failed', says: /returned status 500 for HEAD/ } as const;
      await workshop.edk.fails([...build, await behind(() => 500)], expected);
    });
  });

  describe('Helm', () => {
    const cases: readonly (ExpectedFailure & {
      readonly title: string;
      readonly lines: readonly string[] | undefined;
    })[] = [
      { title: 'no Helm', lines: undefined, code: 'helm.missing', says: /Helm was not found/, adds: /EDK_HELM/ },
      {
        title: 'Helm too old (3.2)',
        lines: ['[ "$1" = version ] && echo v3.2.4 && exit 0', 'echo "Error: unknown flag" >&2; exit 1'],
        code: 'helm.tooOld',
        says: /Helm 3\.2\.4 is too old/,
        adds: /3\.8 or newer/,
      },
      {
        title: 'Helm too old (2, which asks a cluster)',
        lines: ['echo "Error: could not find tiller" >&2; exit 1'],
        code: 'helm.tooOld',
        says: /may be Helm 2/,
        adds: /could not find tiller/,
      },
      {
        title: 'a Helm that is no program',
        lines: [],
        code: 'helm.missing',
        says: /is not a program/,
      },
    ];
    for (const { title, lines, ...expected } of cases) {
      it(title, async () => {
        await arrange();
        const { edk } = workshop;
        const helm = edk.at('helm');
        if (lines !== undefined) writeFakeTool(helm, ...lines);
        if (lines?.length === 0) chmodSync(helm, 0o644);
        const args = ['build', 'chart', '--no-import'];
        await edk.fails(args, expected, { env: { EDK_HELM: helm } });
        const { stdout } = await edk.succeeds(args);
        assert.match(stdout, /small-chart-0\.6\.0\.tgz/);
      });
    }

    it('Helm too old for a chart whose dependencies it would have to fetch', async () => {
      await arrange();
      const { edk } = workshop;
      const dependency =
        'dependencies:\n  - name: redis\n    version: 1.0.0\n    repository: http://127.0.0.1:9/charts\n';
      await writeFiles(edk.project, {
        'small-chart/Chart.yaml': smallProject['small-chart/Chart.yaml'] + dependency,
      });
      const helm = writeFakeTool(edk.at('helm'), 'echo "Error: could not find tiller" >&2; exit 1');
      const expected = { code: 'helm.tooOld', says: /may be Helm 2/ } as const;
      await edk.fails(['build', 'chart', '--no-import'], expected, { env: { EDK_HELM: helm } });
    });
  });

  describe('platform', () => {
    const page = '<!DOCTYPE html><html><head><title>Sign in</title></head><body>Sign in</body></html>';
    const up = { body: 'Kube-Helm api is up and running!' };
    const cases: readonly (ExpectedFailure & {
      readonly title: string;
      readonly health: Script;
      readonly list?: Script;
    })[] = [
      {
        title: 'a platform that answers with 500',
        health: { status: 500, body: 'database is down' },
        code: 'platform.failed',
        says: /answered GET \/health-check with 500/,
        adds: /database is down/,
      },
      {
        title: 'a platform that answers with HTML instead of JSON',
        health: up,
        list: { body: page },
        code: 'platform.notSignedIn',
        says: /web page/,
        adds: /KUBE_HELM_URL/,
      },
      {
        title: 'a platform that answers with broken JSON',
        health: up,
        list: { body: '[{"chart_name"' },
        code: 'platform.badAnswer',
        says: /GET \/extensions/,
      },
      {
        title: 'a platform that asks to sign in',
        health: { status: 302, headers: { location: 'https://kaapana.example.org/oauth2' } },
        code: 'platform.notSignedIn',
        says: /redirects GET \/health-check to https:\/\/kaapana\.example\.org/,
      },
      {
        title: 'a platform that hangs',
        health: { hang: true },
        list: { hang: true },
        code: 'platform.timeout',
        says: /did not answer GET \/\S+ within 0\.3 s/,
        adds: /EDK_PLATFORM_DEADLINE/,
      },
      {
        title: 'an address without a platform',
        health: { status: 404, body: 'Not Found' },
        code: 'platform.badAnswer',
        says: /no platform API/,
      },
    ];
    for (const { title, health, list, ...expected } of cases) {
      it(title, async () => {
        await arrange();
        const { edk } = workshop;
        const server = await startScriptedServer({
          'GET /health-check': health,
          ...(list === undefined ? {} : { 'GET /extensions': list }),
        });
        try {
          const verb = list === undefined ? 'deploy' : 'extensions';
          const env = { EDK_PLATFORM_DEADLINE: '0.3', KUBE_HELM_URL: server.url };
          await edk.fails([verb], expected, { env });
          if (title.includes('hangs')) await edk.fails(['deploy'], expected, { env });
        } finally {
          await server.stop();
        }
      });
    }

    it('a platform that cannot be reached, and is started', async () => {
      await arrange();
      const { edk } = workshop;
      let server: ScriptedServer = await startScriptedServer({});
      const { url } = server;
      await server.stop();
      const expected = {
        code: 'platform.unreachable',
        says: new RegExp(`${url} cannot be reached`),
        adds: /--platform-url/,
      } as const;
      await edk.fails(['deploy', '--platform-url', url], expected);
      server = await startScriptedServer({ 'GET /extensions': { body: [] } });
      await edk.succeeds(['extensions', '--platform-url', server.url]);
      await server.stop();
    });

    it('no platform at all', async () => {
      await arrange();
      const expected = {
        code: 'platform.notConfigured',
        says: /No platform is configured/,
        adds: /edk platform start/,
      } as const;
      await workshop.edk.fails(['deploy'], expected);
    });
  });
});

function close(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}

/** The set-up may have put Helm where only its own user may start it. */
function helmForEverybody(copy: string): { EDK_HELM?: string } {
  const helm = process.env['EDK_HELM'];
  if (helm === undefined) return {};
  copyFileSync(helm, copy);
  chmodSync(copy, 0o755);
  return { EDK_HELM: copy };
}
