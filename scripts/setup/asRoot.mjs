import { delimiter } from 'node:path';
import { findExecutable, SYSTEM_FOLDERS } from './findExecutable.mjs';
import { run } from './run.mjs';
import { say, SetupError } from './say.mjs';

/** Variables that programs run as root need and that sudo drops. */
const PASSED_ON = /^(https?_proxy|no_proxy|all_proxy)$/i;

/**
 * The command line that runs a program as root.
 *
 * @param {readonly string[]} command
 * @param {{ reason: string, signal?: AbortSignal }} options reason: why root is needed, for people
 * @returns {Promise<string[]>}
 * @throws {SetupError} when this person is not root and has no sudo
 */
export async function asRoot(command, { reason, signal }) {
  const path = [process.env.PATH ?? '', ...SYSTEM_FOLDERS].join(delimiter);
  if (process.getuid?.() === 0) return ['env', `PATH=${path}`, ...command];
  const sudo = findExecutable('sudo');
  const remedy = `Run this once as root, or ask your administrator to: ${command.join(' ')}`;
  if (sudo === undefined)
    throw new SetupError(`Administrator rights are needed ${reason}, and there is no sudo.`, remedy);
  const environment = Object.entries(process.env).flatMap(([name, value]) =>
    PASSED_ON.test(name) && value !== undefined ? [`${name}=${value}`] : [],
  );
  const withoutPassword = (await run(sudo, ['-n', 'true'], { signal })).code === 0;
  if (withoutPassword) return [sudo, '-n', 'env', `PATH=${path}`, ...environment, ...command];
  if (!process.stdin.isTTY) {
    throw new SetupError(`Administrator rights are needed ${reason}, and sudo wants a password.`, remedy);
  }
  say(`  sudo may want your password, ${reason}.`);
  return [sudo, 'env', `PATH=${path}`, ...environment, ...command];
}

/**
 * @param {readonly string[]} command
 * @param {{ reason: string, signal?: AbortSignal }} options
 */
export async function runAsRoot(command, options) {
  const [program, ...args] = await asRoot(command, options);
  return run(program, args, { signal: options.signal });
}
