import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { writeFileAtomically } from '../files/writeFileAtomically.ts';
import type { LintFinding } from './helmCalls.ts';

const findingsSchema = z.array(
  z.object({ severity: z.enum(['info', 'warning', 'error']), path: z.string(), message: z.string() }),
);

/** What lint said of the same chart before, else what it says now. A chart that it refuses is asked about again. */
export async function rememberLint(memory: string, lint: () => Promise<LintFinding[]>): Promise<LintFinding[]> {
  const known = await readMemory(memory);
  if (known !== undefined) return known;
  const findings = await lint();
  await writeFileAtomically(memory, JSON.stringify(findings));
  return findings;
}

async function readMemory(file: string): Promise<LintFinding[] | undefined> {
  try {
    return findingsSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    // Forgotten, so Helm is asked.
    return undefined;
  }
}
