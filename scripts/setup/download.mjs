import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { run, tail } from './run.mjs';

/** How long a server may take to answer at all before the next way is tried. */
const ANSWER_MS = 15_000;

/**
 * Fetches a release archive and compares it with its published SHA-256 before anything is unpacked.
 *
 * @param {{ url: string, checksumUrl: string, readChecksum?: (text: string) => string | undefined, folder: string,
 *   signal?: AbortSignal }} request readChecksum: finds it in what checksumUrl answers; without one, the first
 * @returns {Promise<string>} the archive's path inside the folder
 */
export async function downloadVerified({ url, checksumUrl, readChecksum = firstChecksum, folder, signal }) {
  const expected = readChecksum(await (await get(checksumUrl, signal)).text());
  if (expected === undefined) throw new Error(`${checksumUrl} holds no SHA-256`);
  const response = await get(url, signal);
  const archive = join(folder, 'archive.tar.gz');
  const hash = createHash('sha256');
  await pipeline(
    Readable.fromWeb(response.body),
    async function* (chunks) {
      for await (const chunk of chunks) {
        hash.update(chunk);
        yield chunk;
      }
    },
    createWriteStream(archive),
    { signal },
  );
  const actual = hash.digest('hex');
  if (actual !== expected) {
    await rm(archive, { force: true });
    throw new Error(`${url} has the SHA-256 ${actual}, but ${expected} was published`);
  }
  return archive;
}

/** @param {string} text @returns {string | undefined} */
function firstChecksum(text) {
  return /\b[0-9a-f]{64}\b/i.exec(text)?.[0].toLowerCase();
}

/** @param {string} archive @param {string} folder */
export async function unpack(archive, folder, signal) {
  const { code, output } = await run('tar', ['-xzf', archive, '-C', folder], { signal });
  if (code !== 0) throw new Error(`tar could not unpack ${archive}: ${tail(output, 3)}`);
}

async function get(url, signal) {
  const { fetch, dispatcher } = await client();
  const slow = new globalThis.AbortController();
  const timer = setTimeout(() => slow.abort(new Error(`${url} did not answer`)), ANSWER_MS);
  try {
    const signals = signal === undefined ? [slow.signal] : [slow.signal, signal];
    const response = await fetch(url, { dispatcher, signal: AbortSignal.any(signals) });
    if (!response.ok) throw new Error(`${url} answered ${response.status}`);
    return response;
  } finally {
    clearTimeout(timer);
  }
}

/** Node's own fetch ignores the proxy variables; the undici among our modules follows them. */
async function client() {
  const { EnvHttpProxyAgent, fetch } = await import('undici');
  return { fetch, dispatcher: new EnvHttpProxyAgent() };
}
