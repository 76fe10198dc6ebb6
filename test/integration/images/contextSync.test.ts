import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { pipeline } from 'node:stream';
import Docker from 'dockerode';
import { readJsonLines } from '../../../src/core/docker/dockerAnswers.ts';
import { startBuild } from '../../../src/core/docker/openBuildSession.ts';
import { buildImage } from '../../../src/core/images/build/buildImage.ts';
import { listSent, stageDockerfile } from '../../../src/core/images/context/listSent.ts';
import { packContext } from '../../../src/core/images/context/packContext.ts';
import { walkContext } from '../../../src/core/images/context/walkContext.ts';
import { parseIgnoreRules } from '../../../src/core/project/ignoreRules.ts';
import { writeFiles } from '../../support/imageProject.ts';
import { ImageWorkbench } from '../../support/imageWorkbench.ts';
import { recordStep } from '../../support/recordingStep.ts';
import { rejection } from '../../support/rejection.ts';
import { startRegistry, type TestRegistry } from '../../support/startRegistry.ts';
import { useTemporaryFolder } from '../../support/temporaryFolder.ts';

const proxy = { http: undefined, https: undefined, no: undefined };
const megabyte = 1024 * 1024;
/** Keeps the cache of BuildKit from knowing the content of an earlier run. */
const mark = randomUUID();

