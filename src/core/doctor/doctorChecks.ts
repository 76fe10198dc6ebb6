import semver from 'semver';
import type { DoctorCheck, Finding, DoctorContext } from './doctorContext.ts';
import { EdkError } from '../errors/edkError.ts';
import { proxyExample, proxyFault, proxyFor } from '../http/proxies.ts';

/** All checks; the ones that everything else needs come first. */
export const doctorChecks: readonly DoctorCheck[] = [
  { id: 'node', title: 'Node.js', run: checkNode },
  { id: 'docker', title: 'Docker Engine', run: checkDocker },
  { id: 'helm', title: 'Helm', run: checkHelm },
  { id: 'registry', title: 'Registry', run: checkRegistry },
  { id: 'platform', title: 'Platform', run: checkPlatform },
  { id: 'disk', title: 'Disk space', run: checkDisk },
  { id: 'proxy', title: 'Proxy', run: checkProxy },
  {
    id: 'git',
    title: 'Git',
    run: (context) =>
      checkTool(context, {
        programs: ['git'],
        neededFor: '"edk init" cannot clone the Kaapana repository; the EDK\'s own base images are used instead',
        remedy: 'Install it with "apt-get install git" or from https://git-scm.com/downloads.',
      }),
  },
  {
    id: 'python',
    title: 'Python',
    run: (context) =>
      checkTool(context, {
        programs: ['python3', 'python'],
        neededFor: 'the code of operators and containers cannot be run outside their images',
        remedy:
          'Install Python 3.11 or newer with "apt-get install python3" or from https://www.python.org/downloads/.',
      }),
  },
];

/** The first Engine whose BuildKit supports all of our Dockerfiles. */
const oldestDocker = '20.10.0';
const installDocker = 'Install Docker Engine from https://docs.docker.com/engine/install/';

async function checkDocker({ docker, signal }: DoctorContext): Promise<Finding> {
  const { version, endpoint } = await docker(signal);
  const what = `Docker Engine ${version} at ${endpoint}`;
  // Engines before 2020 have a month in their version: 19.03.
  const known = semver.coerce(version.replaceAll(/\.0+(?=\d)/g, '.'));
  if (known !== null && semver.lt(known, oldestDocker)) {
    return {
      status: 'problem',
      what: `${what} is older than ${oldestDocker}.`,
      remedy: `${installDocker}, ${oldestDocker} or newer.`,
    };
  }
  return { status: 'ok', what };
}

const gigabyte = 1e9;
/** A base image with its layers and its push needs about this much. */
const needed = 2 * gigabyte;
const comfortable = 10 * gigabyte;

async function checkDisk(context: DoctorContext): Promise<Finding> {
  const folders = [context.settings.folders.state];
  const dockerFolder = await dockerRoot(context);
  if (dockerFolder !== undefined) folders.push(dockerFolder);
  const disks = await Promise.all(folders.map(async (folder) => ({ folder, ...(await context.diskSpace(folder)) })));
  const tightest = disks.reduce((least, disk) => (disk.freeBytes < least.freeBytes ? disk : least));
  const { folder, freeBytes, totalBytes } = tightest;
  const what = `${inGigabytes(freeBytes)} of ${inGigabytes(totalBytes)} free at ${folder}`;
  if (freeBytes >= comfortable) return { status: 'ok', what };
  return {
    status: freeBytes < needed ? 'problem' : 'warning',
    what: `${what}; builds need at least ${inGigabytes(needed)}, preferably ${inGigabytes(comfortable)}.`,
    remedy:
      folder === dockerFolder
        ? 'Remove unused images and build caches with "docker system prune".'
        : `Free some space on the disk of ${folder}.`,
  };
}

/** Undefined if Docker does not answer, which another check reports. */
async function dockerRoot({ docker, signal }: DoctorContext): Promise<string | undefined> {
  try {
    return (await docker(signal)).rootFolder;
  } catch {
    signal.throwIfAborted();
    return undefined;
  }
}

const inGigabytes = (bytes: number) => `${(bytes / gigabyte).toFixed(bytes < 10 * gigabyte ? 1 : 0)} GB`;

const oldestNode = '20.19.0';

