import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';

/** The folder of this repository. */
export const repository = resolve(import.meta.dirname, '..', '..');

/** The built command. */
export const edkScript = join(repository, 'dist', 'edk', 'edk.js');

/** The built extension. */
export const extensionScript = join(repository, 'dist', 'extension.js');

function base(variable, fallback) {
  const value = process.env[variable];
  return value !== undefined && isAbsolute(value) ? value : join(homedir(), ...fallback);
}

/** Tools that the set-up fetched, one folder per tool and version. */
export function toolsFolder() {
  return join(base('XDG_CACHE_HOME', ['.cache']), 'kaapana-edk', 'tools');
}

/** Logs and the notes about what the set-up started. */
export function setupStateFolder() {
  return join(base('XDG_STATE_HOME', ['.local', 'state']), 'kaapana-edk', 'setup');
}

/** Where `npm start` puts its example project. */
export function workspaceFolder() {
  return resolve(process.env.KAAPANA_EDK_WORKSPACE || join(homedir(), 'kaapana-edk-workspace'));
}
