import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { fetchPlatform } from '../support/sandbox/fetchPlatform.ts';
import type { BenchProject, BenchSetting } from './contest.ts';
import { version } from './prepareProject.ts';

/** Digests in the registry of a project's images, in their order. */
export type Digests = readonly string[];

/**
 * Both ways have to end the same: every image in the registry under the version, a completed release whose DAG file
 * lies in the platform's folder. Rejects when that is not so.
 */
export async function checkEnd(project: BenchProject, setting: BenchSetting): Promise<Digests> {
  await access(
    join(setting.platformFolder, 'volumes', 'workflows', 'dags', `dag_${project.name.replaceAll('-', '_')}.py`),
  );
  const query = `view-chart-status?release_name=${project.name}-workflow`;
  const status = await (await fetchPlatform(setting.platformFolder, query)).text();
  if (!/"STATUS": ?"deployed"/.test(status))
    throw new Error(`The release of ${project.name} is not deployed: ${status}`);
  return await Promise.all(project.images.map(({ name }) => digestOf(name, setting)));
}

/** Whether exactly the edited image, and what names it by its content, changed. */
export function checkDigests(before: Digests, after: Digests, expected: 'edited' | 'unchanged'): void {
  const changed = before[0] !== after[0];
  if (changed !== (expected === 'edited'))
    throw new Error(`The edited image ${changed ? 'changed' : 'did not change'}.`);
  if (before[1] !== after[1]) throw new Error('The second container changed although nobody edited it.');
}

async function digestOf(name: string, { registry }: BenchSetting): Promise<string> {
  const accept = [
    'application/vnd.docker.distribution.manifest.v2+json',
    'application/vnd.oci.image.manifest.v1+json',
    'application/vnd.oci.image.index.v1+json',
  ].join(', ');
  const answer = await fetch(`http://${registry}/v2/${name}/manifests/${version}`, {
    method: 'HEAD',
    headers: { accept },
  });
  const digest = answer.headers.get('docker-content-digest');
  if (digest === null) throw new Error(`${registry} has no ${name}:${version} (status ${answer.status}).`);
  return digest;
}
