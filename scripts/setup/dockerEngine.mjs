import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { aptInstall, hasApt } from './apt.mjs';
import { runAsRoot, findExecutable, tail } from './run.mjs';
import { askDocker, dockerEndpoint, isSystemEndpoint } from './dockerConnection.mjs';
import { releaseDaemon, shareDaemon, startDaemon } from './dockerDaemon.mjs';
import { say, SetupError } from './say.mjs';

const INSTALL_LINK = 'https://docs.docker.com/engine/install/';

/**
 * Makes sure that a Docker Engine answers: it builds the images and runs the local platform's containers.
 *
 * @param {{ signal?: AbortSignal, toStop: (() => Promise<void>)[] }} context toStop: gets what ends the daemon again
 * if the set-up started it
 * @returns {Promise<string>} the endpoint, as in DOCKER_HOST
 * @throws {import('./dockerEngine.mjs').RerunNeeded} when this process must start again to be in the group docker
 */
export async function ensureDockerEngine({ signal, toStop }) {
  let endpoint = dockerEndpoint();
  let answer = await askDocker(endpoint);
  if (answer.state === 'silent') {
    refuseWhatIsNotOurs(endpoint, answer.reason);
    if (findExecutable('dockerd') === undefined) {
      await install(signal);
      endpoint = dockerEndpoint();
      answer = await askDocker(endpoint);
    }
    if (answer.state === 'silent') {
      toStop.push(releaseDaemon);
      await startDaemon({ endpoint, signal });
      answer = await askDocker(endpoint);
    }
  } else if (shareDaemon()) {
    toStop.push(releaseDaemon);
  }
  if (answer.state === 'denied') await joinDockerGroup(endpoint, signal);
  if (answer.state === 'silent') throw new SetupError(`Docker does not answer: ${answer.reason}`, seeLink());
  return endpoint;
}

function refuseWhatIsNotOurs(endpoint, reason) {
  if (!isSystemEndpoint(endpoint)) {
    throw new SetupError(
      `The Docker Engine at ${endpoint} does not answer: ${reason}`,
      'Start it, or choose another one with DOCKER_HOST or `docker context use`.',
    );
  }
  if (process.platform !== 'linux') {
    throw new SetupError(
      'Docker does not answer.',
      `Install and start Docker Desktop (${INSTALL_LINK}), then run this again.`,
    );
  }
}

async function install(signal) {
  if (!hasApt()) throw new SetupError('There is no Docker Engine on this machine.', seeLink());
  say('Docker: installing the package docker.io, because extensions are built into container images.');
  await aptInstall(['docker.io'], { reason: 'to install Docker', signal });
}

function seeLink() {
  return `Install and start the Docker Engine (${INSTALL_LINK}), then run this again.`;
}

const MARK = 'KAAPANA_EDK_IN_DOCKER_GROUP';

/** Thrown when the same command has to run again as a member of the group docker: groups are set at a program's start. */
export class RerunNeeded extends Error {}

/**
 * The Engine's socket is closed to this person: joins the group docker.
 *
 * @returns {Promise<never>}
 */
async function joinDockerGroup(endpoint, signal) {
  const { username } = userInfo();
  const remedy = `As root: usermod -aG docker ${username}   Then log out and in, and run this again.`;
  const sg = findExecutable('sg');
  if (process.env[MARK] !== undefined || sg === undefined) {
    throw new SetupError(`You have no permission to use the Docker Engine at ${endpoint}.`, remedy);
  }
  if (!isMember(username, readFileSync('/etc/group', 'utf8'))) {
    say(`Docker: adding ${username} to the group docker, because only its members may use the Engine.`);
    const reason = 'to add you to the group docker';
    const { code, output } = await runAsRoot(['usermod', '-aG', 'docker', username], { reason, signal });
    if (code !== 0) throw new SetupError(`usermod failed:\n${tail(output)}`, remedy);
  }
  throw new RerunNeeded('the group docker');
}

/** @param {string} user @param {string} groups content of /etc/group */
export function isMember(user, groups) {
  const members = /^docker:[^:]*:[^:]*:(.*)$/m.exec(groups)?.[1] ?? '';
  return members.split(',').includes(user);
}

/**
 * Runs this very command again, as a member of the group docker.
 *
 * @param {AbortSignal} signal
 * @returns {Promise<number>} its exit code
 */
export function rerunInDockerGroup(signal) {
  say('Docker: continuing as a member of the group docker.');
  const command = [process.execPath, ...process.execArgv, ...process.argv.slice(1)].map(quote).join(' ');
  return new Promise((resolve, reject) => {
    const child = spawn(findExecutable('sg') ?? 'sg', ['docker', '-c', `exec ${command}`], {
      env: { ...process.env, [MARK]: '1' },
      // The fourth end is a pipe that closes with us: sg hands no signals on.
      stdio: ['inherit', 'inherit', 'inherit', 'pipe'],
    });
    signal.addEventListener('abort', () => child.stdio[3]?.destroy(), { once: true });
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

/** Calls back when the process that ran us again wants us to end or is gone. */
export function whenRerunnerEnds(onEnd) {
  if (process.env[MARK] === undefined) return;
  import('node:net').then(
    ({ Socket }) => {
      const pipe = new Socket({ fd: 3 });
      pipe.on('close', onEnd).on('error', () => undefined);
      pipe.resume().unref();
    },
    () => undefined,
  );
}

/** sg knows only a shell's command line; single quotes keep every character. */
export function quote(text) {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
