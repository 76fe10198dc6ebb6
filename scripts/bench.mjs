/**
 * npm run bench: the set-up, a local platform and base images of its own, then the comparison of test/bench/main.ts.
 * `npm run bench -- --pairs 9` measures more often; `npm run bench -- editor` measures the extension in code-server
 * instead (test/bench/editor.ts), `npm run bench -- images` what becomes of eight images, hashing, export and start-up
 * (test/bench/images.ts), `npm run bench -- upload` a large upload beside curl (test/bench/upload.ts), and
 * `npm run bench -- kills` kills the local platform again and again (test/bench/kills.ts). Exit code 1 when a run fails;
 * a missed target is marked in the table.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBrowser } from './setup/testTools.mjs';
import { ensureCodeServer } from './setup/codeServer.mjs';
import { runCommand } from './setup/command.mjs';
import { edkEnvironment, ensureBuilt, setUp } from './setup/setUp.mjs';
import { edkScript, repository } from './setup/folders.mjs';
import { freePort } from './setup/freePort.mjs';
import { ensureNodeModules } from './setup/nodeModules.mjs';
import { removeImages } from './setup/dockerConnection.mjs';
import { run, runVisibly, tail } from './setup/run.mjs';
import { say, SetupError } from './setup/say.mjs';
import { CODE_SERVER } from './setup/versions.mjs';

const comparison = fileURLToPath(import.meta.resolve('../test/bench/main.ts'));
const editorBench = fileURLToPath(import.meta.resolve('../test/bench/editor.ts'));
const imagesBench = fileURLToPath(import.meta.resolve('../test/bench/images.ts'));
const [first, ...rest] = process.argv.slice(2);
/** @type {Record<string, Parameters<typeof runCommand>[0]>} */
const others = {
  editor: measureEditor,
  images: compareImages,
  upload: onLocalPlatform('upload.ts', 'a tar of 2 GiB beside curl, and over connections that are cut (some minutes)'),
  // Beside docker build and docker run by hand, after an edit of the script.
  run: onLocalPlatform('run.ts', 'edk run beside docker build and docker run (a few minutes)'),
  kills: onLocalPlatform('kills.ts', 'the local platform killed a hundred times (a quarter of an hour)'),
};

await runCommand(others[first ?? ''] ?? compareDeploy);

/** @type {Parameters<typeof runCommand>[0]} */
async function measureEditor({ signal }) {
  say('Kaapana EDK: setting up, then the extension in code-server beside one that does nothing (some minutes).');
  await ensureNodeModules(signal);
  await ensureBuilt(signal);
  const command = await ensureCodeServer(CODE_SERVER, signal);
  const env = { ...process.env, EDK_CODE_SERVER: JSON.stringify(command), CHROME: await ensureBrowser(signal) };
  return runVisibly(process.execPath, ['--import', 'tsx', editorBench, ...rest], { signal, env, cwd: repository });
}

/** @type {Parameters<typeof runCommand>[0]} */
async function compareImages({ signal, toStop }) {
  say('Kaapana EDK: setting up, then eight images beside docker build and docker push (some minutes).');
  const tools = await setUp({ signal, toStop });
  const folder = mkdtempSync(join(tmpdir(), 'edk-bench-images-'));
  toStop.push(async () => rmSync(folder, { recursive: true, force: true }));
  const name = randomBytes(4).toString('hex');
  toStop.push(() => removeImages(tools.DOCKER_HOST, { label: `edk.bench=${name}` }));
  const env = {
    ...edkEnvironment({ ...tools, EDK_STATE: join(folder, 'state'), EDK_CACHE: join(folder, 'cache') }),
    EDK_BENCH_FOLDER: folder,
    EDK_BENCH_RUN: name,
    EDK_BENCH_COMMAND: edkScript,
  };
  return runVisibly(process.execPath, ['--import', 'tsx', imagesBench, ...rest], { signal, env, cwd: repository });
}

/**
 * @param {string} file in test/bench
 * @param {string} what
 * @returns {Parameters<typeof runCommand>[0]}
 */
function onLocalPlatform(file, what) {
  return async ({ signal, toStop }) => {
    say(`Kaapana EDK: setting up, then ${what}.`);
    const tools = await setUp({ signal, toStop });
    const folder = mkdtempSync(join(tmpdir(), 'edk-bench-'));
    toStop.push(async () => rmSync(folder, { recursive: true, force: true }));
    const program = fileURLToPath(import.meta.resolve(`../test/bench/${file}`));
    const env = { ...edkEnvironment(tools), EDK_BENCH_FOLDER: folder };
    return runVisibly(process.execPath, ['--import', 'tsx', program, ...rest], { signal, env, cwd: repository });
  };
}

/** @type {Parameters<typeof runCommand>[0]} */
async function compareDeploy({ signal, toStop }) {
  say('Kaapana EDK: setting up, then `edk deploy` beside a plain script of docker, helm and curl (some minutes).');
  const tools = await setUp({ signal, toStop });
  const folder = mkdtempSync(join(tmpdir(), 'edk-bench-'));
  toStop.push(async () => rmSync(folder, { recursive: true, force: true }));
  const state = join(folder, 'state');
  const environment = edkEnvironment({ ...tools, EDK_STATE: state, EDK_CACHE: join(folder, 'cache') });
  const name = randomBytes(4).toString('hex');
  const [port, registryPort] = [await freePort(), await freePort()];
  const registry = `localhost:${registryPort}`;
  toStop.push(() => removeImages(tools.DOCKER_HOST, { prefix: `${registry}/`, label: `edk.bench=${name}` }));
  toStop.push(async () => void (await run(process.execPath, [edkScript, 'platform', 'stop'], { env: environment })));

  const platform = ['platform', 'start', '--port', String(port), '--registry-port', String(registryPort)];
  for (const args of [platform, ['init', '--templates']]) {
    say(`\n$ edk ${args.join(' ')}`);
    const { code, output } = await run(process.execPath, [edkScript, ...args], { signal, env: environment });
    signal.throwIfAborted();
    if (code !== 0) throw new SetupError(`edk ${args.join(' ')} failed:\n${tail(output)}`, 'See "edk doctor".');
  }
  const env = {
    ...environment,
    EDK_BENCH_FOLDER: folder,
    EDK_BENCH_RUN: name,
    EDK_BENCH_REGISTRY: registry,
    EDK_BENCH_PLATFORM: join(state, 'platform'),
    EDK_BENCH_COMMAND: edkScript,
    EDK_BENCH_TEMPLATES: join(repository, 'templates'),
  };
  const args = ['--import', 'tsx', comparison, ...process.argv.slice(2)];
  return await runVisibly(process.execPath, args, { signal, env, cwd: repository });
}
