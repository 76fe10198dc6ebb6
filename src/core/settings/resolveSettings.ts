import { availableParallelism, totalmem } from 'node:os';
import { resolve } from 'node:path';
import semver from 'semver';
import { EdkError } from '../errors/edkError.ts';
import { createSessionFile } from '../signIn/session.ts';
import { whyInvalidReference, whyInvalidRegistry } from '../text/imageReference.ts';
import { readEdkYaml, type EdkYaml } from './edkYaml.ts';
import { type Environment, findInstalledTool } from './environment.ts';
import { readLocalPlatform, type LocalPlatformRecord } from './localPlatform.ts';
import { findClone, type PlatformProject, type RegistryNames, type Settings } from './settings.ts';

/** Settings given on the command line; they win over every other source. */
export interface SettingFlags {
  readonly buildVersion?: string | undefined;
  readonly registry?: string | undefined;
  readonly platformUrl?: string | undefined;
  /** `<id>` or `<id>:<name>`. */
  readonly platformProject?: string | undefined;
  readonly rootImage?: string | undefined;
  readonly workers?: number | undefined;
  readonly tags?: 'immutable' | 'version' | undefined;
  /** False switches it off. */
  readonly importCheck?: boolean | undefined;
}

/** The Kaapana release that this kit was made for; used where nothing says another. */
const defaultBuildVersion = '0.6.0';
/** What a Kaapana platform calls the project that it begins with; the local platform knows no others. */
const localProject: PlatformProject = { id: 'admin', name: 'admin' };
const defaultRegistry = 'localhost:32000';
const defaultRootImage = 'debian:12-slim';

/**
 * Joins all sources: flags win over `edk.yaml`, `edk.yaml` over the environment, the environment over a local platform
 * that runs, that over the defaults.
 *
 * @param folder where the search for `edk.yaml` starts.
 * @throws EdkError `settings.invalid`, `yaml.invalid`.
 */
export async function resolveSettings(
  folder: string,
  flags: SettingFlags,
  environment: Environment,
): Promise<Settings> {
  const file = await readEdkYaml(folder);
  const local = await readLocalPlatform(environment.stateFolder);
  const buildVersion =
    flags.buildVersion ?? file.buildVersion ?? environment.buildVersion ?? local?.buildVersion ?? defaultBuildVersion;
  const platformUrl = checkUrl(flags.platformUrl ?? file.platformUrl ?? environment.platformUrl ?? local?.url);
  const platformUrlFromProject =
    flags.platformUrl === undefined &&
    file.platformUrl !== undefined &&
    ![environment.platformUrl, local?.url].includes(file.platformUrl);
  const registry = resolveRegistry({ flags, file, environment, local });
  const platformRegistry = file.platformRegistry ?? environment.platformRegistry;
  const rootImage = flags.rootImage ?? file.rootImage ?? environment.rootImage ?? defaultRootImage;
  for (const name of [registry.push, registry.pull, platformRegistry]) checkRegistry(name);
  checkRootImage(rootImage);
  const isLocal = platformUrl !== undefined && platformUrl === checkUrl(local?.url);
  return {
    buildVersion: checkBuildVersion(buildVersion),
    buildBranch: file.buildBranch ?? environment.buildBranch,
    registry,
    registryFromProject:
      flags.registry === undefined &&
      file.registry !== undefined &&
      (environment.localRegistry === undefined || registry.push !== pairOf(environment.localRegistry).push),
    platformRegistry,
    platformUrl,
    platformUrlSource: sourceOf({ flags, file, environment, local }),
    platformUrlFromProject,
    certificatesFile: environment.certificatesFile,
    platformProject:
      readProject(flags.platformProject) ??
      file.platformProject ??
      (isLocal ? localProject : await selectedProject(environment.stateFolder, platformUrl)),
    platformDeadlineMs: milliseconds(file.platformDeadline, environment.platformDeadline),
    kaapanaRepository:
      file.kaapanaRepository ??
      environment.kaapanaRepository ??
      (await findClone(environment.cacheFolder, buildVersion)),
    workspace: resolve(environment.workspace ?? folder),
    volumeFolder: environment.volumeFolder,
    proxy: { http: environment.httpProxy, https: environment.httpsProxy, no: environment.noProxy },
    workers: flags.workers ?? file.workers ?? checkWorkers(environment.workers) ?? usualWorkers(),
    carriedTag: flags.tags ?? file.tags ?? 'immutable',
    importCheck: flags.importCheck === false || file.checks?.imports === false ? 'off' : 'on',
    buildArguments: file.buildArguments ?? {},
    rootImage,
    helm: environment.helm ?? (await findInstalledTool(['helm'], environment)) ?? 'helm',
    namespaces: {
      admin: file.namespaces?.admin ?? 'admin',
      services: file.namespaces?.services ?? 'services',
    },
    folders: { state: environment.stateFolder, cache: environment.cacheFolder },
  };
}

