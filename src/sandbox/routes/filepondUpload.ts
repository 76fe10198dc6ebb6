import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { pathInside } from '../state/pathInside.ts';
import { uploadPath } from '../charts/uploadPath.ts';
import { detail, fieldRequired, text, type Answer } from '../http/answer.ts';
import { readBody } from '../http/readBody.ts';
import { readMultipart } from '../http/readMultipart.ts';
import type { Route, RouteRequest } from '../http/route.ts';
import { checkUploadedChart } from './checkUploadedChart.ts';
import type { RouteParts } from './routeParts.ts';
import { parseJson } from '../../core/text/parseJson.ts';

/** So much that what comes is read while what came is written. */
const writtenAtOnce = 1024 * 1024;

const metadataSchema = z.object({ filepath: z.string().min(1) });

/** Upload in pieces: each piece is appended wherever the client thinks it belongs, and only the exact length completes. */
export function filepondUpload(parts: RouteParts): Route[] {
  /** Names of the files by upload; the real backend forgets them at a restart, too. */
  const names = new Map<string, string>();
  const path = '/filepond-upload';
  return [
    { method: 'POST', path, answer: (request) => begin(request, names, parts) },
    { method: 'PATCH', path, answer: (request) => append(request, names, parts) },
    { method: 'HEAD', path, answer: (request) => tellRest(request, parts) },
    { method: 'DELETE', path, answer: (request) => discard(request, names, parts) },
  ];
}

async function begin({ message }: RouteRequest, names: Map<string, string>, { state }: RouteParts): Promise<Answer> {
  const refused = detail(500, 'Filepond Upload Initialization failed');
  const values: string[] = [];
  const files: string[] = [];
  const isForm = await readMultipart(message, {
    onField: (name, value) => {
      if (name === 'filepond') values.push(value);
    },
    onFile(file) {
      files.push(file.fileName);
      file.content.resume();
      return Promise.resolve();
    },
  });
  const metadata = parseJson(values[0] ?? '', metadataSchema);
  if (!isForm || files.length > 0 || metadata === undefined) return refused;
  const { filepath } = metadata;
  if (uploadPath(state.charts, filepath) === undefined) return refused;
  const id = randomUUID();
  names.set(id, filepath);
  return text(200, id);
}

async function append(
  { message, query }: RouteRequest,
  names: Map<string, string>,
  parts: RouteParts,
): Promise<Answer> {
  const id = query.get('patch');
  if (id === null) return fieldRequired('query', 'patch');
  const file = unfinishedFile(id, parts);
  if (file === undefined) return text(500, `Filepond upload failed: '${id}'`);
  if (!parts.quirks.ignoresUploadOffset && !(await continues(message, file))) return text(409, 'Upload-Offset');
  // A piece that breaks off leaves what arrived of it.
  await pipeline(message, createWriteStream(file, { flags: 'a', highWaterMark: writtenAtOnce }));
  if ((await sizeOf(file)) !== Number(message.headers['upload-length'] ?? NaN)) return text(200, id);
  const name = names.get(id);
  const target = name === undefined ? undefined : uploadPath(parts.state.charts, name);
  if (name === undefined || target === undefined) return text(500, `Filepond upload failed: '${id}'`);
  await mkdir(dirname(target), { recursive: true });
  await rename(file, target);
  const problem = name.endsWith('.tgz') ? await checkUploadedChart(target, parts) : undefined;
  if (problem !== undefined && !parts.quirks.keepsRefusedUploads) await rm(target, { force: true });
  return problem ?? text(200, `${name} uploaded succesfully`);
}

async function continues(message: IncomingMessage, file: string): Promise<boolean> {
  return Number(message.headers['upload-offset'] ?? NaN) === ((await sizeOf(file)) ?? 0);
}

async function tellRest({ message, query }: RouteRequest, parts: RouteParts): Promise<Answer> {
  const total = message.headers['upload-length'];
  if (typeof total !== 'string') return detail(500, 'Filepond upload failed');
  const file = unfinishedFile(query.get('patch') ?? '', parts);
  const received = file === undefined ? undefined : await sizeOf(file);
  // The body, which HEAD does not carry: only the number of its digits arrives.
  return text(200, received === undefined ? '0' : String(Number(total) - received));
}

async function discard({ message }: RouteRequest, names: Map<string, string>, parts: RouteParts): Promise<Answer> {
  const id = await readBody(message);
  const file = unfinishedFile(id, parts);
  if (file !== undefined && (await sizeOf(file)) !== undefined) {
    await rm(file, { force: true });
    return text(200, `Deleted ${names.get(id) ?? id} succesfully.`);
  }
  return text(
    200,
    'Only removing the file in frontend, the file in the target location was already successfully uploaded',
  );
}

function unfinishedFile(id: string, { state }: RouteParts): string | undefined {
  return /^[0-9a-f-]{36}$/.test(id) ? pathInside(state.uploads, `${id}.tmp`) : undefined;
}

async function sizeOf(file: string): Promise<number | undefined> {
  return (await stat(file).catch(() => undefined))?.size;
}
