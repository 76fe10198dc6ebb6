import { EdkError } from '../errors/edkError.ts';
import { listExtensions } from './platformApi.ts';
import { paceOf, type PlatformConnection } from './platformConnection.ts';
import { poll } from './poll.ts';
import type { ExtensionList } from './schemas/readExtensionList.ts';

/**
 * The platform's list, asked for again while the platform answers with errors: it does so now and then while it
 * refreshes the list.
 */
export async function listPatiently(platform: PlatformConnection, signal: AbortSignal): Promise<ExtensionList> {
  const { listPatienceMs } = paceOf(platform);
  let failure: unknown;
  const list = await poll(platform, { timeoutMs: listPatienceMs, signal }, async () => {
    try {
      return await listExtensions(platform, signal);
    } catch (error) {
      if (!(error instanceof EdkError) || error.code !== 'platform.failed') throw error;
      failure = error;
      return undefined;
    }
  });
  if (list === undefined) throw failure;
  return list;
}

/** The same where the list only adds to what is known: empty when it cannot be had. */
export async function listIfPossible(platform: PlatformConnection, signal: AbortSignal): Promise<ExtensionList> {
  try {
    return await listPatiently(platform, signal);
  } catch (error) {
    if (!(error instanceof EdkError)) throw error;
    return { extensions: [], broken: [] };
  }
}
