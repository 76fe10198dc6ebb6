import { aptInstall, hasApt } from './apt.mjs';
import { findExecutable } from './findExecutable.mjs';
import { say, SetupError } from './say.mjs';

/**
 * The tests of `edk init --repository URL` clone a repository; nothing else needs Git.
 *
 * @param {AbortSignal} [signal]
 */
export async function ensureGit(signal) {
  if (findExecutable('git') !== undefined) return;
  if (!hasApt()) throw new SetupError('Git is not on this machine.', 'Install it (https://git-scm.com/downloads).');
  say('Git: installing the package git, because tests clone a repository.');
  await aptInstall(['git'], { reason: 'to install Git', signal });
}
