import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { sampleProject } from '../../support/checks/sampleProject.ts';
import { useTemporaryFolder } from '../../support/temporaryFolder.ts';
import { writeFiles } from '../../support/writeFiles.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '..', '..', '..');

/** Where a file of a project is read. */
const places = [
  'processing-containers/liver/Dockerfile',
  'processing-containers/liver/.dockerignore',
  'processing-containers/liver/Dockerfile.dockerignore',
  'extension/docker/files/dag_liver.py',
  'extension/docker/files/liver/LiverOperator.py',
  'extension/liver-workflow/Chart.yaml',
  'extension/liver-workflow/values.yaml',
  'extension/liver-workflow/requirements.yaml',
  'extension/liver-workflow/.helmignore',
  'extension/liver-workflow/templates/job.yaml',
  'edk.yaml',
] as const;

/** In KiB, of data: what Node only reserves is not counted. A read without end needs more within a second. */
const memoryLimit = 3 * 1024 * 1024;
/** For all places together, on a busy machine. */
const patienceMs = 120_000;

describe('files of a project that are none', function () {
  this.timeout(300_000);
  const temporary = useTemporaryFolder();

  const kinds: readonly (readonly [title: string, make: (file: string) => unknown, says: RegExp])[] = [
    ['a link to /dev/zero', linkTo(() => '/dev/zero'), /is a device/u],
    ['a named pipe', (file) => run('mkfifo', [file]), /is a named pipe/u],
    ['a link to a named pipe', linkToPipe, /is a named pipe/u],
    ['a socket', listenAt, /is a socket/u],
    ['a link to itself', linkTo((file) => file), /is a circular link/u],
    ['a huge sparse file', sparse, /larger than 2 MiB/u],
    ['a link to a folder', linkTo(() => temporary.path), /is a folder/u],
  ];
  for (const [title, make, says] of kinds) {
    it(`are named, and never waited for: ${title}`, async () => {
      const folders = await Promise.all(
        places.map(async (place, index) => {
          const folder = join(temporary.path, String(index));
          await writeFiles(folder, { ...sampleProject, [place]: '' });
          rmSync(join(folder, place));
          await make(join(folder, place));
          return folder;
        }),
      );
      const script = join(root, 'test/support/checks/readHostile.ts');
      const command = `ulimit -d ${memoryLimit}; exec "$0" --max-old-space-size=1024 --import tsx "$@"`;
      const { stdout } = await run('bash', ['-c', command, process.execPath, script, ...folders], {
        cwd: root,
        timeout: patienceMs,
      });
      const answers = stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as { says: string[] });
      assert.equal(answers.length, places.length);
      for (const [index, place] of places.entries()) {
        const told = (answers[index]?.says ?? []).filter((line) => says.test(line));
        const file = join(folders[index] ?? '', place);
        assert.ok(
          told.some((line) => line.includes(file)),
          `${place}: ${JSON.stringify(answers[index])}`,
        );
      }
    });
  }

  it('do not keep edk from ending when it is told to, while it hashes a file without end', async () => {
    const folder = join(temporary.path, 'large');
    await writeFiles(folder, { Dockerfile: 'FROM scratch\nLABEL IMAGE=large\nCOPY weights.bin /\n' });
    sparse(join(folder, 'weights.bin'));
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', join(root, 'src/cli/main.ts'), 'images', '--dir', folder, '--json'],
      {
        cwd: root,
        env: {
          ...process.env,
          ...{ EDK_STATE: join(temporary.path, 'state'), EDK_CACHE: join(temporary.path, 'cache') },
        },
        stdio: ['ignore', 'ignore', 'inherit'],
      },
    );
    const exit = once(child, 'exit') as Promise<[code: number | null, signal: string | null]>;
    await setTimeout(6000);
    assert.equal(child.exitCode, null, 'it hashes');
    child.kill('SIGTERM');
    const [code] = await Promise.race([exit, setTimeout(20_000, ['it goes on'])]);
    assert.equal(code, 130);
  });
});

function linkTo(target: (file: string) => string): (file: string) => void {
  return (file) => {
    symlinkSync(target(file), file);
  };
}

async function linkToPipe(file: string): Promise<void> {
  await run('mkfifo', [`${file}.pipe`]);
  symlinkSync(`${file}.pipe`, file);
}

/** The socket stays when its server is ended without closing it. */
async function listenAt(file: string): Promise<void> {
  const code = `require('node:net').createServer().listen(process.argv[1], () => process.kill(process.pid, 'SIGKILL'))`;
  mkdirSync(dirname(file), { recursive: true });
  // A socket's path is short, so it is made from its folder.
  await run(process.execPath, ['-e', code, file.slice(dirname(file).length + 1)], { cwd: dirname(file) }).catch(
    () => undefined,
  );
}

function sparse(file: string): void {
  writeFileSync(file, '');
  truncateSync(file, 2 ** 40);
}
