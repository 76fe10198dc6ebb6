import type { IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { internalServerError, noSpaceLeft, type Answer } from '../http/answer.ts';
import type { ContainerEngine } from '../runtime/containerEngine.ts';

/** Injected faults, for tests and demonstrations. They can be changed while the platform runs. */
const faultsSchema = z.strictObject({
  /** Delay of every request, in milliseconds. */
  latency: z.number().nonnegative().max(600_000).default(0),
  /** Every request is answered with 500. */
  errors: z.boolean().default(false),
  /** No request is answered at all. */
  hanging: z.boolean().default(false),
  /** Connections are closed after this many bytes of a request or answer; 0 for never. */
  dropAfterBytes: z.number().int().nonnegative().default(0),
  /** Every request is answered with a login page. */
  loginPage: z.boolean().default(false),
  /** The list is no longer updated. */
  staleList: z.boolean().default(false),
  /** Installs are accepted, and the releases fail a moment later. */
  failsAfterInstall: z.boolean().default(false),
  /** Delay of every container before its image is looked for, in milliseconds. */
  slowPods: z.number().nonnegative().max(600_000).default(0),
  /** Uploads fail, as if the disk were full. */
  fullDisk: z.boolean().default(false),
});

export type Faults = z.output<typeof faultsSchema>;

export const faultNames: readonly string[] = Object.keys(faultsSchema.shape);

export const noFaults: Faults = faultsSchema.parse({});

/** The active faults; all others are off. Undefined for unknown names or values. */
export function readFaults(value: unknown): Faults | undefined {
  return faultsSchema.safeParse(value).data;
}

/** The current faults; read them every time. */
export interface FaultSwitch {
  current: Faults;
}

const uploadPath = /\/(file|file_chunks|file_chunks_init|filepond-upload)$/;
const loginPage = '<!doctype html><html><head><title>Sign in</title></head><body><form>Sign in</form></body></html>';
const watchMs = 2;

type Met =
  | { readonly kind: 'answer'; readonly answer: Answer }
  /** Nobody answers. */
  | { readonly kind: 'silence' }
  | { readonly kind: 'go on' };

/** Lets a request meet the faults that are switched on. */
export async function meetFaults(faults: Faults, message: IncomingMessage, signal: AbortSignal): Promise<Met> {
  if (faults.dropAfterBytes > 0) dropAfter(message, faults.dropAfterBytes);
  if (faults.latency > 0) await sleep(faults.latency, undefined, { signal });
  if (faults.hanging) return { kind: 'silence' };
  if (faults.errors) return { kind: 'answer', answer: internalServerError };
  if (faults.loginPage) {
    return { kind: 'answer', answer: { status: 200, body: loginPage, contentType: 'text/html; charset=utf-8' } };
  }
  const { method, url = '/' } = message;
  const writes = method === 'POST' || method === 'PATCH';
  if (faults.fullDisk && writes && uploadPath.test(new URL(url, 'http://localhost').pathname)) {
    return { kind: 'answer', answer: noSpaceLeft };
  }
  return { kind: 'go on' };
}

/** Ends the connection once so much of the request came in; the server reads in pieces, so it may be some more. */
function dropAfter(message: IncomingMessage, bytes: number): void {
  const { socket } = message;
  const before = socket.bytesRead;
  // To listen for its data would take them from the route.
  const watch = setInterval(() => {
    if (socket.bytesRead - before >= bytes) socket.destroy();
  }, watchMs);
  const end = (): void => clearInterval(watch);
  socket.once('close', end);
  message.once('end', end);
}

/** An engine whose containers wait as long as the fault says, as on a node that is busy or pulls slowly. */
export function slowEngine(engine: ContainerEngine, faults: FaultSwitch, signal: AbortSignal): ContainerEngine {
  return {
    ...engine,
    async hasImage(reference) {
      const { slowPods } = faults.current;
      if (slowPods > 0) await sleep(slowPods, undefined, { signal });
      return await engine.hasImage(reference);
    },
  };
}
