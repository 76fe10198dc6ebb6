import type Dockerode from 'dockerode';
import { z } from 'zod';

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
