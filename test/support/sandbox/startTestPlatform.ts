import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { openEmbeddedRuntime } from '../../../src/sandbox/releases/openEmbeddedRuntime.ts';
import { openPlatform, type LocalPlatform } from '../../../src/sandbox/start/openPlatform.ts';
import type { LocalPlatformOptions } from '../../../src/sandbox/start/platformOptions.ts';
import { createFakeEngine, type FakeEngine } from './fakeEngine.ts';
import { createFakeHelm, type FakeHelm } from './fakeHelm.ts';
import { ordinaryPlatform } from './ordinaryPlatform.ts';

/** What every request to the API needs. */
export const authorize = ({ token }: Pick<LocalPlatform, 'token'>) => ({ authorization: `Bearer ${token}` });

interface TestAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  json(): unknown;
}

export interface TestRequest {
  readonly body?: string | Buffer | undefined;
  /** Beside the platform's token; an empty `authorization` sends none. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

export interface TestPlatform {
  readonly platform: LocalPlatform;
  readonly fake: FakeEngine;
  readonly helm: FakeHelm;
  /** Moves the clock of the list's cache. */
  readonly forward: (seconds: number) => void;
  readonly send: (method: string, path: string, options?: TestRequest) => Promise<TestAnswer>;
  readonly post: (path: string, body: unknown, headers?: Readonly<Record<string, string>>) => Promise<TestAnswer>;
}

export const quickBackOff = { firstMs: 1, longestMs: 5 };

/** A platform on a free port with a fake Helm and a fake engine. */
export async function startTestPlatform(
  stateFolder: string,
  options: Partial<LocalPlatformOptions> & { readonly fake?: FakeEngine } = {},
): Promise<TestPlatform> {
  const fake = options.fake ?? createFakeEngine();
  const helm = createFakeHelm();
  let now = Date.now();
  const platform = await openPlatform(
    {
      stateFolder,
      ...ordinaryPlatform,
      listCacheSeconds: 0,
      pace: { backOff: quickBackOff },
      ...options,
    },
    { openRuntime: openEmbeddedRuntime(() => fake.engine), helm: helm.tool, now: () => now },
  );
  const send = (method: string, path: string, given: TestRequest = {}) =>
    sendRequest(platform.port, method, path, { ...given, headers: { ...authorize(platform), ...given.headers } });
  return {
    platform,
    fake,
    helm,
    forward: (seconds) => (now += seconds * 1000),
    send,
    post: (path, body, headers = {}) =>
      send('POST', path, { body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } }),
  };
}

async function sendRequest(port: number, method: string, path: string, given: TestRequest): Promise<TestAnswer> {
  return await new Promise((resolve, reject) => {
    const length = given.body === undefined ? {} : { 'content-length': String(Buffer.byteLength(given.body)) };
    const headers = { ...length, ...given.headers };
    const outgoing = request({ host: '127.0.0.1', port, method, path, headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        resolve({
          status: answer.statusCode ?? 0,
          headers: answer.headers,
          text,
          json: (): unknown => JSON.parse(text),
        });
      });
    });
    outgoing.on('error', reject);
    outgoing.end(given.body);
  });
}

/** Waits until a fact holds; fails with what was seen last. */
export async function until<T>(look: () => Promise<T> | T, holds: (seen: T) => boolean, seconds = 5): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const seen = await look();
    if (holds(seen)) return seen;
    if (Date.now() > deadline) throw new Error(`It did not come true; seen last: ${JSON.stringify(seen)}`);
    await sleep(5);
  }
}
