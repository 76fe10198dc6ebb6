import { z } from 'zod';
import { EdkError } from '../errors/edkError.ts';
import { callPlatform, expectSuccess, isUnknownPath, readPlatform, type PlatformCall } from './callPlatform.ts';
import { checkReleaseName, checkUploadName, checkVersion } from './checkNames.ts';
import { paceOf, type PlatformConnection } from './platformConnection.ts';
import { quoteServerText, readJson } from './readAnswer.ts';
import { readElements, readExtensionList, type BrokenEntry, type ExtensionList } from './schemas/extensionList.ts';

/** Resolves when the platform's API answers at the address. */
export async function checkHealth(platform: PlatformConnection, signal: AbortSignal): Promise<void> {
  const call: PlatformCall = { method: 'GET', path: '/health-check', deadlineMs: paceOf(platform).healthDeadlineMs };
  const answer = expectSuccess(platform, call, await readPlatform(platform, call, signal));
  if (/up and running/i.test(answer.text())) return;
  throw new EdkError('platform.badAnswer', 'The address does not answer like a Kaapana platform.', {
    detail: quoteServerText(answer.text()),
  });
}

/** All extensions with their releases. Up to 30 s old, plus the time of a refresh. */
export async function listExtensions(platform: PlatformConnection, signal: AbortSignal): Promise<ExtensionList> {
  return readExtensionList(await readList(platform, '/extensions', signal));
}

/** Platform charts, with the keyword `kaapanaplatform`. Up to 30 s old. */
export async function listPlatforms(platform: PlatformConnection, signal: AbortSignal): Promise<ExtensionList> {
  return readExtensionList(await readList(platform, '/platforms', signal));
}

/** Running applications that have links. */
export async function listActiveApplications(
  platform: PlatformConnection,
  signal: AbortSignal,
): Promise<ApplicationList> {
  const { read, broken } = readElements(
    await readList(platform, '/active-applications', signal),
    activeApplicationSchema,
  );
  return { applications: read, broken };
}

export interface ApplicationList {
  readonly applications: readonly ActiveApplication[];
  readonly broken: readonly BrokenEntry[];
}

/** A release's status from Helm, never cached. */
export interface ChartStatus {
  /** Lower case: deployed, failed, pending-install, uninstalling ... */
  readonly helmStatus: string;
  /** Wall clock of the server, no zone. */
  readonly lastDeployed: string | undefined;
  /** Helm's description, if the platform passes it on. */
  readonly description: string | undefined;
  /** The given parameters as the chart sees them, if the platform reports them. */
  readonly parameters?: Readonly<Record<string, unknown>> | undefined;
}

/** Undefined when there is no such release. */
export async function chartStatus(
  platform: PlatformConnection,
  releaseName: string,
  signal: AbortSignal,
): Promise<ChartStatus | undefined> {
  checkReleaseName(releaseName);
  const call: PlatformCall = {
    method: 'GET',
    path: '/view-chart-status',
    query: { release_name: releaseName },
    deadlineMs: paceOf(platform).readDeadlineMs,
  };
  const answer = await readPlatform(platform, call, signal);
  if (answer.status === 404 && !isUnknownPath(answer)) return undefined;
  const status = readJson(expectSuccess(platform, call, answer), chartStatusSchema, 'status of a release');
  return {
    helmStatus: status.STATUS.toLowerCase(),
    lastDeployed: status['LAST DEPLOYED'],
    description: status.DESCRIPTION,
    parameters: status.PARAMETERS,
  };
}

export interface UninstallRequest {
  readonly releaseName: string;
  /** The installed version, if known: without it, the platform's list is out of date for up to 30 s. */
  readonly version: string | undefined;
  readonly multiInstallable: boolean;
  /** Hooks remove a workflow's DAG files; skip them if one of them fails. */
  readonly hooks: 'run' | 'skip';
}

/** Requests the removal; the platform always reports success, so the outcome must be watched. */
export async function requestUninstall(
  platform: PlatformConnection,
  request: UninstallRequest,
  signal: AbortSignal,
): Promise<void> {
  checkReleaseName(request.releaseName);
  if (request.version !== undefined) checkVersion(request.version);
  const call: PlatformCall = {
    method: 'POST',
    path: '/helm-delete-chart',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      release_name: request.releaseName,
      release_version: request.version,
      multiinstallable: request.multiInstallable ? 'yes' : 'no',
      ...(request.hooks === 'skip' ? { helm_command_addons: '--no-hooks' } : {}),
    }),
    deadlineMs: paceOf(platform).deleteDeadlineMs,
  };
  expectSuccess(platform, call, await callPlatform(platform, call, signal));
}

/** Imports the images of an uploaded tar into the cluster. */
export async function importContainer(
  platform: PlatformConnection,
  fileName: string,
  signal: AbortSignal,
): Promise<void> {
  checkUploadName(fileName);
  const call: PlatformCall = {
    method: 'GET',
    path: '/import-container',
    query: { filename: fileName },
    deadlineMs: paceOf(platform).importDeadlineMs,
  };
  expectSuccess(platform, call, await callPlatform(platform, call, signal));
}

async function readList(platform: PlatformConnection, path: string, signal: AbortSignal): Promise<unknown[]> {
  const call: PlatformCall = { method: 'GET', path, deadlineMs: paceOf(platform).readDeadlineMs };
  const answer = expectSuccess(platform, call, await readPlatform(platform, call, signal));
  return readJson(answer, z.array(z.unknown()), `answer to GET ${path}`);
}

/** An element of /active-applications. */
export const activeApplicationSchema = z.object({
  name: z.string(),
  release_name: z.string(),
  namespace: z.string().nullish(),
  created_at: z.string().nullish(),
  /** Part of the path, for some charts the project's id; empty if there is none. */
  project: z.string().nullish(),
  paths: z.array(z.string()).nullish(),
  annotations: z.record(z.string(), z.unknown()).nullish(),
  from_workflow_run: z.boolean().nullish(),
  ready: z.boolean().nullish(),
});

type ActiveApplication = z.output<typeof activeApplicationSchema>;

/** Answer of /view-chart-status: the first lines of `helm status`. */
export const chartStatusSchema = z.object({
  NAME: z.string(),
  /** deployed, failed, pending-install, uninstalling ... */
  STATUS: z.string(),
  NAMESPACE: z.string().optional(),
  /** The server's local time without a zone, e.g. `Sun Nov 22 08:48:50 2026`. */
  'LAST DEPLOYED': z.string().optional(),
  /** The reason; not every version reports it. */
  DESCRIPTION: z.string().optional(),
  /** The given parameters as the chart sees them, without secrets; only the local platform reports them. */
  PARAMETERS: z.record(z.string(), z.unknown()).optional(),
  REVISION: z.number().optional(),
  'TEST SUITE': z.unknown().optional(),
});
