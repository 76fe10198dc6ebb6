/**
 * Compares what edk does about images with what does the same without it, in turns, on the same Docker Engine and
 * registry. scripts/bench.mjs is its door.
 *
 * Eight images: `edk build image` with two workers beside plainBuild.sh, which runs docker build and docker push for one
 * image after the other. Every run ends with the same tags in the registry, which is checked. Cold: nothing of the
 * project in build cache or registry; the root image is there. Edit: one line in one script; what edk then sends is
 * checked, too. Base: one line in a file of the base, from which the other seven start.
 * Start-up: `edk --version` beside `node -e 0`. Hashing: a context of 20,000 files beside find, sort and sha256sum; cold
 * is without the digest cache, while the files are in the system's cache for both. Export: `edk export` of an image with
 * random content, chart and digests included, beside `docker save`.
 */
import { randomBytes } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DigestCache, hashContext } from '../../src/core/images/context/hashContext.ts';
import { walkContext } from '../../src/core/images/context/walkContext.ts';
import { parseIgnoreRules } from '../../src/core/project/ignoreRules.ts';
import { smallProject } from '../support/smallProject.ts';
import { startRegistry } from '../support/startRegistry.ts';
import { writeFiles } from '../support/writeFiles.ts';
import type { Command } from './contest.ts';
import { findDockerClient } from './findDockerClient.ts';
import { machineFacts } from './machineFacts.ts';
import { editPart, prepareImages, type ImagesProject } from './prepareImages.ts';
import { run, runTimed } from './runTimed.ts';
import { summarize, tableHead, type BenchCase } from './summarize.ts';

interface Contest {
  readonly title: string;
  readonly rounds: number;
  readonly target?: BenchCase['target'];
  /** Each answers with the seconds that it took. */
  readonly script: (round: number) => Promise<number>;
  readonly edk: (round: number) => Promise<number>;
}

const { values } = parseArgs({ options: { pairs: { type: 'string', default: '5' } } });
const pairs = Number(values.pairs);
const { folder, unique, edk, helm, rootImage } = readSetting();
const docker = await findDockerClient();
say(`\n${await machineFacts({ helm }, docker)}\n`);
const contextOfMany = join(folder, 'many');
await writeMany(contextOfMany);
const registry = await startRegistry();
try {
  const cases = [...(await buildEight()), ...(await exportOne()), await startUp(), ...(await hashMany())];
  say(`\n${[tableHead, ...cases.map(summarize)].join('\n')}`);
  say('\nSeconds: the median, with the fastest and the slowest run. Ratio: edk by script, of the medians.');
} finally {
  await registry.stop();
}

/** Runs both sides in turns; who is first changes with every round. */
async function measure({ title, rounds, target, script, edk: kit }: Contest): Promise<BenchCase> {
  const times = { script: [] as number[], edk: [] as number[] };
  const sides = [
    ['script', script],
    ['edk', kit],
  ] as const;
  for (let round = 1; round <= rounds; round++) {
    for (const [name, side] of round % 2 === 1 ? sides : sides.toReversed()) {
      const seconds = await side(round);
      times[name].push(seconds);
      say(`${title} ${round} of ${rounds}: ${name} ${seconds.toFixed(2)} s`);
    }
  }
  return { title, times, target };
}

async function buildEight(): Promise<BenchCase[]> {
  const byScript = await prepare('script', registry.address);
  const byEdk = await prepare('kit', 'local-only');
  const script: Command = {
    executable: 'bash',
    arguments: [join(import.meta.dirname, 'plainBuild.sh')],
    environment: {
      ...docker.environment,
      DOCKER: docker.executable,
      REGISTRY: registry.address,
      PROJECT: byScript.folder,
      VERSION: '0.6.0',
      IMAGES: byScript.images.map((image) => `${image.name}=${image.folder}`).join(' '),
    },
  };
  const runScript = async (): Promise<number> => {
    const seconds = await runTimed(script);
    await checkTags(byScript);
    return seconds;
  };
  const runKit = async (expected: { readonly built: number; readonly layers?: number }): Promise<number> => {
    const args = ['build', 'image', '--dir', byEdk.folder, '--registry', registry.address, '--workers', '2', '--json'];
    const { seconds, stdout } = await run({ executable: process.execPath, arguments: [edk, ...args], environment: {} });
    checkWork(stdout, expected);
    await checkTags(byEdk);
    return seconds;
  };
  return [
    await measure({
      title: 'images: cold',
      rounds: 1,
      target: { ratio: 0.7 },
      script: runScript,
      edk: () => runKit({ built: 8 }),
    }),
    await measure({
      title: 'images: a script edited',
      rounds: pairs,
      target: { ratio: 1.5, seconds: 3 },
      script: async (round) => editPart(byScript, 'part-1', `edit ${round}`).then(runScript),
      edk: async (round) => editPart(byEdk, 'part-1', `edit ${round}`).then(() => runKit({ built: 1, layers: 2 })),
    }),
    await measure({
      title: 'images: the base edited',
      rounds: 1,
      target: { ratio: 0.7 },
      script: async (round) => editPart(byScript, 'base', `base ${round}`).then(runScript),
      edk: async (round) => editPart(byEdk, 'base', `base ${round}`).then(() => runKit({ built: 8 })),
    }),
    await measure({
      title: 'images: nothing changed',
      rounds: pairs,
      target: { seconds: 1 },
      script: runScript,
      edk: () => runKit({ built: 0 }),
    }),
  ];
}

async function prepare(side: 'script' | 'kit', baseRegistry: string): Promise<ImagesProject> {
  const name = `bench-${unique}-${side}`;
  return prepareImages({ folder: join(folder, name), unique: name, run: unique, baseRegistry, rootImage });
}

