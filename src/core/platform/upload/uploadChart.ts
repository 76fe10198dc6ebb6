import { readFile } from 'node:fs/promises';
import type { JobStep } from '../../jobs/jobStep.ts';
import { type PlatformConnection, paceOf } from '../platformConnection.ts';
import { uploadByFilepond, type UploadSource } from './uploadByFilepond.ts';
import { EdkError } from '../../errors/edkError.ts';
import { addressOf, callPlatform, expectSuccess, isUnknownPath, type PlatformCall } from '../callPlatform.ts';
import { importContainer } from '../platformApi.ts';
import { explainFileError } from '../../errors/fileErrors.ts';
import { multipartForm } from '../../http/httpBody.ts';
import { checkUploadName } from '../checkNames.ts';
import { quoteAnswer, quoteServerText } from '../readAnswer.ts';

/** Uploads a packaged chart, replacing one of the same name and version. */
export async function uploadChart(platform: PlatformConnection, source: UploadSource, step: JobStep): Promise<void> {
  const outcome = await uploadByFilepond(platform, source, step);
  if (outcome === 'unsupported') await uploadFile(platform, source, step.signal);
}

/** Uploads the tar of an image and imports it into the cluster. */
export async function uploadTar(platform: PlatformConnection, source: UploadSource, step: JobStep): Promise<void> {
  await step.run(`Upload ${source.name}`, async (upload) => {
    const outcome = await uploadByFilepond(platform, source, upload);
    if (outcome === 'uploaded') return;
    throw new EdkError('platform.uploadRefused', `The platform at ${addressOf(platform)} does not accept image files.`);
  });
  await step.run(`Import ${source.name}`, (importing) => importContainer(platform, source.name, importing.signal));
}

/**
 * Uploads a chart in one request, for platforms without chunked uploads. Cannot replace a file of the same name.
 *
 * @throws EdkError `platform.uploadRefused` with the platform's message.
 */
export async function uploadFile(
  platform: PlatformConnection,
  source: UploadSource,
  signal: AbortSignal,
): Promise<void> {
  checkUploadName(source.name);
  const content = await readFile(source.file).catch((error: unknown) => {
    throw explainFileError(error, source.file);
  });
  const call: PlatformCall = {
    method: 'POST',
    path: '/file',
    // The only type for .tgz files that the platform accepts.
    body: multipartForm({ file: { fileName: source.name, contentType: 'application/gzip', content } }),
    deadlineMs: paceOf(platform).chunkDeadlineMs,
  };
  const answer = await callPlatform(platform, call, signal);
  if (isUnknownPath(answer)) expectSuccess(platform, call, answer);
  const text = quoteServerText(answer.text());
  if (answer.status < 300 && /successfully added/i.test(text)) return;
  if (/already exists/i.test(text)) {
    throw new EdkError('platform.uploadRefused', `The platform already has a file ${source.name}.`, {
      remedy: 'Increase the version of the chart.',
    });
  }
  throw new EdkError('platform.uploadRefused', `The platform refuses ${source.name}: ${text}`, {
    detail: quoteAnswer(answer),
  });
}
