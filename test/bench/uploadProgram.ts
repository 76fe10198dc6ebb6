import { EdkError } from '../../src/core/errors/edkError.ts';
import { createHttpClient } from '../../src/core/http/httpClient.ts';
import { uploadByFilepond } from '../../src/core/platform/upload/uploadByFilepond.ts';
import { readEnvironment } from '../../src/core/settings/environment.ts';
import { recordStep } from '../support/recordingStep.ts';

/**
 * Uploads one file in a process of its own. Arguments: address, file, name on the
 * platform; EDK_PLATFORM_TOKEN. Prints one line of JSON:
 * the seconds, the greatest memory of the process in MiB, and the error when it gave up. Bundled as edk is.
 */
async function main([baseUrl = '', file = '', name = '']: readonly string[]): Promise<void> {
  const http = createHttpClient({ http: undefined, https: undefined, no: undefined });
  const started = performance.now();
  const authorization = `Bearer ${readEnvironment().signIn.token ?? ''}`;
  let problem: string | undefined;
  try {
    await uploadByFilepond({ baseUrl, http, headers: { authorization } }, { file, name }, recordStep().step);
  } catch (error) {
    if (!(error instanceof EdkError)) throw error;
    problem = `${error.code}: ${error.message}`;
  }
  const seconds = (performance.now() - started) / 1000;
  await http.close();
  process.stdout.write(JSON.stringify({ seconds, mebibytes: process.resourceUsage().maxRSS / 1024, problem }));
}

void main(process.argv.slice(2));
