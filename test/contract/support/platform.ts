import assert from 'node:assert/strict';
import { z } from 'zod';
import { ask, closeConnections, options, post, postForm, type Answer } from './ask.ts';
import type { PackedChart } from './charts.ts';
import { multipart } from '../../support/sandbox/multipart.ts';
import { waitFor } from './waitFor.ts';

const entrySchema = z.looseObject({
  chart_name: z.string(),
  releaseName: z.string(),
  version: z.string(),
  versions: z.array(z.string()),
  latest_version: z.string(),
  installed: z.string(),
  helmStatus: z.string().nullable(),
  display_name: z.string(),
  multiinstallable: z.string(),
  successful: z.string().optional(),
  extension_params: z.record(z.string(), z.record(z.string(), z.unknown())).nullable(),
  available_versions: z.record(
    z.string(),
    z.looseObject({
      deployments: z.array(
        z.looseObject({
          deployment_id: z.string(),
          helm_status: z.string(),
          helm_info: z.looseObject({
            chart: z.string(),
            status: z.string(),
            revision: z.string(),
            updated: z.string(),
          }),
          kube_status: z.union([z.array(z.string()), z.string()]),
          kube_info: z
            .looseObject({
              name: z.array(z.string()),
              status: z.array(z.string()),
              ready: z.array(z.string()),
              restarts: z.array(z.string()),
              age: z.array(z.string()),
            })
            .nullable(),
          links: z.array(z.string()),
          ready: z.boolean(),
        }),
      ),
    }),
  ),
});
export type Entry = z.infer<typeof entrySchema>;

/** The list as it is, with the bare names left out. Waits while the platform fails over a fresh upload. */
export async function listEntries(path: '/extensions' | '/platforms' = '/extensions'): Promise<Entry[]> {
  const answer = await waitFor(
    `GET ${path}`,
    () => ask('GET', path),
    ({ status }) => status === 200,
  );
  const elements = z.array(z.unknown()).parse(answer.json());
  return elements.filter((element) => typeof element !== 'string').map((element) => entrySchema.parse(element));
}

export async function entryOf(releaseName: string): Promise<Entry | undefined> {
  return (await listEntries()).find((entry) => entry.releaseName === releaseName);
}

export function uploadForm(
  { fileName, content }: Pick<PackedChart, 'fileName' | 'content'>,
  contentType = 'application/gzip',
) {
  return multipart({ name: 'file', fileName, contentType, content });
}

/** Begins an upload and returns its id. */
export async function beginUpload(name: string): Promise<string> {
  const form = multipart({ name: 'filepond', content: JSON.stringify({ filepath: name }) });
  const { status, text } = await postForm('/filepond-upload', form);
  assert.equal(status, 200, text);
  return text;
}

interface Piece {
  readonly id: string;
  readonly name: string;
  readonly body: Buffer | string;
  readonly offset?: number;
  readonly total?: number | undefined;
}

export function sendPiece({ id, name, body, offset = 0, total }: Piece): Promise<Answer> {
  return ask('PATCH', '/filepond-upload', {
    query: { patch: id },
    headers: {
      'content-type': 'application/offset+octet-stream',
      'upload-offset': String(offset),
      'upload-name': name,
      ...(total === undefined ? {} : { 'upload-length': String(total) }),
    },
    body,
  });
}

/** Puts a file on the platform in one piece, over an existing one, too. */
export async function uploadWhole(name: string, content: Buffer): Promise<Answer> {
  const id = await beginUpload(name);
  return sendPiece({ id, name, body: content, total: content.byteLength });
}

export async function provideChart(chart: PackedChart): Promise<PackedChart> {
  const { status, text } = await uploadWhole(chart.fileName, chart.content);
  assert.deepEqual([status, text], [200, `${chart.fileName} uploaded succesfully`]);
  return chart;
}

const begun = new Set<string>();

interface InstallExtras {
  readonly extension_params?: unknown;
  readonly release_name?: string;
  readonly sets?: Readonly<Record<string, unknown>>;
}

export const projectHeader = { project: JSON.stringify(options.project) };

/** As the client sends it; the release is removed at the end of the suite if a case leaves it. */
export async function install(chart: PackedChart, extras: InstallExtras = {}): Promise<Answer> {
  begun.add(extras.release_name ?? chart.name);
  const { name, version, keywords } = chart;
  const answer = await post('/helm-install-chart', { name, version, keywords, ...extras }, projectHeader);
  const release = installedRelease(answer);
  if (release !== undefined) begun.add(release);
  return answer;
}

export function installedRelease({ text }: Answer): string | undefined {
  return /^Successfully installed: (\S+)$/.exec(text)?.[1];
}

export async function statusOf(release: string): Promise<string> {
  const { status, text } = await ask('GET', '/view-chart-status', { query: { release_name: release } });
  return status === 200 ? (/"STATUS": ?"([^"]+)"/.exec(text)?.[1] ?? text) : String(status);
}

export async function waitForStatus(release: string, wanted: string): Promise<void> {
  await waitFor(
    `${release} is ${wanted}`,
    () => statusOf(release),
    (status) => status === wanted,
  );
}

export function requestDelete(release: string, more: Readonly<Record<string, unknown>> = {}): Promise<Answer> {
  return post('/helm-delete-chart', { release_name: release, multiinstallable: 'no', ...more });
}

/** Deletes a release and waits until it is gone. */
export async function remove(release: string, more: Readonly<Record<string, unknown>> = {}): Promise<void> {
  await requestDelete(release, more);
  await waitForStatus(release, '404');
  begun.delete(release);
}

after('releases that cases left behind', async function () {
  this.timeout(300_000);
  for (const release of begun) {
    if ((await statusOf(release)) !== '404') await remove(release, { helm_command_addons: '--no-hooks' });
  }
  await closeConnections();
});
