import { z } from 'zod';
import type { PlatformConnection } from './platformConnection.ts';
import { postJson } from './postJson.ts';
import { readJson } from './readJson.ts';

const faultsSchema = z.record(z.string(), z.union([z.boolean(), z.number()]));
type SwitchedFaults = z.output<typeof faultsSchema>;

/** Lets the local platform go wrong on purpose: what is named from now on, all else no more. Answers with all faults. */
export async function switchFaults(
  platform: PlatformConnection,
  faults: SwitchedFaults,
  signal: AbortSignal,
): Promise<SwitchedFaults> {
  const path = '/local-platform/faults';
  const answer = await postJson(platform, { path, body: faults, deadlineMs: 10_000 }, signal);
  return readJson(answer, faultsSchema, 'answer to POST /local-platform/faults');
}
