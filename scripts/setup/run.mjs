import { spawn } from 'node:child_process';
import { clearTimeout, setTimeout } from 'node:timers';

/** How long a cancelled program of ours may tidy up before it is killed with all it started. */
const GRACE_MS = 60_000;

/**
 * Runs a program without a shell and without input and collects its output; never rejects because of how it ended.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ signal?: AbortSignal, env?: NodeJS.ProcessEnv, cwd?: string, timeoutMs?: number, detached?: boolean }}
 * [options] detached: out of reach of the terminal's Ctrl-C and hang-up
 * @returns {Promise<{ code: number, output: string, stdout: string }>} output: both streams as they came; code 127 when
 * the program could not be started
 */
export function run(program, args, { signal, env, cwd, timeoutMs, detached } = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd, env: env ?? process.env, stdio: ['ignore', 'pipe', 'pipe'], detached });
    let output = '';
    let stdout = '';
    const collect = (chunk) => {
      output = (output + String(chunk)).slice(-100_000);
    };
    child.stdout.on('data', (chunk) => {
      stdout = (stdout + String(chunk)).slice(-100_000);
      collect(chunk);
    });
    child.stderr.on('data', collect);
    const end = () => child.kill('SIGTERM');
    const timer = timeoutMs === undefined ? undefined : setTimeout(end, timeoutMs);
    const stopListening = onAbort(signal, end);
    const finish = (code) => {
      clearTimeout(timer);
      stopListening();
      resolve({ code, output, stdout });
    };
    child.on('error', (error) => {
      // A refused kill (of sudo, say) is reported here too; then the program's own end is still to come.
      if (child.pid !== undefined) return;
      output += error.message;
      finish(127);
    });
    child.on('close', (code) => finish(code ?? 1));
  });
}

/**
 * Runs a program of ours with its output on the terminal, or in an open file. It gets a process group of its own, so
 * that one Ctrl-C reaches it exactly once, and what it leaves running after the time to tidy up is killed with it.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ signal?: AbortSignal, env?: NodeJS.ProcessEnv, cwd?: string, output?: 'inherit' | number }} [options]
 * output: a file descriptor instead of the terminal
 * @returns {Promise<number>} its exit code
 */
export function runVisibly(program, args, { signal, env, cwd, output = 'inherit' } = {}) {
  return new Promise((resolve, reject) => {
    const stdio = ['ignore', output, output];
    const child = spawn(program, args, { cwd, env: env ?? process.env, stdio, detached: true });
    let timer;
    const stopListening = onAbort(signal, () => {
      child.kill('SIGINT');
      timer = setTimeout(() => killGroup(child.pid), GRACE_MS);
    });
    const finish = (settle) => {
      clearTimeout(timer);
      stopListening();
      settle();
    };
    child.on('error', (error) => finish(() => reject(error)));
    child.on('exit', (code) => finish(() => resolve(code ?? 1)));
  });
}

/** The last lines of a program's output, for an error message. */
export function tail(output, lines = 15) {
  return output.trimEnd().split('\n').slice(-lines).join('\n');
}

function onAbort(signal, listener) {
  signal?.addEventListener('abort', listener, { once: true });
  if (signal?.aborted) listener();
  return () => signal?.removeEventListener('abort', listener);
}

function killGroup(pid) {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It ended on its own.
  }
}
