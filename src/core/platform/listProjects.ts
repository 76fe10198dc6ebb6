import { z } from 'zod';
import { callPlatform, expectSuccess, type PlatformCall } from './callPlatform.ts';
import { paceOf, type PlatformConnection } from './platformConnection.ts';
import { readJson } from './readJson.ts';
import type { PlatformProject } from '../settings/settings.ts';

/** Beside the API, not below it. */
const projectsPath = '/aii/projects';

const projectSchema = z.object({
  id: z.union([z.string(), z.number()]).transform(String),
  name: z.string(),
});

/**
 * The projects of the person who is signed in. This path is not part of the API that was recorded: it is where
 * Kaapana's own pages read them, and has not been checked beside a real platform.
 */
export async function listProjects(platform: PlatformConnection, signal: AbortSignal): Promise<PlatformProject[]> {
  const beside: PlatformConnection = { ...platform, baseUrl: new URL(platform.baseUrl).origin };
  const call: PlatformCall = { method: 'GET', path: projectsPath, deadlineMs: paceOf(platform).readDeadlineMs };
  const answer = expectSuccess(beside, call, await callPlatform(beside, call, signal));
  return readJson(answer, z.array(projectSchema), 'list of projects');
}
