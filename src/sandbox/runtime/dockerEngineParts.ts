import type Dockerode from 'dockerode';
import { z } from 'zod';
import { refusalStatus } from '../../core/docker/dockerAnswers.ts';
import type { StateFolder } from '../state/stateFolder.ts';

/** Docker labels that mark what belongs to a platform, release and pod. */
export const platformLabel = 'kaapana-edk.platform';
export const releaseLabel = 'kaapana-edk.release';
export const podLabel = 'kaapana-edk.pod';

/** What running containers with the Docker Engine needs. */
export interface DockerEngineParts {
  readonly docker: Dockerode;
  readonly state: StateFolder;
  /** The platform's service is reached under its name in this namespace. */
  readonly adminNamespace: string;
}

const engineError = z.object({ json: z.object({ message: z.string() }).optional() });

/** The Docker Engine's own words, without the client's decoration. */
export function engineMessage(error: unknown): string {
  const parsed = engineError.safeParse(error);
  if (parsed.data?.json !== undefined) return parsed.data.json.message.trim();
  return error instanceof Error ? error.message : String(error);
}

export function isNotFound(error: unknown): boolean {
  return refusalStatus(error) === 404;
}

const eventSchema = z.object({ error: z.string().optional() });

/** Waits for the end of a pull or load; rejects with the error that the Engine reported in the stream. */
export async function followProgress(docker: Dockerode, stream: NodeJS.ReadableStream): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    docker.modem.followProgress(stream, (error: Error | null, events: unknown[]) => {
      if (error !== null) {
        reject(error);
        return;
      }
      const problem = events
        .map((event) => eventSchema.safeParse(event).data?.error)
        .find((text) => text !== undefined);
      if (problem === undefined) resolve();
      else reject(new Error(problem));
    });
  });
}
