import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { readPlatformAccess } from '../../../src/core/settings/localPlatform.ts';

export interface PlatformProcess {
  readonly url: string;
  /** What every request to its API needs. */
  readonly token: string;
  /** Ends it at once, whatever it does. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

export async function startPlatformProcess(stateFolder: string): Promise<PlatformProcess> {
  const program = fileURLToPath(new URL('platformProgram.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', program, stateFolder], {
    // Its input ends with this process, however that ends, and it with its input.
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    await ended;
  };
  const lines = createInterface({ input: child.stdout });
  const first = await Promise.race([once(lines, 'line'), ended.then(() => [])]);
  const [url] = first as unknown[];
  if (typeof url !== 'string') throw new Error('The local platform did not start.');
  const access = await readPlatformAccess(stateFolder);
  return { url, token: access?.token ?? '', kill: () => end('SIGKILL'), stop: () => end('SIGTERM') };
}
