import { createWriteStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { pathInside } from '../state/pathInside.ts';
import { isSafeName, splitChartFileName } from '../charts/chartStore.ts';
import { fieldRequired, internalServerError, text, withReason, type Answer, type Route } from '../http/answer.ts';
import { readMultipart, type FilePart } from '../http/readBody.ts';
import type { RouteParts } from './routeParts.ts';

const chartTypes = ['application/x-compressed', 'application/x-compressed-tar', 'application/gzip'];

/** Takes a chart file; never overwrites one, and keeps what it refuses after writing it. */
type UploadParts = Pick<RouteParts, 'state' | 'helm' | 'list' | 'quirks' | 'chunkSession'>;

export function uploadFile(parts: UploadParts): Route {
  return {
    method: 'POST',
    path: '/file',
    async answer({ message }) {
      let answer: Answer | undefined;
      await readMultipart(message, {
        onField: () => undefined,
        async onFile(file) {
          if (file.name === 'file') answer = await takeFile(file, parts);
          file.content.resume();
        },
      });
      return answer ?? fieldRequired('body', 'file');
    },
  };
}

async function takeFile({ fileName, contentType, content }: FilePart, parts: UploadParts): Promise<Answer> {
  const { state, helm, list, quirks } = parts;
  if (!chartTypes.includes(contentType)) {
    const types = chartTypes.map((type) => `'${type}'`).join(', ');
    return text(500, `File upload failed Wrong content type '${contentType}'  allowed types are [${types}]`);
  }
  if (!isSafeName(fileName)) return internalServerError;
  const file = pathInside(state.charts, fileName);
  if (quirks.neverOverwrites && (await stat(file).catch(() => undefined))) {
    return text(500, `File upload failed File ${file} already exists, returning without overwriting. `);
  }
  try {
    await pipeline(content, createWriteStream(file));
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  }
  try {
    await helm.showChart(file);
  } catch (error) {
    return await refuse(file, parts, error instanceof Error ? error.message : String(error));
  }
  if (!fileName.endsWith('.tgz')) {
    return text(500, `File upload failed File extension must be '.tgz', can not parse ${fileName}`);
  }
  const name = splitChartFileName(fileName)?.name;
  if (name === undefined) return internalServerError;
  list.noteUpload(name);
  return text(200, `Successfully added chart file fname='${name}'`);
}

/** Recorded: only where some chunked upload was begun before does the backend take the file away again. */
async function refuse(file: string, { quirks, chunkSession }: UploadParts, reason: string): Promise<Answer> {
  const takesAway = chunkSession.current() !== undefined;
  if (takesAway || !quirks.keepsRefusedUploads) await rm(file, { force: true });
  if (!takesAway) return withReason(internalServerError, reason);
  return withReason(text(500, `File upload failed Failed to write chart file ${basename(file)}`), reason);
}
