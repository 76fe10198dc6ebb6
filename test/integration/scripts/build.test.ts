import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { access, constants, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { edkBundle } from '../../support/edkBundle.ts';
import { useTemporaryFolder } from '../../support/temporaryFolder.ts';

const run = promisify(execFile);
const repository = resolve(import.meta.dirname, '..', '..', '..');
const rootImage = process.env['EDK_ROOT_IMAGE'] ?? 'debian:12-slim';

const source = (name: string): string => JSON.stringify(join(repository, 'src', 'core', 'docker', name));

/** A program that builds an image with BuildKit as edk does, and one that needs nothing. */
const ENTRY = `
const [, , tag] = process.argv;
void (tag === undefined ? console.log('nothing to do') : buildAs(tag));

async function buildAs(tag: string) {
  const { default: Docker } = await import('dockerode');
  const { openBuildSession } = await import(${source('openBuildSession.ts')});
  const { startBuild } = await import(${source('startBuild.ts')});
  const docker = new Docker();
  const text = Buffer.from('FROM ${rootImage}\\nRUN --mount=type=cache,target=/cache echo built > /proof\\n');
  const content = () => [text];
  const dockerfile = { kind: 'file', path: 'Dockerfile', mode: 0o644, modified: 0n, size: text.length, content } as const;
  const answers = { credentials: () => undefined, folder: () => [dockerfile], sharedKey: tag };
  const session = await openBuildSession(docker, answers);
  const { signal } = new AbortController();
  const request = { dockerfile: 'Dockerfile', tags: [tag], buildArguments: {}, labels: {}, signal };
  for await (const _ of await startBuild(docker, { ...request, source: { session: session.id } })) continue;
  session.close();
  console.log((await docker.getImage(tag).inspect()).Id);
  await docker.getImage(tag).remove();
}`;

describe('the bundle', () => {
  let folder: string;
  let edk: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'edk-bundle-'));
    edk = join(folder, 'dist', 'edk.js');
    await writeFile(join(folder, 'main.ts'), ENTRY);
    const build = join(repository, 'scripts', 'build.mjs');
    await symlink(join(repository, 'node_modules'), join(folder, 'node_modules'));
    await run(process.execPath, [build, '--entry', join(folder, 'main.ts'), '--out', join(folder, 'dist')]);
    await rm(join(folder, 'node_modules'));
  });

  after(() => rm(folder, { recursive: true, force: true }));

  it('is an executable that needs no node_modules', async () => {
    await access(edk, constants.X_OK);
    const { stdout } = await run(edk, [], { cwd: folder });
    assert.equal(stdout, 'nothing to do\n');
  });

  it('keeps what is imported on demand out of the entry', async () => {
    const names = await readdir(join(folder, 'dist'));
    assert(names.some((name) => name.startsWith('docker-')));
    const { stdout } = await run(edk, [], { env: { ...process.env, NODE_V8_COVERAGE: join(folder, 'coverage') } });
    assert.equal(stdout, 'nothing to do\n');
    const [report = ''] = await readdir(join(folder, 'coverage'));
    const loaded = (await readFile(join(folder, 'coverage', report), 'utf8')).match(/dist\/[\w-]+\.js/g);
    assert.deepEqual([...new Set(loaded)], ['dist/edk.js']);
  });

  it('builds an image with BuildKit', async () => {
    const { stdout } = await run(edk, [`edk-bundle-test:${process.pid}`], { cwd: folder });
    assert.match(stdout, /^sha256:[0-9a-f]{64}\n$/);
  });
});

describe('code that edk has compiled', () => {
  const folder = useTemporaryFolder();
  const version = async (cache: string): Promise<string> => {
    const env = { ...process.env, EDK_CACHE: cache };
    return (await run(process.execPath, [await edkBundle(), '--version'], { env })).stdout;
  };

  it('is kept for the next start, and compiled again when it is damaged', async () => {
    const first = await version(folder.path);
    const kept = join(folder.path, 'compiled');
    const files = (await readdir(kept, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
    assert.ok(files.length > 0);
    for (const { parentPath, name } of files) await writeFile(join(parentPath, name), 'damaged');
    assert.equal(await version(folder.path), first);
  });

  it('is not missed where nothing can be kept', async () => {
    const file = join(folder.path, 'no-folder');
    await writeFile(file, '');
    assert.match(await version(file), /^\d+\.\d+\.\d+\n$/);
  });
});
