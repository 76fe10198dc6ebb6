import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { publishedDigest } from '../../../scripts/setup/codeServer.mjs';
import { dockerEndpoint } from '../../../scripts/setup/dockerConnection.mjs';
import { isMember, quote } from '../../../scripts/setup/dockerEngine.mjs';
import { downloadVerified } from '../../../scripts/setup/download.mjs';
import { checksumOf } from '../../../scripts/setup/kubernetes.mjs';
import { goModule } from '../../../scripts/setup/goModules.mjs';
import { isHelmVersionEnough, parseHelmVersion } from '../../../scripts/setup/helm.mjs';
import { areModulesCurrent } from '../../../scripts/setup/nodeModules.mjs';

const run = promisify(execFile);
const setup = resolve(import.meta.dirname, '..', '..', '..', 'scripts', 'setup');

/** Evaluates an expression over a module of the set-up, as its own process with its own environment. */
async function evaluate(
  module: string,
  expression: string,
  environment: Record<string, string> = {},
): Promise<unknown> {
  const code = `const m = await import(${JSON.stringify(join(setup, module))});
    const value = await (async () => (${expression}))().catch((error) => ({ error: error.message }));
    process.stdout.write('\\n' + JSON.stringify(value ?? null));`;
  const env = { PATH: '/usr/bin:/bin', ...environment };
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', code], { env });
  return JSON.parse(stdout.split('\n').at(-1) ?? '');
}

