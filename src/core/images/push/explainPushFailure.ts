import type { ErrorCode } from '../../errors/catalogue.ts';
import { EdkError } from '../../errors/edkError.ts';
import { lastLines } from '../../text/lastLines.ts';

const tooMany = /too ?many ?requests|\b429\b/i;

const signs: readonly { readonly sign: RegExp; readonly code: ErrorCode }[] = [
  {
    sign: /connection refused|no such host|i\/o timeout|connection reset|broken pipe|\bEOF\b/i,
    code: 'registry.unreachable',
  },
  { sign: /unauthorized|authentication required|denied|no basic auth|HTTP 40[13]/i, code: 'registry.refused' },
  { sign: tooMany, code: 'registry.failed' },
  { sign: /server error|\b5\d\d\b|no space left on device/i, code: 'registry.failed' },
  // What was sent a moment ago is gone: the words of registries, and those of Docker for a bare 404.
  {
    sign: /unknown blob|blob (?:upload )?(?:unknown|invalid)|manifest (?:blob )?(?:unknown|invalid)|HTTP 404/i,
    code: 'registry.contentMissing',
  },
];

/** What the Docker Engine says about a push that failed. */
export function explainPushFailure(name: string, repository: string, complaint: string): EdkError {
  const code = signs.find(({ sign }) => sign.test(complaint))?.code ?? 'build.push';
  const plainOnly = /server gave HTTP response to HTTPS client/i.test(complaint);
  const remedy = plainOnly
    ? 'Add the registry to "insecure-registries" in the configuration of the Docker Engine.'
    : tooMany.test(complaint)
      ? 'The registry takes only so many requests at a time. Try again in a while.'
      : undefined;
  return new EdkError(plainOnly ? 'registry.refused' : code, `"${name}" could not be pushed to ${repository}.`, {
    detail: lastLines(complaint, 5),
    ...(remedy === undefined ? {} : { remedy }),
  });
}
