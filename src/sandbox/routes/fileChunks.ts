import { createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { uploadPath } from '../charts/chartStore.ts';
import { detail, fieldRequired, text, type Answer, type Route, type RouteRequest } from '../http/answer.ts';
import { readJsonBody, readMultipart } from '../http/readBody.ts';
import type { RouteParts } from './routeParts.ts';

const requestSchema = z.object({
  name: z.string(),
  fileSize: z.number(),
  chunkSize: z.number().positive(),
  index: z.number(),
  endIndex: z.number(),
});

type ChunkParts = Pick<RouteParts, 'state' | 'chunkSession'>;

/** The older upload in pieces: neither their number nor the size is checked in the end. */
export function fileChunks(parts: ChunkParts): Route[] {
  return [
    { method: 'POST', path: '/file_chunks_init', answer: (request) => begin(request, parts) },
    { method: 'POST', path: '/file_chunks', answer: (request) => append(request, parts) },
  ];
}

async function begin({ message }: RouteRequest, { state, chunkSession }: ChunkParts): Promise<Answer> {
  const failed = (reason: string) => detail(500, `File upload init failed ${reason}`);
  const body = await readJsonBody(message);
  if ('problem' in body) return failed(body.problem);
  const request = requestSchema.safeParse(body.value).data;
  if (request === undefined) {
    const keys = Object.keys(requestSchema.shape).map((key) => `'${key}'`);
    return failed(`All following keys are required: (${keys.join(', ')})`);
  }
  const { name, fileSize, chunkSize, index, endIndex } = request;
  const chunks = Math.ceil(fileSize / chunkSize);
  if (chunks !== endIndex) return failed(`chunk size calculated differently: ${endIndex} != ${chunks}`);
  const file = uploadPath(state.charts, name);
  if (file === undefined) return failed(`[Errno 2] No such file or directory: '${name}'`);
  await writeFile(file, '');
  chunkSession.begin({ file, index, endIndex });
  return text(200, 'Successfully initialized file');
}

async function append({ message }: RouteRequest, { chunkSession }: ChunkParts): Promise<Answer> {
  const upload = chunkSession.current();
  const names: string[] = [];
  await readMultipart(message, {
    onField: () => undefined,
    async onFile({ name, content }) {
      names.push(name);
      if (name !== 'file' || upload === undefined) content.resume();
      else await pipeline(content, createWriteStream(upload.file, { flags: 'a' }));
    },
  });
  if (!names.includes('file')) return fieldRequired('body', 'file');
  if (upload === undefined) return detail(500, 'File upload failed');
  upload.index = Math.min(upload.index + 1, upload.endIndex);
  return text(200, String(upload.index));
}
