import type { JobStep } from '../../jobs/jobStep.ts';
import { findRelease } from '../../platform/catalogue/releaseState.ts';
import { listIfPossible } from '../../platform/waitForPlatform.ts';
import { chartStatus } from '../../platform/platformApi.ts';
import type { PlatformConnection } from '../../platform/platformConnection.ts';
import { uninstallRelease } from '../../platform/uninstallRelease.ts';
import { chartNamed, instancesOf } from './listReleases.ts';

/**
 * Removes a release and waits until it is gone; `absent` when there was none.
 *
 * @throws EdkError `platform.unknownExtension` with the names of the releases where only the chart was named;
 * `release.stuck`.
 */
export async function uninstallExtension(
  platform: PlatformConnection,
  { releaseName, hooks }: { readonly releaseName: string; readonly hooks: 'run' | 'skip' },
  step: JobStep,
): Promise<'removed' | 'absent'> {
  const before = await chartStatus(platform, releaseName, step.signal);
  // Optional: without the version, the platform's list is out of date for a while.
  const { extensions } = await listIfPossible(platform, step.signal);
  if (before === undefined) {
    const instances = await instancesOf(platform, { chart: releaseName, extensions }, step.signal);
    if (instances.length > 0) throw chartNamed(releaseName, instances);
    return 'absent';
  }
  const listed = findRelease(extensions, { releaseName });
  const chart = extensions.find(({ chart_name: name }) => name === listed?.chartName);
  const multiInstallable = chart?.multiinstallable === 'yes';
  await step.run(`Uninstall ${releaseName}`, (removing) =>
    uninstallRelease(platform, { releaseName, version: listed?.version, multiInstallable, hooks, before }, removing),
  );
  return 'removed';
}
