import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { completeApplication, pullImage, updateExtensions } from '../../../src/core/platform/platformActions.ts';
import {
  chartStatus,
  checkHealth,
  importContainer,
  listActiveApplications,
  listExtensions,
  listPlatforms,
  requestUninstall,
} from '../../../src/core/platform/platformApi.ts';
import type { PlatformConnection } from '../../../src/core/platform/platformConnection.ts';
import { requestInstall } from '../../../src/core/platform/requestInstall.ts';
import { uploadFile } from '../../../src/core/platform/upload/uploadChart.ts';

interface ReplayContext {
  readonly platform: PlatformConnection;
  /** For a file to upload. */
  readonly folder: string;
}

const signal = new AbortController().signal;

/**
 * Calls the client's function for an endpoint, with harmless arguments; what counts is the answer. Undefined for
 * endpoints that the client has no use for, and for single steps of an upload, which only make sense in a row.
 */
export function replayOf(method: string, path: string): ((context: ReplayContext) => Promise<unknown>) | undefined {
  const [bare = ''] = path.replace(/^\/kube-helm-api/, '').split('?');
  return replays[`${method} ${bare}`];
}

const replays: Readonly<Record<string, (context: ReplayContext) => Promise<unknown>>> = {
  'GET /health-check': ({ platform }) => checkHealth(platform, signal),
  'GET /extensions': ({ platform }) => listExtensions(platform, signal),
  'GET /platforms': ({ platform }) => listPlatforms(platform, signal),
  'GET /active-applications': ({ platform }) => listActiveApplications(platform, signal),
  'GET /view-chart-status': ({ platform }) => chartStatus(platform, 'some-release', signal),
  'GET /import-container': ({ platform }) => importContainer(platform, 'some.tar', signal),
  'GET /update-extensions': ({ platform }) => updateExtensions(platform, signal),
  'POST /pull-docker-image': ({ platform }) => pullImage(platform, 'registry.example.org/some:1', signal),
  'POST /complete-active-application': ({ platform }) => completeApplication(platform, 'some-release', signal),
  'POST /helm-install-chart': ({ platform }) =>
    requestInstall(platform, { chartName: 'some-chart', version: '1.0.0', keywords: [], parameters: {} }, signal),
  'POST /helm-delete-chart': ({ platform }) =>
    requestUninstall(
      platform,
      { releaseName: 'some-release', version: '1.0.0', multiInstallable: false, hooks: 'run' },
      signal,
    ),
  'POST /file': ({ platform, folder }) => {
    const file = join(folder, 'some-chart-1.0.0.tgz');
    writeFileSync(file, 'content');
    return uploadFile(platform, { file, name: 'some-chart-1.0.0.tgz' }, signal);
  },
};
