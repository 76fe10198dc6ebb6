/**
 * Uploads a tar to a local platform beside curl, which sends the same bytes in one request; then once more over
 * connections that are cut. scripts/bench.mjs is its door.
 *
 * Targets: at least 0.9 of curl's throughput; at most 150 MiB of memory in the process that uploads; and after cut
 * connections either the same bytes, or an error with nothing left on the platform. The last one ends the bench when it
 * is missed. Half of the cuts lose the platform's answer instead of the client's bytes.
 */
import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { z } from 'zod';
import { startPlatformProcess } from '../support/sandbox/startPlatformProcess.ts';
import { machineFacts } from './machineFacts.ts';
import { findDockerClient } from './findDockerClient.ts';
import { run, runTimed } from './runTimed.ts';
import { startCuttingProxy, type Cut } from './startCuttingProxy.ts';
import { summarize, tableHead } from './summarize.ts';

const { values } = parseArgs({
  options: {
    megabytes: { type: 'string', default: '2048' },
    pairs: { type: 'string', default: '3' },
    drops: { type: 'string', default: '10' },
  },
});
const megabytes = Number(values.megabytes);
const size = megabytes * 1024 * 1024;
const mostMemory = 150;
const resultSchema = z.object({ seconds: z.number(), mebibytes: z.number(), problem: z.string().optional() });
const { EDK_BENCH_FOLDER: folder, EDK_HELM: helm } = z
  .object({ EDK_BENCH_FOLDER: z.string(), EDK_HELM: z.string() })
  .parse(process.env);
const name = 'edk-bench.tar';
const state = join(folder, 'state');
const stored = join(state, 'charts', name);
const tokenFile = join(folder, 'authorization');

say(`\n${await machineFacts({ helm }, await findDockerClient())}\n`);
const program = await bundleProgram();
const platform = await startPlatformProcess(state);
await writeFile(tokenFile, `authorization: Bearer ${platform.token}\n`, { mode: 0o600 });
try {
  const file = join(folder, name);
  const digest = await writeRandom(file);
  await compare(file, digest);
  await cutConnections(file, digest);
} finally {
  await platform.stop();
}

/** Both in turns; who is first changes with every pair. */
async function compare(file: string, digest: string): Promise<void> {
  const times = { script: [] as number[], edk: [] as number[] };
  const memory: number[] = [];
  const sides = [
    async () => void times.script.push(await withCurl(file)),
    async () => {
      const { seconds, mebibytes, problem } = await upload(platform.url, file);
      if (problem !== undefined) throw new Error(problem);
      times.edk.push(seconds);
      memory.push(mebibytes);
    },
  ];
  for (let pair = 1; pair <= Number(values.pairs); pair++) {
    for (const side of pair % 2 === 1 ? sides : sides.toReversed()) {
      await side();
      if ((await digestOf(stored)) !== digest) throw new Error('What arrived is not what was sent.');
      await rm(stored);
    }
  }
  const title = `upload of ${megabytes} MiB, beside curl`;
  say(`${tableHead}\n${summarize({ title, times, target: { ratio: 1 / 0.9 } })}`);
  const most = Math.max(...memory);
  const verdict = most <= mostMemory ? 'reached' : '**MISSED**';
  say(`\nMemory of the process that uploads: at most ${most.toFixed(0)} MiB (<= ${mostMemory} MiB: ${verdict}).\n`);
}

/** An upload begins again twice by itself, so that ten cuts take some uploads. */
async function cutConnections(file: string, digest: string): Promise<void> {
  const anywhere = () => Math.floor((0.01 + 0.98 * Math.random()) * size);
  const cuts = Array.from({ length: Number(values.drops) }, (_, index): Cut => ({
    afterBytes: anywhere(),
    what: index % 2 === 0 ? 'request' : 'answer',
  }));
  const target = new URL(platform.url);
  const proxy = await startCuttingProxy(target, cuts);
  try {
    for (let isStored = false; !isStored || proxy.cuts() < cuts.length;) {
      await rm(stored, { force: true });
      const { problem } = await upload(`http://127.0.0.1:${proxy.port}${target.pathname}`, file);
      isStored = problem === undefined;
      const left = await readdir(join(state, 'uploads'));
      if (left.length > 0) throw new Error(`Unfinished files are left: ${left.join(', ')}`);
      const isThere = (await readdir(join(state, 'charts'))).includes(name);
      if (isThere !== isStored) throw new Error(isStored ? 'Nothing arrived.' : 'A refused file is there.');
      if (isStored && (await digestOf(stored)) !== digest) throw new Error('What arrived is not what was sent.');
      const end = problem === undefined ? 'Complete and identical.' : `${problem} Nothing is left.`;
      say(`After ${proxy.cuts()} of ${cuts.length} cuts: ${end}`);
    }
  } finally {
    proxy.close();
  }
}

/** As `edk` is bundled: sources that are compiled while they run take memory of their own. */
async function bundleProgram(): Promise<string> {
  const entry = fileURLToPath(import.meta.resolve('./uploadProgram.ts'));
  const outfile = join(folder, 'program.mjs');
  await build({ entryPoints: [entry], outfile, bundle: true, format: 'esm', platform: 'node', logLevel: 'warning' });
  return outfile;
}

async function upload(url: string, file: string): Promise<z.output<typeof resultSchema>> {
  const node = { executable: process.execPath, environment: { EDK_PLATFORM_TOKEN: platform.token } };
  const { stdout } = await run({ ...node, arguments: [program, url, file, name] });
  return resultSchema.parse(JSON.parse(stdout));
}

async function withCurl(file: string): Promise<number> {
  const address = `${platform.url.replace(/\/$/, '')}/filepond-upload`;
  const curl = (...args: readonly string[]) => ({
    executable: 'curl',
    arguments: ['--silent', '--show-error', '--fail', '--noproxy', '*', '--header', `@${tokenFile}`, ...args],
    environment: {},
  });
  const { stdout: id } = await run(curl('--form', `filepond=${JSON.stringify({ filepath: name })}`, address));
  const headers = ['--header', `Upload-Length: ${size}`, '--header', 'Expect:'];
  return runTimed(curl('--request', 'PATCH', '--upload-file', file, ...headers, `${address}?patch=${id}`));
}

/** What nothing can compress, every MiB another; answers with its digest. */
async function writeRandom(file: string): Promise<string> {
  const handle = await open(file, 'w');
  const block = randomBytes(1024 * 1024);
  for (let index = 0; index < megabytes; index++) {
    block.writeUInt32LE(index);
    await handle.write(block);
  }
  await handle.close();
  return digestOf(file);
}

async function digestOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
