import { readFile, stat } from 'node:fs/promises';
import { z } from 'zod';
import { writeFileAtomically } from '../files/writeFileAtomically.ts';
import { checkHelm } from './checkHelm.ts';
import type { HelmTool } from './helmCalls.ts';

const memorySchema = z.object({ program: z.string(), version: z.string() });

/**
 * Checks Helm's version once per program: the same file with the same size and time of change is not asked again.
 *
 * @param memory a file in the cache folder.
 * @throws EdkError `helm.missing`, `helm.tooOld`.
 */
export async function rememberHelm(helm: HelmTool, memory: string, signal: AbortSignal): Promise<void> {
  const program = await identify(helm.executable);
  if (program !== undefined && (await readMemory(memory))?.program === program) return;
  const version = await checkHelm(helm, signal);
  if (program !== undefined) await writeFileAtomically(memory, JSON.stringify({ program, version }));
}

/** Undefined for a name that is looked up on the PATH, where another program may answer to it tomorrow. */
async function identify(executable: string): Promise<string | undefined> {
  if (!executable.includes('/')) return undefined;
  const found = await stat(executable).catch(() => undefined);
  return found === undefined ? undefined : `${executable} ${found.size} ${found.mtimeMs}`;
}

async function readMemory(file: string): Promise<z.infer<typeof memorySchema> | undefined> {
  try {
    return memorySchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    // Forgotten, so Helm is asked.
    return undefined;
  }
}
