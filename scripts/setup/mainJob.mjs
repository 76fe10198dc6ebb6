import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { edkScript } from './folders.mjs';
import { run, runVisibly } from './run.mjs';
import { say } from './say.mjs';

const PROJECT = 'my-radiomics';

/**
 * @typedef {object} JobContext
 * @property {AbortSignal} signal
 * @property {(() => Promise<void>)[]} toStop gets what ends the platform again, if it was started here
 * @property {NodeJS.ProcessEnv} environment
 * @property {string} workspace
 * @property {readonly string[]} [platformArguments] e.g. ports
 */

/**
 * From nothing to an own workflow extension that runs.
 *
 * @param {JobContext} context
 * @returns {Promise<number>} exit code of the first edk that failed, or 0
 */
export async function runMainJob({ signal, toStop, environment, workspace, platformArguments = [] }) {
  const edk = (...args) => {
    say(`\n$ edk ${args.join(' ')}`);
    return runVisibly(process.execPath, [edkScript, ...args], { signal, env: environment });
  };
  mkdirSync(workspace, { recursive: true });
  if (!(await isPlatformRunning(environment, signal))) toStop.push(() => stopPlatform(environment));
  const project = join(workspace, PROJECT);
  const steps = [
    ['platform', 'start', ...platformArguments],
    ['init'],
    ...(existsSync(project) ? [] : [['new', 'workflow', '--yes', '--name', PROJECT, '--dir', project]]),
    ['deploy', '--dir', project],
  ];
  for (const step of steps) {
    const code = await edk(...step);
    signal.throwIfAborted();
    if (code !== 0) return code;
  }
  return 0;
}

/** What is there to see after the main job. @param {JobContext} context */
export async function describeResult({ environment, workspace, signal }) {
  const project = join(workspace, PROJECT);
  say('\nRunning now:');
  await runVisibly(process.execPath, [edkScript, 'platform', 'status'], { signal, env: environment });
  say(`project   ${project}`);
  say('\nNext, in another terminal:');
  say(`  node ${edkScript} extensions`);
  say(`  node ${edkScript} deploy --dir ${project}   (after a change)`);
  say(`  node ${edkScript} --help`);
}

async function isPlatformRunning(environment, signal) {
  return (await platformStatus(environment, signal)).running === true;
}

/** @returns {Promise<Record<string, unknown>>} the answer's last line, which holds the result */
async function platformStatus(environment, signal) {
  const args = [edkScript, 'platform', 'status', '--json'];
  const { stdout } = await run(process.execPath, args, { signal, env: environment });
  for (const line of stdout.trimEnd().split('\n').reverse()) {
    try {
      const event = JSON.parse(line);
      if (event.value !== undefined) return event.value;
    } catch {
      // Not every line of a failed start is JSON.
    }
  }
  return {};
}

async function stopPlatform(environment) {
  say('Stopping the local platform and its registry.');
  // A second Ctrl-C or a closed terminal must not break this off.
  const options = { env: environment, detached: true };
  const { code, output } = await run(process.execPath, [edkScript, 'platform', 'stop'], options);
  if (code !== 0) say(output);
}