function checkNode({ nodeVersion }: DoctorContext): Promise<Finding> {
  const what = `Node.js ${nodeVersion}`;
  if (semver.gte(nodeVersion, oldestNode)) return Promise.resolve({ status: 'ok', what });
  return Promise.resolve({
    status: 'problem',
    what: `${what} is older than ${oldestNode}.`,
    remedy: `Install Node.js ${oldestNode} or newer from https://nodejs.org/en/download.`,
  });
}

const oldestHelm = '3.8.0';
const installHelm = 'Install Helm 3 or 4 from https://helm.sh/docs/intro/install/, or set EDK_HELM to its path.';

async function checkHelm({ helmVersion, settings, signal }: DoctorContext): Promise<Finding> {
  const version = semver.coerce(await helmVersion(signal));
  if (version === null) {
    return {
      status: 'problem',
      what: `${settings.helm} does not report a version; it may not be Helm.`,
      remedy: installHelm,
    };
  }
  const what = `Helm ${version.version} (${settings.helm})`;
  if (semver.gte(version, oldestHelm)) return { status: 'ok', what };
  return { status: 'problem', what: `${what} is older than ${oldestHelm}.`, remedy: installHelm };
}

interface OptionalTool {
  /** Names of the program; the first one found is used. */
  readonly programs: readonly string[];
  /** What does not work without it. */
  readonly neededFor: string;
  readonly remedy: string;
}

/** A recommended program. */
async function checkTool({ toolVersion, signal }: DoctorContext, tool: OptionalTool): Promise<Finding> {
  let failure = `${tool.programs[0] ?? ''} was not found`;
  for (const program of tool.programs) {
    try {
      return { status: 'ok', what: `${await toolVersion(program, signal)} (${program})` };
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof EdkError)) throw error;
      if (error.code !== 'tool.missing') failure = `${program} does not start (${error.message})`;
    }
  }
  return { status: 'warning', what: `${failure}: ${tool.neededFor}.`, remedy: tool.remedy };
}

async function checkRegistry({ registry, settings, signal }: DoctorContext): Promise<Finding> {
  await registry(signal);
  const { push, pull } = settings.registry;
  const otherName = push === pull ? '' : ` (${pull} in the cluster)`;
  return { status: 'ok', what: `Registry at ${push}${otherName}` };
}

async function checkPlatform({ platform, settings, signal }: DoctorContext): Promise<Finding> {
  const url = settings.platformUrl;
  if (url === undefined) {
    return {
      status: 'warning',
      what: 'No platform is configured: you can build extensions, but not install them.',
      remedy: 'Start a local platform with "edk platform start", or set KUBE_HELM_URL to the address of a platform.',
    };
  }
  const description = await platform(url, signal);
  return { status: 'ok', what: `Platform at ${url}${description === '' ? '' : ` (${description})`}` };
}

function checkProxy({ settings }: DoctorContext): Promise<Finding> {
  return Promise.resolve(judge(settings));
}

function judge({ proxy, registry, platformUrl }: DoctorContext['settings']): Finding {
  const set = Object.entries({ http_proxy: proxy.http, https_proxy: proxy.https }).filter(isSet);
  if (set.length === 0) return { status: 'ok', what: 'No proxy is set' };
  for (const [variable, value] of set) {
    const fault = proxyFault(value);
    // The value may contain a password, so it is not shown.
    if (fault !== undefined) {
      return {
        status: 'problem',
        what: `${variable} ${fault}.`,
        remedy: `Set ${variable} to an address, ${proxyExample}.`,
      };
    }
  }
  const [only] = set;
  if (set.length === 1 && only !== undefined) {
    const missing = only[0] === 'http_proxy' ? 'https_proxy' : 'http_proxy';
    return {
      status: 'warning',
      what: `${only[0]} is set, but ${missing} is not: builds may reach only some servers.`,
      remedy: `Set ${missing} as well.`,
    };
  }
  const through = [`https://${registry.push}`, platformUrl ?? '']
    .flatMap((address) => (URL.canParse(address) ? [new URL(address)] : []))
    .find((address) => proxyFor(address, proxy) !== undefined)?.hostname;
  if (through !== undefined) {
    return {
      status: 'warning',
      what: `${through} would be reached through the proxy, which rarely works for the platform's own servers.`,
      remedy: `Add ${through} to no_proxy.`,
    };
  }
  return { status: 'ok', what: `Proxy ${set.map(([, value]) => new URL(value).host).join(', ')}` };
}

function isSet(entry: [string, string | undefined]): entry is [string, string] {
  return entry[1] !== undefined && entry[1] !== '';
}
