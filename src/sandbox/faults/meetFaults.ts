import type { IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { internalServerError, noSpaceLeft, type Answer } from '../http/answer.ts';
import type { Faults } from './faults.ts';

const uploadPath = /\/(file|file_chunks|file_chunks_init|filepond-upload)$/;
const loginPage = '<!doctype html><html><head><title>Sign in</title></head><body><form>Sign in</form></body></html>';
const watchMs = 2;

export type Met =
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
