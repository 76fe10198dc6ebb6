import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { isCancellation } from '../errors/cancellation.ts';
import { runTool } from '../process/runTool.ts';
import { dockerConfigFolder, type DockerSurroundings } from './dockerAddress.ts';
import type { RegistryCredentials } from './openBuildSession.ts';

const configSchema = z.object({
  auths: z
    .record(
      z.string(),
      z.object({ auth: z.string().optional(), username: z.string().optional(), password: z.string().optional() }),
    )
    .default({}),
  credHelpers: z.record(z.string(), z.string()).default({}),
  credsStore: z.string().optional(),
});
const helperAnswerSchema = z.object({ Username: z.string(), Secret: z.string() });

/** What "docker login" left for a registry (`host:port`): in Docker's configuration or with its credential helper. */
export async function findRegistryCredentials(
  registry: string,
  surroundings: DockerSurroundings,
  signal: AbortSignal,
): Promise<RegistryCredentials | undefined> {
  const host = registry.split('/')[0] ?? registry;
  const text = await readFile(join(dockerConfigFolder(surroundings), 'config.json'), 'utf8').catch(() => undefined);
  const config = configSchema.safeParse(text === undefined ? {} : parseJson(text)).data;
  if (config === undefined) return undefined;
  const entry = config.auths[host] ?? config.auths[`https://${host}`] ?? config.auths[`http://${host}`];
  const helper = config.credHelpers[host] ?? (entry === undefined ? undefined : config.credsStore);
  if (helper !== undefined) {
    const kept = await askHelper(helper, host, signal);
    if (kept !== undefined) return kept;
  }
  if (entry?.username !== undefined && entry.password !== undefined) {
    return { username: entry.username, password: entry.password };
  }
  return entry?.auth === undefined ? undefined : decode(entry.auth);
}

function decode(auth: string): RegistryCredentials | undefined {
  const text = Buffer.from(auth, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon < 1 ? undefined : { username: text.slice(0, colon), password: text.slice(colon + 1) };
}

async function askHelper(helper: string, host: string, signal: AbortSignal): Promise<RegistryCredentials | undefined> {
  try {
    return await runTool(
      {
        executable: `docker-credential-${helper}`,
        arguments: ['get'],
        input: host,
        parse: ({ stdout }) => {
          const answer = helperAnswerSchema.parse(parseJson(stdout));
          return { username: answer.Username, password: answer.Secret };
        },
      },
      { signal, timeoutMs: 10_000 },
    );
  } catch (error) {
    if (isCancellation(error)) throw error;
    // A helper that is missing or knows nothing is like no credentials: the registry then says what it thinks of that.
    return undefined;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
