import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writePrivateFile } from '../../files/writeFiles.ts';
import { parseJson } from '../../text/parseJson.ts';
import type { Settings } from '../../settings/settings.ts';

const recordSchema = z.object({
  platform: z.string(),
  releaseName: z.string(),
  /** Missing in older records. */
  version: z.string().optional(),
  /** Fingerprint of the chart that was installed. */
  fingerprint: z.string(),
  /** Time that Helm reported then: a different one means that someone else has installed it again. */
  lastDeployed: z.string(),
  /** References by which the cluster pulls the deployed images; missing in older records. */
  images: z.array(z.string()).default([]),
});

/** The last deployment of a project to a platform. */
export type DeploymentRecord = z.infer<typeof recordSchema>;

export async function readDeployment(settings: Settings, project: string): Promise<DeploymentRecord | undefined> {
  // Without a record the project is simply deployed again.
  return readRecord(fileOf(settings, project));
}

async function readRecord(file: string): Promise<DeploymentRecord | undefined> {
  return parseJson(await readFile(file, 'utf8').catch(() => ''), recordSchema);
}

/** The last deployment of every project. */
export async function readDeployments({ folders }: Settings): Promise<readonly DeploymentRecord[]> {
  const folder = join(folders.state, 'deployments');
  const names = await readdir(folder).catch(() => []);
  const records = await Promise.all(names.map((name) => readRecord(join(folder, name))));
  return records.filter((record) => record !== undefined);
}

export async function writeDeployment(settings: Settings, project: string, record: DeploymentRecord): Promise<void> {
  await writePrivateFile(fileOf(settings, project), JSON.stringify(record));
}

function fileOf({ folders }: Settings, project: string): string {
  const key = createHash('sha256').update(project).digest('hex').slice(0, 24);
  return join(folders.state, 'deployments', `${key}.json`);
}
