import { lstat, rename } from 'node:fs/promises';
import { basename } from 'node:path';

/** Renames what cannot be used, so that nothing of it is lost. Answers with a sentence about it. */
export async function moveAside(path: string): Promise<string> {
  for (let number = 1; ; number++) {
    const aside = `${path}.damaged${number === 1 ? '' : `-${number}`}`;
    if (await exists(aside)) continue;
    await rename(path, aside);
    return `${path} is damaged; it was renamed to ${basename(aside)}.`;
  }
}

async function exists(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => undefined)) !== undefined;
}
