import { aptInstall, hasApt } from './apt.mjs';
import { askDocker } from './dockerConnection.mjs';
import { dockerEndpoint, isSystemEndpoint } from './dockerEndpoint.mjs';
import { joinDockerGroup } from './dockerGroup.mjs';
import { releaseDaemon, shareDaemon, startDaemon } from './dockerDaemon.mjs';
import { findExecutable } from './findExecutable.mjs';
import { say, SetupError } from './say.mjs';

const INSTALL_LINK = 'https://docs.docker.com/engine/install/';

/**
 * Makes sure that a Docker Engine answers: it builds the images and runs the local platform's containers.
 *
 * @param {{ signal?: AbortSignal, toStop: (() => Promise<void>)[] }} context toStop: gets what ends the daemon again
 * if the set-up started it
 * @returns {Promise<string>} the endpoint, as in DOCKER_HOST
 * @throws {import('./dockerGroup.mjs').RerunNeeded} when this process must start again to be in the group docker
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