/** The one that was selected with the sign-in. */
async function selectedProject(stateFolder: string, platformUrl: string | undefined) {
  if (platformUrl === undefined) return undefined;
  return (await createSessionFile(stateFolder, platformUrl).read())?.project;
}

interface Sources {
  readonly flags: SettingFlags;
  readonly file: EdkYaml;
  readonly environment: Environment;
  readonly local: LocalPlatformRecord | undefined;
}

/** The same order as for the address itself. */
function sourceOf({ flags, file, environment, local }: Sources): string | undefined {
  if (flags.platformUrl !== undefined) return 'the flag --platform-url (in the editor: the setting "Platform URL")';
  if (file.platformUrl !== undefined) return '"platformUrl" in edk.yaml';
  if (environment.platformUrl !== undefined) return 'the environment variable KUBE_HELM_URL';
  return local === undefined ? undefined : 'the local platform running here';
}

function resolveRegistry({ flags, file, environment, local }: Sources): RegistryNames {
  if (flags.registry !== undefined) return pairOf(flags.registry);
  if (typeof file.registry === 'object') return file.registry;
  if (file.registry !== undefined) return pairOf(file.registry);
  if (environment.localRegistry !== undefined) return pairOf(environment.localRegistry);
  return local?.registry ?? pairOf(defaultRegistry);
}

/** Inside the platform the registry has a second name, its node port, by which the cluster pulls. */
function pairOf(address: string): RegistryNames {
  const push = address.replace(/^https?:\/\//, '').replace(/\/+$/, '');
  return { push, pull: /\.svc(\.cluster\.local)?(:|\/|$)/.test(push) ? defaultRegistry : push };
}

function checkRegistry(name: string | undefined): void {
  const problem = name === undefined ? undefined : whyInvalidRegistry(name);
  if (problem === undefined) return;
  throw new EdkError('settings.invalid', `"${name}" is not a registry address: ${problem}.`, {
    remedy: 'Write it as host:port, without http:// (--registry, LOCAL_REGISTRY_URL, REGISTRY_URL or edk.yaml).',
  });
}

function checkRootImage(image: string): void {
  const problem = whyInvalidReference(image);
  if (problem === undefined) return;
  throw new EdkError('settings.invalid', `The root image ${JSON.stringify(image)} is not an image: ${problem}.`, {
    remedy: 'Correct --root-image, EDK_ROOT_IMAGE or rootImage in edk.yaml.',
  });
}

function readProject(text: string | undefined): PlatformProject | undefined {
  if (text === undefined) return undefined;
  const [id = '', ...rest] = text.split(':');
  const name = rest.join(':') || id;
  if (id.trim() !== '') return { id: id.trim(), name: name.trim() };
  throw new EdkError('settings.invalid', `"${text}" is not a project of the platform.`, {
    remedy: 'Give its id, or its id and name as <id>:<name>.',
  });
}

function milliseconds(file: number | undefined, environment: string | undefined): number | undefined {
  if (file === undefined && environment === undefined) return undefined;
  const seconds = file ?? Number(environment);
  if (seconds > 0 && Number.isFinite(seconds)) return seconds * 1000;
  throw new EdkError('settings.invalid', `EDK_PLATFORM_DEADLINE="${environment ?? ''}" is not a number of seconds.`);
}

function checkWorkers(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const workers = Number(text);
  if (Number.isInteger(workers) && workers > 0) return workers;
  throw new EdkError('settings.invalid', `EDK_WORKERS="${text}" is not a number of images to build at once.`);
}

function checkUrl(url: string | undefined): string | undefined {
  if (url === undefined) return undefined;
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed?.protocol === 'http:' || parsed?.protocol === 'https:') return url.replace(/\/+$/, '');
  throw new EdkError('settings.invalid', `The platform's address "${url}" is not an http or https address.`, {
    remedy: 'Give the address with its scheme, for example http://127.0.0.1:32080/kube-helm-api.',
  });
}

/** A build that compiles or installs large packages easily takes this much, in bytes. */
const memoryPerBuild = 3 * 1024 ** 3;
const most = 4;

/**
 * How many images to work on at once where nobody says. Two where the memory allows it, even on one core: one image can
 * be pushed while another is built.
 */
export function usualWorkers(cores: number = availableParallelism(), memory: number = totalmem()): number {
  return Math.max(1, Math.min(most, Math.max(2, cores), Math.floor(memory / memoryPerBuild)));
}

/** The build version becomes an image tag and a chart's version, so it has to be both. */
function checkBuildVersion(version: string): string {
  const isTag = /^\w[\w.-]{0,114}$/.test(version);
  if (isTag && semver.valid(version) !== null) return version;
  throw new EdkError('settings.invalid', `The build version "${version}" is not valid.`, {
    remedy: 'Use the version of the platform, for example 0.6.0 or 0.6.1-12-gabc1234 (KAAPANA_BUILD_VERSION).',
  });
}
