import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { EdkError } from '../errors/edkError.ts';
import { helmPackage, type HelmTool } from './helmCalls.ts';
import { runHelm } from './runHelm.ts';
import type { StagedChart } from './stagedChart.ts';

/**
 * Makes archives of the staged subcharts, as `helm dependency update` does: what a subchart's own .helmignore names is not
 * in them, and that of the chart around them does not reach in.
 */
export async function packSubcharts(helm: HelmTool, staged: StagedChart, signal: AbortSignal): Promise<void> {
  const archives = staged.parts.filter(({ form }) => form === 'archive');
  // The innermost first: an archive holds those below it.
  for (const { folder } of archives.toSorted((a, b) => b.folder.length - a.folder.length)) {
    try {
      await runHelm(helmPackage(helm, folder, dirname(folder)), signal);
    } catch (error) {
      // What is wrong with it is told by rendering the whole, with the file that it stands in.
      if (error instanceof EdkError && error.code === 'tool.failed') continue;
      throw error;
    }
    await rm(folder, { recursive: true, force: true });
  }
}
