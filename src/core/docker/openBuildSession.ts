import type Docker from 'dockerode';
import withSession from 'dockerode/lib/session.js';

export interface BuildSession {
  readonly id: string;
  close(): void;
}

export interface RegistryCredentials {
  readonly username: string;
  readonly password: string;
}

/**
 * The side channel that BuildKit needs. dockerode's buildImage opens one too, but leaves it open when a build fails or
 * is cancelled, and then the process never ends.
 */
export function openBuildSession(docker: Docker, credentials: RegistryCredentials | undefined): Promise<BuildSession> {
  return new Promise((resolve, reject) => {
    withSession(docker, credentials, (error, id, close) => {
      if (error !== null) reject(error);
      else if (id === null) reject(new Error('The Docker Engine gave the build session no name.'));
      else resolve({ id, close });
    });
  });
}
