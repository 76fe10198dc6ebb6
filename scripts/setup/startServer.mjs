import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { tail } from './run.mjs';
import { say, SetupError } from './say.mjs';

const START_SECONDS = 90;
const STOP_SECONDS = 5;

/**
 * @typedef {object} Server
 * @property {number} pid
 * @property {() => string | undefined} ended the end of its output when it ended
 * @property {() => Promise<void>} stop
 */

/**
 * Starts a program that runs until it is stopped. Its standard input stays open as long as this process lives.
 *
 * @param {string} name for people
 * @param {readonly string[]} command
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv }} options
 * @returns {Server}
 */
export function startServer(name, [program, ...args], { cwd, env = process.env }) {
  const child = spawn(program, args, { cwd, env, stdio: ['pipe', 'ignore', 'pipe'] });
  let output = '';
  let ended;
  child.stdin.on('error', () => undefined);
  child.stderr.on('data', (chunk) => (output = (output + String(chunk)).slice(-4000)));
  const end = new Promise((resolve) => {
    child.on('error', (error) => resolve((ended = error.message)));
    child.on('exit', () => resolve((ended = output)));
  });
  return {
    pid: child.pid,
    ended: () => ended,
    async stop() {
      if (ended !== undefined) return;
      child.stdin.end();
      child.kill('SIGTERM');
      // The API server would wait for its clients.
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_SECONDS * 1000);
      await end;
      clearTimeout(timer);
      say(`Stopped ${name}.`);
    },
  };
}

/**
 * @param {Server} server
 * @param {() => Promise<boolean>} answers
 * @param {{ what: string, signal: AbortSignal }} options what: for people
 * @throws {SetupError} when it ended, or does not answer in time
 */
export async function untilServerAnswers(server, answers, { what, signal }) {
  const deadline = Date.now() + START_SECONDS * 1000;
  while (!(await answers())) {
    signal.throwIfAborted();
    if (server.ended() !== undefined || Date.now() > deadline) {
      throw new SetupError(`${what} did not start.`, tail(server.ended() || 'It did not become ready.', 8));
    }
    await sleep(100, undefined, { signal });
  }
}
