import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { isCancellation, EdkError } from '../errors/edkError.ts';
import { runTool } from '../process/runTool.ts';
import { parseJson } from '../text/parseJson.ts';
import { dockerConfigFolder, type DockerSurroundings } from './dockerAddress.ts';
import type { RegistryCredentials } from './openBuildSession.ts';

/** Tools may write null anywhere for unknown values; null and any unexpected shape count as missing. */
const text = z.string().optional().catch(undefined);
const byHost = <T>(entry: z.ZodType<T>) => z.record(z.string(), entry.optional().catch(undefined)).catch({});
const entrySchema = z.object({ auth: text, username: text, password: text, identitytoken: text });
const configSchema = z
  .object({ auths: byHost(entrySchema), credHelpers: byHost(z.string()), credsStore: text })
  .catch({ auths: {}, credHelpers: {}, credsStore: undefined });
const helperAnswerSchema = z.object({ Username: z.string(), Secret: z.string() });

type Config = z.infer<typeof configSchema>;

/** Docker stores the credentials of Docker Hub under this name, for all of its hosts. */
const dockerHub = 'https://index.docker.io/v1/';
const dockerHubHosts = new Set(['docker.io', 'index.docker.io', 'registry-1.docker.io']);

/** The user name that credential helpers return with an identity token. */
const tokenUser = '<token>';

/**
 * The credentials from "docker login" for a registry (`host:port`), from Docker's configuration or its credential
 * helper. Read as the Docker CLI does (cli/config/configfile and cli/config/credentials of docker/cli).
 *
 * @throws EdkError `settings.invalid` if Docker's configuration is not JSON.
 */
export async function findRegistryCredentials(
  registry: string,
  surroundings: DockerSurroundings,
  signal: AbortSignal,
): Promise<RegistryCredentials | undefined> {
  const host = registry.split('/')[0] ?? registry;
  const server = dockerHubHosts.has(host) ? dockerHub : host;
  const { auths, credHelpers, credsStore } = await readConfig(join(dockerConfigFolder(surroundings), 'config.json'));
  const helper = nonEmpty(credHelpers[server]) ?? nonEmpty(credsStore);
  const kept = helper === undefined ? undefined : await askHelper(helper, server, signal);
  return kept ?? credentialsIn(entryFor(server, auths));
}

async function readConfig(file: string): Promise<Config> {
  const content = await readFile(file, 'utf8').catch(() => '');
  const config = parseJson(content.trim() === '' ? '{}' : content, configSchema);
  if (config !== undefined) return config;
  throw new EdkError('settings.invalid', `${file} is not valid JSON.`, {
    place: { file },
    remedy: 'Correct the file, or remove it and sign in again with "docker login".',
  });
}

/** By the exact name, otherwise by any address of the host: older versions of Docker stored `https://host/v1/`. */
function entryFor(server: string, auths: Config['auths']): z.infer<typeof entrySchema> | undefined {
  const key = Object.keys(auths).find((name) => hostIn(name) === server);
  return auths[server] ?? (key === undefined ? undefined : auths[key]);
}

function hostIn(name: string): string {
  return name.replace(/^https?:\/\//, '').split('/')[0] ?? '';
}

function credentialsIn(entry: z.infer<typeof entrySchema> | undefined): RegistryCredentials | undefined {
  if (entry === undefined) return undefined;
  const identityToken = nonEmpty(entry.identitytoken);
  if (identityToken !== undefined) return { username: '', password: '', identityToken };
  if (nonEmpty(entry.auth) !== undefined) return decode(entry.auth ?? '');
  const { username, password } = entry;
  return username === undefined || password === undefined ? undefined : { username, password };
}

/** Docker once wrote passwords with trailing zero bytes, and drops them when it reads. */
function decode(auth: string): RegistryCredentials | undefined {
  const [username = '', ...rest] = Buffer.from(auth, 'base64').toString('utf8').split(':');
  if (username === '' || rest.length === 0) return undefined;
  return { username, password: rest.join(':').replace(/^\0+/, '').replace(/\0+$/, '') };
}

async function askHelper(
  helper: string,
  server: string,
  signal: AbortSignal,
): Promise<RegistryCredentials | undefined> {
  try {
    return await runTool(
      {
        executable: `docker-credential-${helper}`,
        arguments: ['get'],
        input: server,
        parse: ({ stdout }) => credentialsOf(parseJson(stdout, helperAnswerSchema)),
      },
      { signal, timeoutMs: 10_000 },
    );
  } catch (error) {
    if (isCancellation(error)) throw error;
    // A missing or empty helper counts as no credentials; the registry then decides.
    return undefined;
  }
}

function credentialsOf(answer: z.infer<typeof helperAnswerSchema> | undefined): RegistryCredentials | undefined {
  if (answer === undefined) return undefined;
  const { Username: username, Secret: secret } = answer;
  if (username === tokenUser) return { username: '', password: '', identityToken: secret };
  return { username, password: secret };
}

function nonEmpty(value: string | undefined): string | undefined {
  return value === '' ? undefined : value;
}
