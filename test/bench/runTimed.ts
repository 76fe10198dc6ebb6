import { spawn } from 'node:child_process';
import type { Command } from './contest.ts';

const longestMs = 900_000;

/** Runs a command to its end and answers with the seconds it took; rejects with the end of its output when it fails. */
export async function runTimed({ executable, arguments: args, environment }: Command): Promise<number> {
  return (await run({ executable, arguments: args, environment })).seconds;
}

export async function run(
  command: Command,
  input = '',
): Promise<{ readonly seconds: number; readonly stdout: string; readonly stderr: string }> {
  const { executable, arguments: args, environment } = command;
  return await new Promise((resolve, reject) => {
    const started = performance.now();
    const env = { ...process.env, ...environment };
    const child = spawn(executable, args, { env, stdio: 'pipe', timeout: longestMs });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      const seconds = (performance.now() - started) / 1000;
      if (code === 0) resolve({ seconds, stdout, stderr });
      else reject(new Error(`${executable} ended with ${code ?? signal ?? ''}:\n${(stdout + stderr).slice(-4000)}`));
    });
    // A program that ends without reading its input is no failure of its own.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}