describe('the set-up', function () {
  this.timeout(10_000);

  it('takes the checksum of the very file from a list of several', () => {
    const [wanted, other] = ['a'.repeat(64), 'b'.repeat(64)];
    const list = `${other}  etcd-source.tar.gz\n${wanted}  etcd.tar.gz\n`;
    assert.equal(checksumOf('etcd.tar.gz', list), wanted);
    assert.equal(checksumOf('cd.tar.gz', list), undefined);
  });

  it('builds Go programs from a module that takes the released parts instead of neighbouring folders', () => {
    const theirs = 'module k8s.io/kubernetes\ngo 1.24.0\nreplace (\n\tk8s.io/api => ./staging/src/k8s.io/api\n)\n';
    const program = { module: 'k8s.io/kubernetes', version: '1.34.4', theirs };
    assert.deepEqual(goModule({ ...program, partVersion: '0.34.4' }).split('\n'), [
      'module kaapana-edk/tools',
      'go 1.24.0',
      'require k8s.io/kubernetes v1.34.4',
      'replace k8s.io/api => k8s.io/api v0.34.4',
      '',
    ]);
    assert.doesNotMatch(goModule({ ...program, partVersion: undefined }), /replace/);
  });

  it('takes the checksum of the very file from a description of a release, and none that is not published', () => {
    const sum = 'a'.repeat(64);
    const answer = JSON.stringify({
      assets: [
        { name: 'other.tar.gz', digest: `sha256:${'b'.repeat(64)}` },
        { name: 'server.tar.gz', digest: `sha256:${sum}` },
        { name: 'old.tar.gz', digest: null },
      ],
    });
    assert.equal(publishedDigest(answer, 'server.tar.gz'), sum);
    assert.equal(publishedDigest(answer, 'old.tar.gz'), undefined);
    assert.equal(publishedDigest(answer, 'missing.tar.gz'), undefined);
  });

  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'edk-setup-'));
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('takes Helm from 3.8 on, whatever is appended to its version', () => {
    const versions = {
      'v3.7.9': false,
      'v3.19': true,
      'v3.8.0': true,
      'v3.19.0+g3d8990f': true,
      'v4.0.0': true,
      'v2.17.0': false,
    };
    for (const [version, expected] of Object.entries(versions)) {
      assert.equal(isHelmVersionEnough(parseHelmVersion(version) ?? [0, 0]), expected, version);
    }
    assert.equal(parseHelmVersion('WARNING: no version'), undefined);
  });

  it('refuses an EDK_HELM and an EDK_REGISTRY that are something else, by their names', async () => {
    const helm = await evaluate('helm.mjs', 'm.ensureHelm()', { EDK_HELM: '/bin/true' });
    assert.match(JSON.stringify(helm), /EDK_HELM is \/bin\/true/);
    const registry = await evaluate('registry.mjs', 'm.ensureRegistry()', { EDK_REGISTRY: '/bin/true' });
    assert.match(JSON.stringify(registry), /EDK_REGISTRY is \/bin\/true/);
  });

  it('finds the Docker Engine by DOCKER_HOST, then the chosen context, then the socket', async () => {
    const id = createHash('sha256').update('remote').digest('hex');
    const meta = join(folder, 'contexts', 'meta', id);
    await mkdir(meta, { recursive: true });
    await writeFile(join(folder, 'config.json'), '{"currentContext": "remote"}');
    await writeFile(join(meta, 'meta.json'), '{"Endpoints": {"docker": {"Host": "tcp://10.0.0.1:2375"}}}');
    assert.equal(dockerEndpoint({ DOCKER_CONFIG: folder, DOCKER_HOST: 'unix:///x.sock' }), 'unix:///x.sock');
    assert.equal(dockerEndpoint({ DOCKER_CONFIG: folder }), 'tcp://10.0.0.1:2375');
    assert.match(dockerEndpoint({ DOCKER_CONFIG: folder, DOCKER_CONTEXT: 'default' }), /^unix:.*docker\.sock$/);
  });

  it('tells the members of the group docker from people with similar names', () => {
    const groups = 'sudo:x:27:ann\ndocker:x:106:annette,bo\ndockerx:x:9:cy\n';
    const members = ['ann', 'annette', 'bo', 'cy'].filter((user) => isMember(user, groups));
    assert.deepEqual(members, ['annette', 'bo']);
  });

  it('quotes every argument for sg so that a shell gives it back unchanged', async () => {
    const words = ["it's", '$HOME `id` "x"', '', 'a\nb', '\\'];
    const line = words.map((word) => quote(word)).join(' ');
    const { stdout } = await run('/bin/sh', ['-c', `printf '%s\\0' ${line}`]);
    assert.deepEqual(stdout.split('\0').slice(0, -1), words);
  });

  it('installs node modules anew only when a version differs or a needed package is missing', async () => {
    const lock = (packages: object): string => JSON.stringify({ packages: { '': {}, ...packages } });
    const check = async (installed: object): Promise<unknown> => {
      await mkdir(join(folder, 'node_modules'), { recursive: true });
      await writeFile(join(folder, 'node_modules', '.package-lock.json'), lock(installed));
      return areModulesCurrent(folder);
    };
    const other = { 'node_modules/other-system': { version: '1.0.0', optional: true } };
    await writeFile(join(folder, 'package-lock.json'), lock({ 'node_modules/a': { version: '1.0.0' }, ...other }));
    assert.equal(areModulesCurrent(folder), false);
    assert.equal(await check({ 'node_modules/a': { version: '1.0.0' } }), true);
    assert.equal(await check({ 'node_modules/a': { version: '1.0.1' } }), false);
    assert.equal(await check({}), false);
  });

  describe('downloads', () => {
    let server: Server;
    let address: string;
    let checksum: string;

    beforeEach(async () => {
      const body = 'the archive';
      checksum = createHash('sha256').update(body).digest('hex');
      server = createServer((request, response) => {
        if (request.url === '/tool') response.end(body);
        else if (request.url === '/sum') response.end(`${checksum}  tool\n`);
        else response.writeHead(404).end();
      });
      await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
      const at = server.address();
      assert(at !== null && typeof at === 'object');
      address = `http://127.0.0.1:${at.port}`;
    });

    afterEach(() => new Promise((done) => server.close(done)));

    const download = async (sum: string): Promise<unknown> => {
      return downloadVerified({ url: `${address}/tool`, checksumUrl: `${address}/${sum}`, folder });
    };

    it('are kept when the published SHA-256 fits', async () => {
      assert.equal(await download('sum'), join(folder, 'archive.tar.gz'));
    });

    it('are removed when it does not, and not begun when there is none', async () => {
      checksum = '0'.repeat(64);
      await assert.rejects(download('sum'), /has the SHA-256 .* was published/);
      await assert.rejects(download('none'), /answered 404/);
      assert.deepEqual(await readdir(folder), []);
    });
  });

  it('puts a tool into the cache whole, by the first way that works, and fetches it once', async () => {
    const code = `const fetch = (ways) => m.fetchIntoCache({ name: 't', version: '1', ways });
      const { writeFileSync } = await import('node:fs');
      const first = { title: 'first', fetch: async () => { throw new Error('no network'); } };
      const second = { title: 'second', fetch: async (f) => { writeFileSync(f + '/x', ''); return f + '/x'; } };
      return [await fetch([first]), await fetch([first, second]), await fetch([])];`;
    const answers = await evaluate('cachedTool.mjs', `(async () => { ${code} })()`, { XDG_CACHE_HOME: folder });
    const path = join(folder, 'kaapana-edk', 'tools', 't-1', 't');
    assert.deepEqual(answers, [{ reasons: ['first: no network'] }, { path }, { path }]);
    assert.deepEqual(await readdir(join(folder, 'kaapana-edk', 'tools', 't-1')), ['t']);
  });
});
