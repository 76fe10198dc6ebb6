import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { connectDocker } from '../../../src/core/docker/connectDocker.ts';
import { createHttpClient } from '../../../src/core/http/httpClient.ts';
import { RegistryClient } from '../../../src/core/registry/registryClient.ts';
import { readEnvironment } from '../../../src/core/settings/environment.ts';
import { forgetImages } from '../../support/forgetImages.ts';
import { useEdk } from '../../support/runEdk.ts';
import { startRegistry, type TestRegistry } from '../../support/startRegistry.ts';
import { writeFiles } from '../../support/writeFiles.ts';

const bases = {
  'base-python-cpu': 'data-processing/base-images/base-python-cpu',
  'base-python-gpu': 'data-processing/base-images/base-python-gpu',
  'base-installer': 'services/utils/base-installer',
} as const;

const noProxy = { http: undefined, https: undefined, no: undefined };

/** A repository laid out as Kaapana's, with base images that build in a moment. */
async function writeRepository(folder: string, content: string): Promise<void> {
  for (const [name, path] of Object.entries(bases)) {
    await writeFiles(folder, {
      [`${path}/Dockerfile`]: `FROM scratch\nLABEL REGISTRY="local-only"\nLABEL IMAGE="${name}"\nCOPY content /\n`,
      [`${path}/content`]: content,
    });
  }
}

