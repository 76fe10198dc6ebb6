import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { parseJson } from '../../core/text/parseJson.ts';
import { loadYaml } from '../../core/yaml/loadYaml.ts';
import { uploadPath } from '../charts/chartStore.ts';
import { releaseValues } from '../helm/releaseValues.ts';
import { detail, fieldRequired, text, type Answer, type Route, type RouteRequest, withReason } from '../http/answer.ts';
import { readBody, readMultipart } from '../http/readBody.ts';
import { readResources } from '../manifest/resourceSchema.ts';
import { pathInside } from '../state/pathInside.ts';
import type { RouteParts } from './routeParts.ts';

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

const headSchema = z.object({ name: z.string() });
const valuesSchema = z.object({ global: z.record(z.string(), z.unknown()).optional() });

/**
 * The check of a chart after it was moved into place; undefined when it passes. It is rendered without parameters, and
 * hooks are not looked at: so says the recording. The real backend also refuses a chart in which nothing else is left.
 */
async function checkUploadedChart(
  file: string,
  { helm, options, platformGlobals }: Pick<RouteParts, 'helm' | 'options' | 'platformGlobals'>,
): Promise<Answer | undefined> {
  const refused = (problem: string, error: unknown) =>
    withReason(text(500, `Filepond upload failed: ${problem}`), error instanceof Error ? error.message : String(error));
  // Both at once: each start of Helm takes its time. A failure counts only where its turn comes.
  const shownValues = helm.showValues(file);
  shownValues.catch(() => undefined);
  let name: string;
  try {
    name = headSchema.parse(loadYaml(await helm.showChart(file))).name;
  } catch (error) {
    return refused("'name'", error);
  }
  const namespace = options.namespaces.admin;
  try {
    const own = valuesSchema.safeParse(loadYaml((await shownValues) || '{}')).data?.global ?? {};
    const values = releaseValues({ platform: platformGlobals, parameters: {}, chart: own });
    const resources = readResources(await helm.render({ release: name, chartFile: file, namespace, values }));
    const installed = resources.filter(({ metadata }) => metadata.annotations?.['helm.sh/hook'] === undefined);
    if (installed.length === 0) throw new Error('The chart renders no resources, or nothing but hooks.');
    const inAdmin = installed.find(({ metadata }) => metadata.namespace === namespace);
    if (inAdmin === undefined) return undefined;
    return refused(
      'Chart files can not contain resources under admin_namespace',
      `${inAdmin.kind} "${inAdmin.metadata.name}" is in the namespace ${namespace}.`,
    );
  } catch (error) {
    return refused('Failed to check chart namespace', error);
  }
}
