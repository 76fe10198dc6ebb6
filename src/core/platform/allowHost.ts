import type { PlatformConnection } from './platformConnection.ts';
import { postJson } from './postJson.ts';

/** Asks the local platform to let its applications answer under a host name; nothing else knows this request. */
export async function allowHost(platform: PlatformConnection, host: string, signal: AbortSignal): Promise<void> {
  await postJson(platform, { path: '/local-platform/hosts', body: { host }, deadlineMs: 10_000 }, signal);
}
