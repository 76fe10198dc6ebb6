import { join } from 'node:path';
import { run, tail } from './run.mjs';
import { SetupError } from './say.mjs';

/** @typedef {{ key: string, certificate: string }} ClientCertificate paths of PEM files */

/**
 * A certificate of an administrator that is its own authority.
 *
 * @param {string} folder
 * @param {AbortSignal} signal
 * @returns {Promise<ClientCertificate>}
 */
export async function makeClientCertificate(folder, signal) {
  const [key, certificate] = [join(folder, 'kubelet-client.key'), join(folder, 'kubelet-client.crt')];
  const request = 'req -x509 -newkey rsa:2048 -nodes -days 2 -subj /O=system:masters/CN=kube-apiserver';
  const args = [...request.split(' '), '-keyout', key, '-out', certificate];
  const { code, output } = await run('openssl', args, { signal });
  signal.throwIfAborted();
  if (code !== 0) throw new SetupError(`openssl made no certificate: ${tail(output, 3)}`, 'Install openssl.');
  return { key, certificate };
}
