import type { JobStep } from '../../jobs/jobStep.ts';
import { findRelease } from '../../platform/catalogue/findRelease.ts';
import { chartStatus, listExtensions } from '../../platform/platformApi.ts';
import type { PlatformConnection } from '../../platform/platformConnection.ts';
import { uninstallRelease } from '../../platform/uninstallRelease.ts';

/** Removes a release and waits until it is gone; `absent` when there was none. */
export async function uninstallExtension(
  platform: PlatformConnection,
  { releaseName, hooks }: { readonly releaseName: string; readonly hooks: 'run' | 'skip' },
  step: JobStep,
): Promise<'removed' | 'absent'> {
  const status = await chartStatus(platform, releaseName, step.signal);
  if (status === undefined) return 'absent';
  await step.run(`Uninstall ${releaseName}`, async (removing) => {
    const { extensions } = await listExtensions(platform, removing.signal);
    const listed = findRelease(extensions, { releaseName });
    const chart = extensions.find(({ chart_name: name }) => name === listed?.chartName);
    await uninstallRelease(
      platform,
      {
        releaseName,
        version: listed?.version,
        multiInstallable: chart?.multiinstallable === 'yes',
        hooks,
      },
      removing,
    );
  });
  return 'removed';
}