describe('edk init from the Kaapana repository', () => {
  const workshop = useEdk();
  let registry: TestRegistry;
  let git: (...args: string[]) => string;

  before(async () => {
    registry = await startRegistry();
  });
  after(async () => {
    await forgetImages([registry.address]);
    await registry.stop();
  });
  beforeEach(async () => {
    const repository = workshop.edk.at('kaapana');
    await writeRepository(repository, 'of the release');
    const identity = ['-c', 'user.name=t', '-c', 'user.email=t@example.org'];
    git = (...args) => execFileSync('git', ['-C', repository, ...identity, ...args], { encoding: 'utf8' }).trim();
    git('init', '--quiet', '--initial-branch=develop');
    git('add', '.');
    git('commit', '--quiet', '--message=release');
    git('tag', '0.6.0');
  });

  const init = (version: string, repository: string): readonly string[] => [
    ...['init', '--registry', registry.address, '--build-version', version, '--repository', repository],
  ];
  const digest = async (name: string, at: TestRegistry = registry): Promise<string | null> => {
    const answer = await fetch(`http://${at.address}/v2/${name}/manifests/latest`, {
      headers: { accept: 'application/vnd.docker.distribution.manifest.v2+json' },
    });
    return answer.headers.get('docker-content-digest');
  };

  it('takes a folder as it stands, and leaves alone what the registry has', async () => {
    const args = [...init('0.6.0', workshop.edk.at('kaapana')), '--all'];
    await workshop.edk.succeeds(args);
    for (const name of Object.keys(bases)) assert.ok((await digest(name)) !== null, name);
    assert.match((await workshop.edk.succeeds(args)).stdout, /unchanged: 3 in the registry/);
  });

  it('builds only what the workspace starts from, or what is named, and goes on where it stopped', async () => {
    const { edk } = workshop;
    const own = await startRegistry();
    const args = [...init('0.6.0', edk.at('kaapana')), '--registry', own.address];
    const there = async (): Promise<string[]> => {
      const names = await Promise.all(
        Object.keys(bases).map(async (name) => ((await digest(name, own)) === null ? [] : [name])),
      );
      return names.flat();
    };
    try {
      await writeFiles(edk.project, { 'app/Dockerfile': 'FROM local-only/base-python-gpu:latest\n' });
      const { stdout } = await edk.succeeds(args);
      assert.match(stdout, /base-python-gpu, from .*, without base-python-cpu, base-installer: "edk init --all"/);
      assert.deepEqual(await there(), ['base-python-gpu']);

      await writeFiles(edk.project, { 'app/Dockerfile': 'FROM debian:12-slim\n' });
      await edk.succeeds([...args, 'base-installer']);
      assert.deepEqual(await there(), ['base-python-gpu', 'base-installer']);
      await edk.fails([...args, 'base-instaler'], {
        code: 'settings.invalid',
        says: /Unknown base image "base-instaler"/,
        adds: /Known: base-installer, /,
      });

      // Nothing here starts from a base image: a new extension would need these two, and one of them is there.
      assert.match((await edk.succeeds(args)).stdout, /base-installer.*unchanged/);
      assert.deepEqual((await there()).sort(), Object.keys(bases).sort());

      await writeFiles(edk.project, { 'app/Dockerfile': 'FORM nothing\n' });
      assert.match((await edk.succeeds(args)).stderr, /app\/Dockerfile cannot be read, so all base images are built/);
    } finally {
      await forgetImages([own.address]);
      await own.stop();
    }
  });

  it('imports what was built elsewhere, out of an archive or another registry, and nothing twice', async () => {
    const { edk } = workshop;
    const elsewhere = await startRegistry();
    const here = await startRegistry();
    try {
      await edk.succeeds([...init('0.6.0', edk.at('kaapana')), '--all', '--registry', elsewhere.address]);
      const environment = readEnvironment();
      const { docker } = await connectDocker({ ...environment.docker, home: environment.home });
      const archive = edk.at('bases.tar');
      const installer = docker.getImage(`${elsewhere.address}/base-installer:latest`);
      await pipeline(await installer.get(), createWriteStream(archive));

      const there = async (at: TestRegistry): Promise<(string | null)[]> =>
        Promise.all(Object.keys(bases).map((name) => digest(name, at)));
      const fromRegistry = ['init', '--from', elsewhere.address, '--registry', here.address];
      assert.match((await edk.succeeds(fromRegistry)).stdout, /base-installer:latest .*pushed/);
      assert.deepEqual(await there(here), await there(elsewhere));
      assert.match((await edk.succeeds(fromRegistry)).stdout, /base-installer:latest .*unchanged/);

      const client = new RegistryClient({ registry: here.address, http: createHttpClient(noProxy) });
      const before = await there(here);
      await client.deleteManifest('base-installer', before.at(-1) ?? '', new AbortController().signal);
      const fromArchive = ['init', '--from', archive, '--registry', here.address];
      const { stdout } = await edk.succeeds(fromArchive);
      assert.match(stdout, /base-installer:latest .*pushed/);
      assert.doesNotMatch(stdout, /base-python-cpu/);
      assert.deepEqual(await there(here), before);
    } finally {
      await forgetImages([elsewhere.address, here.address]);
      await elsewhere.stop();
      await here.stop();
    }
  });

  it('says what is wrong with what it shall import from', async () => {
    const { edk } = workshop;
    await writeFiles(edk.folder, { 'none.tar': 'no archive' });
    const from = (source: string): string[] => ['init', '--from', source, '--registry', registry.address];
    await edk.fails(from(edk.at('none.tar')), {
      code: 'docker.failed',
      says: /none\.tar is not an image archive|reports an error/,
    });
    await edk.fails(from('nowhere.tar'), { code: 'settings.invalid', says: /There is no file .*nowhere\.tar/ });
    const empty = await startRegistry();
    try {
      const none = { code: 'image.baseUnknown', says: /contains no base images/, adds: /docker save/ } as const;
      await edk.fails(from(empty.address), none);
    } finally {
      await empty.stop();
    }
  });

  it('clones the release of the build version', async () => {
    const before = await digest('base-installer');
    await writeRepository(workshop.edk.at('kaapana'), 'of later');
    git('commit', '--quiet', '--all', '--message=later');
    await workshop.edk.succeeds(init('0.6.0', `file://${workshop.edk.at('kaapana')}`));
    assert.equal(await digest('base-installer'), before);
  });

  it('checks out the commit that a build version between releases names', async () => {
    const release = await digest('base-installer');
    await writeRepository(workshop.edk.at('kaapana'), 'of the commit');
    git('commit', '--quiet', '--all', '--message=wanted');
    const commit = git('rev-parse', '--short=8', 'HEAD');
    await writeRepository(workshop.edk.at('kaapana'), 'of later');
    git('commit', '--quiet', '--all', '--message=later');

    await workshop.edk.succeeds(init(`0.6.0-1-g${commit}`, `file://${workshop.edk.at('kaapana')}`));
    const wanted = await digest('base-installer');
    assert.notEqual(wanted, release);
    git('checkout', '--quiet', commit);
    await workshop.edk.succeeds(init('0.6.0', workshop.edk.at('kaapana')));
    assert.equal(await digest('base-installer'), wanted);
  });

  it('clones again for another branch of the same version', async () => {
    const url = `file://${workshop.edk.at('kaapana')}`;
    await workshop.edk.succeeds(init('0.6.0', url));
    const release = await digest('base-installer');
    await writeRepository(workshop.edk.at('kaapana'), 'of the branch');
    git('commit', '--quiet', '--all', '--message=branch');
    const env = { KAAPANA_BUILD_BRANCH: 'develop' };
    await workshop.edk.succeeds(init('0.6.0', url), { env });
    assert.notEqual(await digest('base-installer'), release);
    assert.doesNotMatch((await workshop.edk.succeeds(init('0.6.0', url), { env })).stdout, /Cloning into/);
  });

  describe('explains a revision that is not there with those that come nearest:', () => {
    const fails = (version: string, says: RegExp, adds: RegExp): Promise<unknown> =>
      workshop.edk.fails(init(version, `file://${workshop.edk.at('kaapana')}`), {
        code: 'repository.failed',
        says,
        adds,
      });

    it('a version', () => fails('0.6.9', /has no branch or tag "0\.6\.9"/, /Nearest: "0\.6\.0"/));
    it('a version far from all', () => fails('2026.11.25', /has no branch or tag/, /Among others it has: "develop"/));
    it('a commit with two digits mistyped', async () => {
      const commit = git('rev-parse', '--short=8', 'HEAD');
      const other = (digit: string): string => (digit === '0' ? '1' : '0');
      const mistyped = `${commit.slice(0, 6)}${other(commit[6] ?? '')}${other(commit[7] ?? '')}`;
      const nearest = new RegExp(`Nearest:\\n.*${commit.slice(0, 6)}\\S* of \\d{4}-\\d\\d-\\d\\d: release`);
      await fails(`0.6.0-1-g${mistyped}`, new RegExp(`has no commit ${mistyped}`), nearest);
    });
    it('a commit unlike any', async () => {
      const commit = git('rev-parse', '--short=8', 'HEAD');
      const unlike = Array.from(commit, (digit) => (digit === '0' ? '1' : '0')).join('');
      await fails(`0.6.0-1-g${unlike}`, /has no commit/, /The newest:\n.*: release/);
    });
  });

  it('says what git says of a repository that is not there, and of a folder that is no clone', async () => {
    await workshop.edk.fails(init('0.6.0', `file://${workshop.edk.at('nowhere')}`), {
      code: 'repository.failed',
      says: /git clone failed/,
      adds: /nowhere/,
    });
    await workshop.edk.fails(init('0.6.0', workshop.edk.at('home')), {
      code: 'repository.failed',
      says: /is not a clone of the Kaapana repository/,
      adds: new RegExp(join('services', 'utils', 'base-installer')),
    });
  });
});
