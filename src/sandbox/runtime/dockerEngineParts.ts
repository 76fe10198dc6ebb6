import type Dockerode from 'dockerode';
import type { StateFolder } from '../state/stateFolder.ts';

/** What running containers with the Docker Engine needs. */
export interface DockerEngineParts {
  readonly docker: Dockerode;
  readonly state: StateFolder;
  /** The platform's service is reached under its name in this namespace. */
  readonly adminNamespace: string;
}
