import { spawn } from 'node:child_process';
import { aptInstall, hasApt } from './apt.mjs';
import { asRoot, runAsRoot, findExecutable, tail } from './run.mjs';
import { connectDocker } from './dockerConnection.mjs';
import { say, SetupError } from './say.mjs';
import { DEFAULT_ROOT_IMAGE, OWN_ROOT_IMAGE } from './versions.mjs';

/** A pull that has not begun after this time has no registry to pull from. */
const PULL_BEGINS_MS = 10_000;
const PACKAGES = ['ca-certificates', 'python3', 'python3-venv', 'python3-pip'];
const CERTIFICATES = '/etc/ssl/certs/ca-certificates.crt';

/**
 * The image that the base images of the templates start from.
 *
 * @param {string} endpoint as in DOCKER_HOST
 * @param {AbortSignal} [signal]
 * @returns {Promise<string>} its name
 */
export async function ensureRootImage(endpoint, signal) {
  const docker = await connectDocker(endpoint);
  const wanted = process.env.EDK_ROOT_IMAGE || DEFAULT_ROOT_IMAGE;
  if (await exists(docker, wanted)) return wanted;
  const isOwn = wanted === OWN_ROOT_IMAGE || wanted === DEFAULT_ROOT_IMAGE;
  if (wanted === DEFAULT_ROOT_IMAGE && (await exists(docker, OWN_ROOT_IMAGE))) return OWN_ROOT_IMAGE;
  if (wanted !== OWN_ROOT_IMAGE) {
    say(`Root image: pulling ${wanted}, because the base images of the templates start from it.`);
    const refusal = await pull(docker, wanted, signal);
    if (refusal === undefined) return wanted;
    say(`  it cannot be pulled: ${refusal}`);
    if (!isOwn) {
      throw new SetupError(
        `The root image ${wanted} (EDK_ROOT_IMAGE) is not on this machine and cannot be pulled: ${refusal}`,
        'Correct EDK_ROOT_IMAGE, sign in with `docker login`, or remove the variable.',
      );
    }
  }
  await bootstrap(docker, signal);
  return OWN_ROOT_IMAGE;
}

async function exists(docker, name) {
  try {
    await docker.getImage(name).inspect();
    return true;
  } catch (error) {
    if (error?.statusCode === 404) return false;
    throw error;
  }
}

/** @returns {Promise<string | undefined>} why it failed */
async function pull(docker, name, signal) {
  const slow = new globalThis.AbortController();
  const timer = setTimeout(() => slow.abort(), PULL_BEGINS_MS);
  try {
    const abortSignal = signal === undefined ? slow.signal : AbortSignal.any([slow.signal, signal]);
    const stream = await docker.pull(name, { abortSignal });
    await followImageStream(docker, stream, () => clearTimeout(timer));
    return undefined;
  } catch (error) {
    signal?.throwIfAborted();
    if (slow.signal.aborted) return `no answer within ${PULL_BEGINS_MS / 1000} s`;
    return error instanceof Error ? error.message : String(error);
  } finally {
    clearTimeout(timer);
  }
}

/** Waits for the end of the Engine's answer; rejects with the error that it may hold. */
function followImageStream(docker, stream, onProgress = () => undefined) {
  return new Promise((resolve, reject) => {
    docker.modem.followProgress(stream, (error) => (error ? reject(error) : resolve(undefined)), onProgress);
  });
}

/** Makes the image from the distribution's own packages. */
async function bootstrap(docker, signal) {
  const reason = 'to create the root image';
  if (!hasApt() && findExecutable('debootstrap') === undefined) {
    throw new SetupError(
      `The root image ${DEFAULT_ROOT_IMAGE} cannot be pulled, and debootstrap is not installed to create one.`,
      'Set EDK_ROOT_IMAGE to a Debian or Ubuntu image that your Docker has or can pull.',
    );
  }
  if (findExecutable('debootstrap') === undefined) {
    say('Root image: installing debootstrap, because the image must be created from Debian packages.');
    await aptInstall(['debootstrap', 'debian-archive-keyring'], { reason, signal });
  }
  say(`Root image: creating ${OWN_ROOT_IMAGE} with debootstrap (about a minute).`);
  // Not below /tmp, which often forbids the device files of a root folder.
  const { stdout } = await must(['mktemp', '-d', '/var/tmp/kaapana-edk-root-XXXXXX'], { reason, signal });
  const folder = stdout.trim();
  try {
    const include = `--include=${PACKAGES.join(',')}`;
    await must(['debootstrap', '--variant=minbase', include, 'bookworm', folder], { reason, signal });
    // Builds reach package registries through whatever this machine trusts.
    await must(['cp', '--dereference', CERTIFICATES, `${folder}${CERTIFICATES}`], { reason, signal });
    await must(['rm', '-rf', `${folder}/var/cache/apt/archives`, `${folder}/var/lib/apt/lists`], { reason, signal });
    await importFolder(docker, folder, { reason, signal });
  } finally {
    await runAsRoot(['umount', '-q', `${folder}/proc`, `${folder}/sys`], { reason });
    await runAsRoot(['rm', '-rf', '--one-file-system', folder], { reason });
  }
}

async function must(command, options) {
  const result = await runAsRoot(command, options);
  options.signal?.throwIfAborted();
  if (result.code !== 0) {
    throw new SetupError(
      `${command[0]} failed while creating the root image:\n${tail(result.output)}`,
      'Set EDK_ROOT_IMAGE to a Debian or Ubuntu image that your Docker has or can pull.',
    );
  }
  return result;
}

async function importFolder(docker, folder, options) {
  const [program, ...args] = await asRoot(['tar', '-C', folder, '-c', '.'], options);
  const tar = spawn(program, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  const ended = new Promise((resolve) => tar.on('exit', resolve).on('error', () => resolve(1)));
  const [repo, tag] = OWN_ROOT_IMAGE.split(':');
  const changes = ['CMD ["bash"]', 'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'];
  const stream = await docker.importImage(tar.stdout, { repo, tag, changes, abortSignal: options.signal });
  await followImageStream(docker, stream);
  if ((await ended) !== 0) {
    await docker.getImage(OWN_ROOT_IMAGE).remove();
    throw new SetupError('tar could not read the whole root image.', 'Check the free disk space and run this again.');
  }
}
