import { checkReleaseName } from './checkNames.ts';
import { paceOf, type PlatformConnection } from './platformConnection.ts';
import { postJson } from './postJson.ts';

/**
 * Ends an application that a workflow waits for, so that the workflow goes on. The platform uninstalls its release
 * afterwards and says no more about it; the list shows it for up to 30 s.
 *
 * @throws EdkError `platform.failed` for a release that is no such application.
 */
export async function completeApplication(
  platform: PlatformConnection,
  releaseName: string,
  signal: AbortSignal,
): Promise<void> {
  checkReleaseName(releaseName);
  const { deleteDeadlineMs: deadlineMs } = paceOf(platform);
  const body = { release_name: releaseName };
  await postJson(platform, { path: '/complete-active-application', body, deadlineMs }, signal);
}