describe('a context that BuildKit has a copy of', () => {
  const folder = useTemporaryFolder();
  let registry: TestRegistry;
  let bench: ImageWorkbench;
  before(async () => {
    registry = await startRegistry();
    bench = await ImageWorkbench.open(registry.address);
  });
  after(async () => {
    await bench.close();
    await registry.stop();
  });

  const dockerfile = (name: string, ...lines: string[]): string =>
    ['ARG ROOT_IMAGE', 'FROM ${ROOT_IMAGE}', `LABEL IMAGE="t-edk-${name}"`, ...lines, ''].join('\n');
  const file = (name: string): string => join(folder.path, name);

  /** Builds the one image of the folder; gives what its steps printed. */
  const build = async (docker = bench.connection.docker, happens?: () => void): Promise<string[]> => {
    const { step, lines } = recordStep();
    const [image] = (await bench.plan(folder.path)).images;
    assert.ok(image);
    happens?.();
    await buildImage(image, { connection: { ...bench.connection, docker }, proxy }, step);
    return lines.flatMap((line) => (line.startsWith('log ') ? [line.slice(4)] : []));
  };

  it('is sent only as far as it changed', async () => {
    const counter = await countSentBytes(bench.connection.docker);
    try {
      writeFiles(folder.path, { Dockerfile: dockerfile('large', 'COPY large run.py /'), 'run.py': 'print(1)\n' });
      writeFileSync(file('large'), Buffer.alloc(60 * megabyte, 'x'));
      await build(counter.docker);
      assert.ok(counter.sent() > 60 * megabyte, `${counter.sent()}`);
      const before = counter.sent();
      writeFiles(folder.path, { 'run.py': 'print(2)\n' });
      await build(counter.docker);
      const sent = counter.sent() - before;
      assert.ok(sent < 100_000, `${sent}`);
    } finally {
      counter.server.close();
    }
  });

  it('is sent without what no COPY takes', async () => {
    const counter = await countSentBytes(bench.connection.docker);
    try {
      writeFiles(folder.path, { Dockerfile: dockerfile('part', 'COPY run.py /'), 'run.py': 'print(1)\n' });
      writeFileSync(file('large'), Buffer.alloc(20 * megabyte, 'x'));
      await build(counter.docker);
      assert.ok(counter.sent() < 100_000, `${counter.sent()}`);
    } finally {
      counter.server.close();
    }
  });

  it('is never taken for unchanged when only a content differs, and size and time are the same', async () => {
    writeFiles(folder.path, { Dockerfile: dockerfile('times', 'COPY run.py /', 'RUN cat /run.py') });
    for (const text of ['print(1)', 'print(2)', 'print(1)']) {
      writeFiles(folder.path, { 'run.py': `${text} # ${mark}\n` });
      utimesSync(file('run.py'), 1_700_000_000, 1_700_000_000);
      const printed = await build();
      // The third one comes out of the cache, which is told by the content, too.
      if (printed.some((line) => line.includes('RUN cat /run.py (cached)'))) assert.equal(text, 'print(1)');
      else assert.ok(printed.includes(`${text} # ${mark}`), printed.join('\n'));
    }
  });

  it('is not taken for whole after a build that failed on a file that changed', async () => {
    writeFiles(folder.path, {
      Dockerfile: dockerfile('half', 'COPY . /x', 'RUN cat /x/run.py /x/b'),
      'run.py': `planned ${mark}\n`,
    });
    const change = (text: string): void => {
      writeFiles(folder.path, { 'run.py': `${text} ${mark}\n` });
      utimesSync(file('run.py'), 1_700_000_000, 1_700_000_000);
    };
    change('planned');
    const failing = build(bench.connection.docker, () => {
      change('written');
    });
    assert.equal((await rejection(failing, 'context.changed')).place?.file, file('run.py'));
    change('planned');
    writeFiles(folder.path, { b: 'more\n' });
    const printed = await build();
    assert.ok(printed.includes(`planned ${mark}`), printed.join('\n'));
    assert.ok(!printed.includes(`written ${mark}`));
  });

  it('keeps modes, links, names and the times of files to the second, and forgets what is gone', async () => {
    const show = `RUN : ${mark}; cd /x && find . -type f -o -type l | LC_ALL=C sort | xargs -d "\\n" stat -c "%n %a %u %Y %s %N" | tr -d "\\047"`;
    writeFiles(folder.path, {
      Dockerfile: dockerfile('kept', 'COPY . /x', show),
      '.dockerignore': 'Dockerfile\n*.pyc\n',
      'a/b/run.sh': 'echo',
      'a b.txt': '',
      'a-b/x': '1',
      'a.pyc': 'no',
      // Else COPY would come out of the cache of an earlier run, with its times.
      mark,
    });
    chmodSync(file('a/b/run.sh'), 0o2755);
    symlinkSync('a/b/run.sh', file('link'));
    utimesSync(file('a/b/run.sh'), 1_600_000_000, 1_600_000_000.5);
    const seconds = (name: string): number => Math.floor(statSync(file(name)).mtimeMs / 1000);
    const printed = (await build()).filter((line) => line.startsWith('./'));
    const shown = printed.filter((line) => !line.startsWith('./mark') && !line.startsWith('./link'));
    assert.deepEqual(shown, [
      `./.dockerignore 644 0 ${seconds('.dockerignore')} 17 ./.dockerignore`,
      `./a b.txt 644 0 ${seconds('a b.txt')} 0 ./a b.txt`,
      `./a-b/x 644 0 ${seconds('a-b/x')} 1 ./a-b/x`,
      './a/b/run.sh 2755 0 1600000000 4 ./a/b/run.sh',
    ]);
    assert.match(printed.find((line) => line.startsWith('./link')) ?? '', /777 0 \d+ 10 \.\/link -> a\/b\/run\.sh$/);

    writeFiles(folder.path, { '.dockerignore': 'Dockerfile\n*.pyc\na\nlink\n' });
    const left = (await build()).filter((line) => line.startsWith('./')).map((line) => line.split(/ \d/)[0]);
    assert.deepEqual(left, ['./.dockerignore', './a b.txt', './a-b/x', './mark']);
  });

  it('is sent with what odd names and links in COPY, and a Dockerfile that is a link, lead to', async () => {
    writeFiles(folder.path, {
      'docker/real': dockerfile(
        'odd',
        'COPY dä /x/',
        'COPY ["ü 😀.txt", "a, b+c%20", "/x/"]',
        'COPY current/z link *.one /y/',
        `RUN : ${mark}; find /x /y -type f | LC_ALL=C sort`,
      ),
      'dä/i': '',
      'ü 😀.txt': '',
      'a, b+c%20': '',
      'versions/1/z': 'z',
      'target/of/link': '',
      'x.one': '',
    });
    symlinkSync('docker/real', file('Dockerfile'));
    symlinkSync('versions/1', file('current'));
    symlinkSync('target/of/link', file('link'));
    const printed = (await build()).filter((line) => /^\/[xy]\//.test(line));
    assert.deepEqual(printed, ['/x/a, b+c%20', '/x/i', '/x/ü 😀.txt', '/y/link', '/y/x.one', '/y/z']);
  });

  it('goes to the classic builder as a tar', async () => {
    writeFiles(folder.path, { Dockerfile: 'FROM scratch\nLABEL IMAGE="t-edk-classic"\nCOPY a /\n', a: '1' });
    const { signal } = new AbortController();
    const [image] = (await bench.plan(folder.path)).images;
    const walked = { context: folder.path, rules: parseIgnoreRules(''), isCopied: () => true, signal };
    assert.ok(image);
    const { overlay, inputs } = image;
    const entries = await listSent({
      context: folder.path,
      entries: walkContext(walked),
      overlay,
      expected: inputs.files,
    });
    const dockerfile = stageDockerfile(image.dockerfileText, '');
    const messages = await startBuild(bench.connection.docker, {
      source: { tar: packContext(dockerfile.addTo(entries)) },
      dockerfile: dockerfile.nameInContext,
      tags: [image.push.version],
      buildArguments: {},
      labels: {},
      signal,
    });
    const told: unknown[] = [];
    for await (const message of readJsonLines(messages)) told.push(message);
    assert.match(JSON.stringify(told), /Step 3\/\d : COPY a \/[\s\S]*Successfully built/);
  });
});

interface Counter {
  readonly docker: Docker;
  readonly server: Server;
  /** In bytes, over all connections. */
  sent(): number;
}

/** The same Engine behind a port that counts. */
async function countSentBytes({ modem }: Docker): Promise<Counter> {
  const { socketPath, host, port } = modem as { socketPath?: string; host?: string; port?: number };
  let sent = 0;
  const server = createServer({ allowHalfOpen: true }, (client) => {
    const options = { allowHalfOpen: true };
    const engine =
      socketPath === undefined
        ? connect({ host, port: Number(port), ...options })
        : connect({ path: socketPath, ...options });
    client.on('data', (chunk) => (sent += chunk.length));
    pipeline(client, engine, () => undefined);
    pipeline(engine, client, () => undefined);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  assert.ok(address !== null && typeof address === 'object');
  return {
    docker: new Docker({ host: '127.0.0.1', port: address.port, protocol: 'http' }),
    server,
    sent: () => sent,
  };
}
