import { z } from 'zod';
import type { PlatformConnection } from './platformConnection.ts';
import { postJson } from './postJson.ts';
import { readJson } from './readJson.ts';

/** Asks the local platform to let its applications answer under a host name; nothing else knows this request. */
export async function allowHost(platform: PlatformConnection, host: string, signal: AbortSignal): Promise<void> {
  await postJson(platform, { path: '/local-platform/hosts', body: { host }, deadlineMs: 10_000 }, signal);
}

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