/** An edit sends no more than what changed: at most 1 MB. */
function checkWork(output: string, { built, layers }: { readonly built: number; readonly layers?: number }): void {
  const { value } = JSON.parse(output.trim().split('\n').at(-1) ?? '') as {
    readonly value: {
      readonly images: readonly {
        readonly outcome: string;
        readonly work?: { readonly layers: { readonly pushed: number }; readonly bytesPushed: number };
      }[];
    };
  };
  const works = value.images.filter(({ outcome }) => outcome === 'built').map(({ work }) => work);
  if (works.length !== built) throw new Error(`edk built ${works.length} images instead of ${built}.`);
  const pushed = works.reduce((sum, work) => sum + (work?.layers.pushed ?? 0), 0);
  const bytes = works.reduce((sum, work) => sum + (work?.bytesPushed ?? 0), 0);
  if (layers !== undefined && (pushed > layers || bytes > 1_000_000)) {
    throw new Error(`The edit sent ${pushed} layers with ${bytes} bytes.`);
  }
}

async function checkTags({ images }: ImagesProject): Promise<void> {
  for (const { name } of images) {
    const answer = await fetch(`http://${registry.address}/v2/${name}/manifests/0.6.0`, { method: 'HEAD' });
    if (answer.status !== 200) throw new Error(`${name}:0.6.0 is not in the registry (${answer.status}).`);
  }
}

/** 256 MiB that nothing can compress: what is compared is moving and hashing them. */
async function exportOne(): Promise<BenchCase[]> {
  const project = join(folder, 'export');
  const name = `bench-${unique}-export`;
  await writeFiles(project, {
    ...smallProject,
    'docker/Dockerfile': `FROM scratch\nLABEL IMAGE="${name}" edk.bench="${unique}"\nCOPY content /\n`,
  });
  await writeFile(join(project, 'docker/content'), randomBytes(256 * 1024 * 1024));
  const kit = { executable: process.execPath, environment: {} };
  const output = join(folder, 'exported');
  const common = ['--dir', project, '--registry', registry.address];
  await runTimed({ ...kit, arguments: [edk, 'build', 'image', ...common] });
  const save = ['save', '--output', join(folder, 'saved.tar'), `${registry.address}/${name}:0.6.0`];
  return [
    await measure({
      title: 'export of 256 MiB, beside docker save',
      rounds: 3,
      script: () => runTimed({ executable: docker.executable, arguments: save, environment: docker.environment }),
      edk: async () => {
        await rm(output, { recursive: true, force: true });
        return runTimed({ ...kit, arguments: [edk, 'export', ...common, '--output', output] });
      },
    }),
  ];
}

function startUp(): Promise<BenchCase> {
  const node = (args: readonly string[]): Promise<number> =>
    runTimed({ executable: process.execPath, arguments: args, environment: {} });
  return measure({
    title: '`edk --version`, beside `node -e 0`',
    rounds: pairs * 3,
    target: { seconds: 0.5 },
    script: () => node(['-e', '0']),
    edk: () => node([edk, '--version']),
  });
}

async function writeMany(target: string): Promise<void> {
  for (let part = 0; part < 200; part++) {
    const path = join(target, `part-${part}`);
    await mkdir(path, { recursive: true });
    const writing = Array.from({ length: 100 }, (_, index) => writeFile(join(path, `${index}.bin`), randomBytes(2048)));
    await Promise.all(writing);
  }
}

async function hashMany(): Promise<BenchCase[]> {
  const pipe = 'find . -type f -print0 | sort -z | xargs -0 sha256sum | sha256sum';
  const plain: Command = {
    executable: 'bash',
    arguments: ['-c', `cd ${contextOfMany} && ${pipe}`],
    environment: {},
  };
  const cold = join(folder, 'digests-cold');
  const warm = join(folder, 'digests-warm');
  const cases = [
    await measure({
      title: 'hashing 20,000 files, cold',
      rounds: pairs,
      script: () => runTimed(plain),
      edk: async () => {
        await rm(cold, { recursive: true, force: true });
        return hashOnce(cold);
      },
    }),
  ];
  await hashOnce(warm);
  const again = { title: 'hashing 20,000 files, warm', rounds: pairs, target: { ratio: 1 } };
  return [...cases, await measure({ ...again, script: () => runTimed(plain), edk: () => hashOnce(warm) })];
}

async function hashOnce(cache: string): Promise<number> {
  const started = performance.now();
  const digests = await DigestCache.open(cache, contextOfMany);
  const { signal } = new AbortController();
  const rules = parseIgnoreRules('');
  const entries = walkContext({ context: contextOfMany, rules, isCopied: () => true, signal });
  const files = await hashContext({ context: contextOfMany, entries, overlay: new Map(), digests });
  await digests.save();
  if (files.size < 20_000) throw new Error(`Only ${files.size} files were hashed.`);
  return (performance.now() - started) / 1000;
}

function readSetting(): Record<'folder' | 'unique' | 'edk' | 'helm' | 'rootImage', string> {
  const need = (name: string): string => {
    const value = process.env[name];
    if (value === undefined) throw new Error(`${name} is not set; start the bench with "npm run bench -- images".`);
    return value;
  };
  return {
    folder: need('EDK_BENCH_FOLDER'),
    unique: need('EDK_BENCH_RUN'),
    edk: need('EDK_BENCH_COMMAND'),
    helm: need('EDK_HELM'),
    rootImage: need('EDK_ROOT_IMAGE'),
  };
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
