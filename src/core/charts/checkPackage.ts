import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withTemporaryFolder } from '../files/withTemporaryFolder.ts';
import { helmTemplate, isolatedHelm } from './helmCalls.ts';
import { refuseAdminResources } from './refuseAdminResources.ts';
import { runHelm } from './runHelm.ts';

export interface PackageCheck {
  /** A packaged chart. */
  readonly file: string;
  readonly name: string;
  readonly helm: string;
  /** What the platform adds to the chart's own values. */
  readonly values: unknown;
  readonly adminNamespace: string;
}

/**
 * Renders a packaged chart as the platform does when it is uploaded, without parameters, and refuses what it would.
 *
 * @throws EdkError `chart.invalid`; `tool.failed` with Helm's words; `helm.missing`.
 */
export async function checkPackage(check: PackageCheck, signal: AbortSignal): Promise<void> {
  const { file, name, helm, values, adminNamespace } = check;
  await withTemporaryFolder(async (folder) => {
    const valuesFile = join(folder, 'values.json');
    await writeFile(valuesFile, JSON.stringify(values));
    const options = { release: name, namespace: adminNamespace, chartFolder: file, valuesFile };
    refuseAdminResources(await runHelm(helmTemplate(isolatedHelm(helm, folder), options), signal), adminNamespace);
  });
}
