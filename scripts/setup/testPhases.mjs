import { mkdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { connectDocker } from './dockerConnection.mjs';
import { repository } from './folders.mjs';
import { runMainJob } from './mainJob.mjs';
import { runVisibly } from './run.mjs';

/**
 * @typedef {{ passed: number, failed: number, skipped?: number }} Counts
 * @typedef {{ signal: AbortSignal, environment: NodeJS.ProcessEnv, folder: string }} PhaseContext folder: temporary
 */

const modules = join(repository, 'node_modules');
const mocha = join(modules, 'mocha', 'bin', 'mocha.js');
const reporter = fileURLToPath(import.meta.resolve('./countingReporter.cjs'));

/** The parts of `npm test` in their order. @type {Record<string, (context: PhaseContext) => Promise<Counts>>} */
export const testPhases = {
  check: (context) => countAsOne(npmRun('check', context)),
  unit: (context) => runMocha(['test/unit/**/*.test.ts'], context),
  build: (context) => countAsOne(nodeRun([join(repository, 'scripts', 'build.mjs')], context)),
  integration: (context) => runMocha(['--timeout', '300000', 'test/integration/**/*.test.ts'], context),
  main: (context) => countAsOne(mainJob(context)),
};

function nodeRun(args, { signal, environment }) {
  return runVisibly(process.execPath, args, { signal, env: environment, cwd: repository });
}

function npmRun(script, context) {
  const npm = process.env.npm_execpath;
  if (npm?.endsWith('.js')) return nodeRun([npm, 'run', '--silent', script], context);
  const { signal, environment } = context;
  return runVisibly('npm', ['run', '--silent', script], { signal, env: environment, cwd: repository });
}

/** @returns {Promise<Counts>} */
async function countAsOne(exitCode) {
  return (await exitCode) === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** @returns {Promise<Counts>} a run that broke off before its end counts as a failure of its own */
async function runMocha(args, context) {
  const file = join(context.folder, `counts-${Date.now()}.json`);
  const environment = { ...context.environment, EDK_TEST_COUNTS: file };
  const code = await nodeRun([mocha, '--reporter', reporter, ...args], { ...context, environment });
  const counts = readCounts(file);
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

/** @returns {Counts} */
function readCounts(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return { passed: 0, failed: 1 };
  }
}

async function mainJob({ signal, environment, folder }) {
  const home = join(folder, 'home');
  mkdirSync(home);
  const registryPort = await freePort();
  const platformArguments = ['--port', String(await freePort()), '--registry-port', String(registryPort)];
  const toStop = [];
  try {
    const workspace = join(folder, 'workspace');
    const own = { ...environment, HOME: home };
    return await runMainJob({ signal, toStop, environment: own, workspace, platformArguments });
  } finally {
    for (const stop of toStop) await stop();
    await removeImages(environment.DOCKER_HOST, `localhost:${registryPort}/`);
  }
}

/** Images named after a registry that is gone are of no use to anybody. */
async function removeImages(endpoint, prefix) {
  const docker = await connectDocker(endpoint);
  for (const { RepoTags: tags } of await docker.listImages()) {
    for (const tag of tags ?? []) {
      if (tag.startsWith(prefix)) await docker.getImage(tag).remove();
    }
  }
}

/** @returns {Promise<number>} a port of the loopback interface that nobody listens on now */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
