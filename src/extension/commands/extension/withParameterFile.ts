import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writePrivateFile } from '../../../core/files/privateFiles.ts';
import type { Answers } from '../../../shared/parameters/parameter.ts';

/**
 * Passes parameters to `edk install` in a file that only this user can read and that edk deletes: a command line with a
 * password in it could be read by anyone on the machine.
 */
export async function withParameterFile<T>(
  stateFolder: string,
  answers: Answers,
  work: (options: readonly string[]) => Promise<T>,
): Promise<T> {
  if (Object.keys(answers).length === 0) return work([]);
  const file = join(stateFolder, 'parameters', `${randomUUID()}.json`);
  try {
    await writePrivateFile(file, JSON.stringify(answers));
    return await work(['--parameters-once', file]);
  } finally {
    await rm(file, { force: true });
  }
}
