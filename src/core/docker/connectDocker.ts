import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import Docker from 'dockerode';
import { EdkError } from '../errors/edkError.ts';
import { explainFileError } from '../errors/fileErrors.ts';
import { findDockerAddress, type DockerAddress, type DockerSurroundings } from './dockerAddress.ts';

export interface DockerConnection {
  readonly docker: Docker;
  /** Where it listens, for messages. */
  readonly address: string;
}

/** Prepares the connection; nothing is sent yet. */
export async function connectDocker(environment: DockerSurroundings): Promise<DockerConnection> {
  const address = await findDockerAddress(environment);
  return { docker: new Docker(await optionsOf(address, environment)), address: address.url };
}

async function optionsOf(address: DockerAddress, environment: DockerSurroundings): Promise<Docker.DockerOptions> {
  const [, scheme = '', rest = ''] = /^(\w+):\/\/(.*)$/.exec(address.url) ?? [];
  switch (scheme) {
    case 'unix':
      return { socketPath: rest === '' ? '/var/run/docker.sock' : rest };
    case 'npipe':
      return { socketPath: rest };
    case 'ssh': {
      const { hostname, port, username } = new URL(address.url);
      return {
        protocol: 'ssh',
        host: hostname,
        port: port === '' ? 22 : Number(port),
        ...(username === '' ? {} : { username }),
        ...(environment.sshAgent === undefined ? {} : { sshOptions: { agent: environment.sshAgent } }),
      };
    }
    case 'tcp':
    case 'http':
    case 'https': {
      const { hostname, port } = new URL(`http://${rest}`);
      const tls = address.tls || scheme === 'https' || port === '2376';
      return {
        protocol: tls ? 'https' : 'http',
        host: hostname,
        port: port === '' ? (tls ? 2376 : 2375) : Number(port),
        ...(address.certificates === undefined ? {} : await readCertificates(address.certificates)),
      };
    }
    default:
      throw new EdkError('docker.unreachable', `"${address.url}" is no address of a Docker Engine.`);
  }
}

async function readCertificates(folder: string): Promise<{ ca: string; cert: string; key: string }> {
  const read = (name: string): Promise<string> =>
    readFile(join(folder, name), 'utf8').catch((error: unknown) => {
      throw explainFileError(error, join(folder, name));
    });
  return { ca: await read('ca.pem'), cert: await read('cert.pem'), key: await read('key.pem') };
}
