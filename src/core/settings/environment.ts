import { constants } from 'node:fs';
import { access, readdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import envPaths from 'env-paths';

/** What the environment says: the platform's EDK container sets the upper part, a person or CI the lower. */
export interface Environment {
  readonly buildVersion: string | undefined;
  readonly buildBranch: string | undefined;
  readonly localRegistry: string | undefined;
  readonly platformRegistry: string | undefined;
  readonly platformUrl: string | undefined;
  readonly kaapanaRepository: string | undefined;
  readonly signIn: SignInEnvironment;
  readonly registryAccess: RegistryAccessEnvironment;
  /** Certificates that are trusted beside the system's, as PEM. */
  readonly certificatesFile: string | undefined;
  readonly volumeFolder: string | undefined;
  readonly workspace: string | undefined;
  readonly httpProxy: string | undefined;
  readonly httpsProxy: string | undefined;
  readonly noProxy: string | undefined;

  /** Seconds. */
  readonly platformDeadline: string | undefined;
  readonly workers: string | undefined;
  readonly helm: string | undefined;
  readonly kubectl: string | undefined;
  /** One file or several, as kubectl and Helm read it. */
  readonly kubeconfig: string | undefined;
  readonly registryProgram: string | undefined;
  readonly rootImage: string | undefined;
  readonly executablePath: string | undefined;
  readonly docker: DockerEnvironment;
  readonly home: string;
  readonly stateFolder: string;
  readonly cacheFolder: string;
}

/** How to sign in to a platform from outside; never in settings, since an edk.yaml may come from anybody. */
interface SignInEnvironment {
  readonly issuer: string | undefined;
  readonly clientId: string | undefined;
  readonly clientSecret: string | undefined;
  readonly user: string | undefined;
  readonly password: string | undefined;
  readonly token: string | undefined;
  /** A sign-in that the editor hands on to its jobs, as JSON. */
  readonly session: string | undefined;
}

/** How to reach the registry that is pushed to; never in settings, since an edk.yaml may come from anybody. */
interface RegistryAccessEnvironment {
  readonly user: string | undefined;
  readonly password: string | undefined;
  /** Registries, as `host:port`, that have no certificate. */
  readonly plainHttp: readonly string[];
}

/** What Docker's own programs read to find the engine. */
export interface DockerEnvironment {
  readonly host: string | undefined;
  readonly context: string | undefined;
  readonly configFolder: string | undefined;
  readonly runtimeFolder: string | undefined;
  readonly tlsVerify: string | undefined;
  readonly certificatesFolder: string | undefined;
}

/** The only reader of the process's environment. An empty variable counts as not set. */
export function readEnvironment(variables: NodeJS.ProcessEnv = process.env): Environment {
  const read = (...names: string[]): string | undefined =>
    names.map((name) => variables[name]).find((value) => value !== undefined && value !== '');
  const folders = envPaths('kaapana-edk', { suffix: '' });
  return {
    buildVersion: read('KAAPANA_BUILD_VERSION'),
    buildBranch: read('KAAPANA_BUILD_BRANCH'),
    localRegistry: read('LOCAL_REGISTRY_URL'),
    platformRegistry: read('REGISTRY_URL'),
    platformUrl: read('KUBE_HELM_URL'),
    kaapanaRepository: read('KAAPANA_REPO_PATH'),
    signIn: {
      issuer: read('EDK_PLATFORM_ISSUER'),
      clientId: read('EDK_PLATFORM_CLIENT_ID'),
      clientSecret: read('EDK_PLATFORM_CLIENT_SECRET'),
      user: read('EDK_PLATFORM_USER'),
      password: read('EDK_PLATFORM_PASSWORD'),
      token: read('EDK_PLATFORM_TOKEN'),
      session: read('EDK_PLATFORM_SESSION'),
    },
    registryAccess: {
      user: read('EDK_REGISTRY_USER'),
      password: read('EDK_REGISTRY_PASSWORD'),
      plainHttp: (read('EDK_PLAIN_HTTP') ?? '').split(/[\s,]+/).filter((host) => host !== ''),
    },
    certificatesFile: read('EDK_CA_FILE'),
    volumeFolder: read('VOLUME_PATH'),
    workspace: read('WORKSPACE'),
    httpProxy: read('http_proxy', 'HTTP_PROXY'),
    httpsProxy: read('https_proxy', 'HTTPS_PROXY'),
    noProxy: read('no_proxy', 'NO_PROXY'),
    platformDeadline: read('EDK_PLATFORM_DEADLINE'),
    workers: read('EDK_WORKERS'),
    helm: read('EDK_HELM'),
    kubectl: read('EDK_KUBECTL'),
    kubeconfig: read('KUBECONFIG'),
    registryProgram: read('EDK_REGISTRY'),
    rootImage: read('EDK_ROOT_IMAGE'),
    executablePath: read('PATH'),
    docker: {
      host: read('DOCKER_HOST'),
      context: read('DOCKER_CONTEXT'),
      configFolder: read('DOCKER_CONFIG'),
      runtimeFolder: read('XDG_RUNTIME_DIR'),
      tlsVerify: read('DOCKER_TLS_VERIFY'),
      certificatesFolder: read('DOCKER_CERT_PATH'),
    },
    home: homedir(),
    stateFolder: read('EDK_STATE') ?? folders.data,
    cacheFolder: read('EDK_CACHE') ?? folders.cache,
  };
}

/** The first of these programs on the PATH, else among those that `npm start` installed into the cache folder. */
export async function findInstalledTool(
  names: readonly string[],
  environment: Pick<Environment, 'executablePath' | 'cacheFolder'>,
): Promise<string | undefined> {
  const onPath = (environment.executablePath ?? '').split(delimiter).filter((folder) => folder !== '');
  const candidates = [
    ...names.flatMap((name) => onPath.map((folder) => join(folder, name))),
    ...(await installedTools(join(environment.cacheFolder, 'tools'), names)),
  ];
  for (const candidate of candidates) {
    const isThere = await access(candidate, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return candidate;
  }
  return undefined;
}

/** `<tools>/<name>-<version>/<name>`, the newest first. */
async function installedTools(folder: string, names: readonly string[]): Promise<string[]> {
  const entries = await readdir(folder).catch(() => []);
  return entries
    .sort((a, b) => b.localeCompare(a, 'en', { numeric: true }))
    .flatMap((entry) => names.filter((name) => entry.startsWith(`${name}-`)).map((name) => join(folder, entry, name)));
}
