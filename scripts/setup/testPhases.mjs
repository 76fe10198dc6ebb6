import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureCodeServer } from './codeServer.mjs';
import { removeImages } from './dockerConnection.mjs';
import { repository } from './folders.mjs';
import { freePort } from './freePort.mjs';
import { runMainJob } from './mainJob.mjs';
import { runVisibly } from './run.mjs';
import { ensureBrowser } from './testTools.mjs';
import { CODE_SERVER, NEWEST_CODE_SERVER } from './versions.mjs';

/**
 * @typedef {Partial<FullCounts>} Counts
 * @typedef {{ signal: AbortSignal, environment: NodeJS.ProcessEnv, folder: string }} PhaseContext folder: temporary
 */

const modules = join(repository, 'node_modules');
const c8 = join(modules, 'c8', 'bin', 'c8.js');
const mocha = join(modules, 'mocha', 'bin', 'mocha.js');
const contractSuite = join(repository, 'test', 'contract', 'main.ts');
const workbenchSuites = join(repository, 'test', 'workbench', 'main.ts');

/** The parts of `npm test` in their order. @type {Record<string, (context: PhaseContext) => Promise<Counts>>} */
export const testPhases = {
  check: (context) => countAsOne(npmRun('check:static', context)),
  unit: (context) => runCounting([c8, mocha, 'test/unit/**/*.test.ts'], context),
  build: (context) => countAsOne(nodeRun([join(repository, 'scripts', 'build.mjs')], context)),
  integration: (context) => runMocha(['--parallel', '--timeout', '300000', 'test/integration/**/*.test.ts'], context),
  contract: (context) => countRun(['--import', 'tsx', contractSuite, '--local'], context),
  main: (context) => countAsOne(mainJob(context)),
  workbench: async (context) => runInWorkbench(['--import', 'tsx', workbenchSuites], context),
  e2e: async (context) => {
    const packaged = await countAsOne(nodeRun([join(repository, 'scripts', 'package.mjs')], context));
    if (packaged.failed > 0) return packaged;
    return runMocha(['--timeout', '600000', 'test/e2e/**/*.test.ts'], await withNewestWorkbench(context));
  },
};

/** What only the tests in the editor need. */
async function withWorkbench(context) {
  const command = await ensureCodeServer(CODE_SERVER, context.signal);
  const browser = await ensureBrowser(context.signal);
  const environment = { ...context.environment, EDK_CODE_SERVER: JSON.stringify(command), CHROME: browser };
  return { ...context, environment };
}

async function withNewestWorkbench(context) {
  const { environment, ...rest } = await withWorkbench(context);
  const newest = await ensureCodeServer(NEWEST_CODE_SERVER, context.signal);
  return { ...rest, environment: { ...environment, EDK_NEWEST_CODE_SERVER: JSON.stringify(newest) } };
}

async function runInWorkbench(args, context) {
  return countRun(args, await withWorkbench(context));
}

/** @returns {Promise<Counts>} of a program that writes them, as mocha does, into the file that `--report` names */
async function countRun(args, context) {
  const file = reportFile(context);
  return readCounts(file, await nodeRun([...args, '--report', file], context));
}

function reportFile({ folder }) {
  return join(folder, `report-${Date.now()}.json`);
}

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

function runMocha(args, context) {
  // What a test that failed has not stopped would keep the run alive for ever.
  return runCounting([mocha, '--exit', ...args], context);
}

/** @returns {Promise<Counts>} of a program that is mocha in the end */
async function runCounting(program, context) {
  const file = reportFile(context);
  return readCounts(file, await nodeRun([...program, ...countingArguments(file)], context));
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
    // Images named after a registry that is gone are of no use to anybody.
    await removeImages(environment.DOCKER_HOST, { prefix: `localhost:${registryPort}/` });
  }
}

/**
 * @typedef {{ passed: number, failed: number, skipped: number, failures: string[] }} FullCounts failures: what failed, and why
 */

const reporter = fileURLToPath(import.meta.resolve('./specAndJson.cjs'));

/** Arguments with which mocha leaves its counts in a file. @param {string} file */
export function countingArguments(file) {
  return ['--reporter', reporter, '--reporter-option', `output=${file}`];
}

/**
 * What a run with these arguments left, in mocha's JSON. A run that broke off counts as a failure of its own.
 *
 * @param {string} file @param {number} exitCode @returns {FullCounts}
 */
export function readCounts(file, exitCode) {
  const counts = readReport(file);
  if (exitCode === 0 || counts.failed > 0) return counts;
  return { ...counts, failed: 1, failures: [`no test failed, but the run ended with exit code ${exitCode}`] };
}

function readReport(file) {
  try {
    const { stats, failures } = JSON.parse(readFileSync(file, 'utf8'));
    const { passes: passed, failures: failed, pending: skipped } = stats;
    return { passed, failed, skipped, failures: failures.map(({ fullTitle, err }) => `${fullTitle}: ${err.message}`) };
  } catch {
    return { passed: 0, failed: 1, skipped: 0, failures: ['the run wrote no report'] };
  }
}

/** @param {Counts[]} parts @returns {FullCounts} */
export function addCounts(parts) {
  const sum = (key) => parts.reduce((total, part) => total + (part[key] ?? 0), 0);
  return {
    passed: sum('passed'),
    failed: sum('failed'),
    skipped: sum('skipped'),
    failures: parts.flatMap(({ failures = [] }) => failures),
  };
}
