import { aptInstall, hasApt } from './apt.mjs';
import { findExecutable, isExecutable, run } from './run.mjs';
import { say, SetupError } from './say.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const ON_MAC = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

/**
 * The browser in which the tests open the workbench.
 *
 * @param {AbortSignal} [signal]
 * @returns {Promise<string>} path of a Chromium
 */
export async function ensureBrowser(signal) {
  const chosen = process.env.CHROME;
  if (chosen) {
    const found = isExecutable(chosen) ? chosen : findExecutable(chosen);
    if (found !== undefined) return found;
    throw new SetupError(`CHROME is ${chosen}, which is not a program.`, 'Correct the variable CHROME or remove it.');
  }
  const present = await findBrowser(signal);
  if (present !== undefined) return present;
  if (hasApt()) {
    say('Browser: installing the package chromium, because the tests open the workbench in one.');
    await aptInstall(['chromium'], { reason: 'to install a browser', signal });
  }
  const installed = await findBrowser(signal);
  if (installed !== undefined) return installed;
  throw new SetupError(
    'There is no Chromium on this machine.',
    'Install Chromium or Chrome, or set CHROME to its path.',
  );
}

async function findBrowser(signal) {
  for (const candidate of [...NAMES.map((name) => findExecutable(name)), ON_MAC]) {
    if (candidate === undefined || !isExecutable(candidate)) continue;
    // Ubuntu's chromium-browser may be a script that only asks for a snap.
    const { code, stdout } = await run(candidate, ['--version'], { signal, timeoutMs: 20_000 });
    if (code === 0 && /\d+\.\d+\.\d+/.test(stdout)) return candidate;
  }
  return undefined;
}

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
