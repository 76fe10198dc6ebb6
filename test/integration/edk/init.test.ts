import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { forgetImages } from '../../support/forgetImages.ts';
import { useEdk } from '../../support/runEdk.ts';
import { startRegistry, type TestRegistry } from '../../support/startRegistry.ts';
import { writeFiles } from '../../support/writeFiles.ts';

const bases = {
  'base-python-cpu': 'data-processing/base-images/base-python-cpu',
  'base-python-gpu': 'data-processing/base-images/base-python-gpu',
  'base-installer': 'services/utils/base-installer',
} as const;

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
  const digest = async (name: string): Promise<string | null> => {
    const answer = await fetch(`http://${registry.address}/v2/${name}/manifests/latest`, {
      headers: { accept: 'application/vnd.docker.distribution.manifest.v2+json' },
    });
    return answer.headers.get('docker-content-digest');
  };

  it('takes a folder as it stands, and leaves alone what the registry has', async () => {
    const args = init('0.6.0', workshop.edk.at('kaapana'));
    await workshop.edk.succeeds(args);
    for (const name of Object.keys(bases)) assert.ok((await digest(name)) !== null, name);
    assert.match((await workshop.edk.succeeds(args)).stdout, /unchanged: 3 in the registry/);
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

  it('says what git says of a version that is not there, and of a folder that is no clone', async () => {
    await workshop.edk.fails(init('9.9.9', `file://${workshop.edk.at('kaapana')}`), {
      code: 'repository.failed',
      says: /git clone failed/,
      adds: /Remote branch 9\.9\.9 not found/,
    });
    await workshop.edk.fails(init('0.6.0', workshop.edk.at('home')), {
      code: 'repository.failed',
      says: /is no clone of the Kaapana repository/,
      adds: new RegExp(join('services', 'utils', 'base-installer')),
    });
  });
});
