import { lt, parse } from 'semver';
import { EdkError } from '../errors/edkError.ts';
import { helmVersion, type HelmTool } from './helmCalls.ts';
import { runHelm } from './runHelm.ts';

/** Older ones know neither OCI repositories nor Chart API v2 in full. */
const oldestHelm = '3.8.0';

/**
 * Answers with Helm's version.
 *
 * @throws EdkError `helm.missing`, `helm.tooOld`.
 */
export async function checkHelm(helm: HelmTool, signal: AbortSignal): Promise<string> {
  const version = await runHelm(helmVersion(helm), signal).catch((error: unknown) => {
    if (!(error instanceof EdkError) || error.code !== 'tool.failed') throw error;
    // Helm 2 fails here, because it asks a cluster.
    throw new EdkError('helm.tooOld', `"${helm.executable}" does not tell its version; it may be Helm 2, or no Helm.`, {
      detail: error.detail,
      cause: error,
    });
  });
  // A Helm built from source leaves out the last number.
  const found = parse(/^\d+\.\d+$/u.test(version) ? `${version}.0` : version);
  if (found === null || lt(found, oldestHelm)) {
    throw new EdkError('helm.tooOld', `Helm ${version === '' ? 'of unknown version' : version} is too old.`);
  }
  return found.version;
}
