/**
 * npm test: the set-up, then every phase below; one line `N passed, N failed` at the end, exit code 1 if one failed.
 * `npm test -- unit integration` runs only these phases.
 *
 * Environment of the tests:
 *   EDK_HELM        path of Helm
 *   EDK_REGISTRY    path of the registry's executable (CNCF distribution); tests start their own on a free port
 *   EDK_ROOT_IMAGE  image that the base images start from, present in the Docker Engine
 *   DOCKER_HOST     the Docker Engine
 *   EDK_CODE_SERVER command that starts code-server, as JSON array; CHROME: path of a Chromium (workbench and e2e)
 *   EDK_NEWEST_CODE_SERVER  the same for the newest release (e2e)
 *   EDK_STATE, EDK_CACHE, XDG_*_HOME, KAAPANA_EDK_WORKSPACE  temporary folders
 * Variables of the platform's EDK container (KUBE_HELM_URL and so on) are not passed on.
 * The main job also gets a HOME and ports of its own, so that a platform that somebody runs here is left in peace.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from './setup/command.mjs';
import { edkEnvironment, setUp } from './setup/setUp.mjs';
import { ensureGit } from './setup/testTools.mjs';
import { say, SetupError } from './setup/say.mjs';
import { addCounts, testPhases } from './setup/testPhases.mjs';

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in testPhases));

await runCommand(async ({ signal, toStop }) => {
  if (unknown.length > 0) {
    throw new SetupError(`There is no phase ${unknown.join(', ')}.`, `Phases: ${Object.keys(testPhases).join(', ')}`);
  }
  const names = Object.keys(testPhases).filter((name) => wanted.length === 0 || wanted.includes(name));
  say(`Kaapana EDK: setting up, then ${names.join(', ')}.`);
  const tools = await setUp({ signal, toStop });
  if (names.includes('integration')) await ensureGit(signal);
  const folder = mkdtempSync(join(tmpdir(), 'edk-test-'));
  toStop.unshift(async () => rmSync(folder, { recursive: true, force: true }));
  const environment = edkEnvironment({ ...tools, ...temporaryFolders(folder) });
  const phases = [];
  for (const name of names) {
    say(`\n=== ${name}`);
    const started = Date.now();
    const counts = await testPhases[name]({ signal, environment, folder });
    signal.throwIfAborted();
    const failures = (counts.failures ?? []).map((failure) => `${name}: ${failure}`);
    phases.push({ ...counts, failures, name, seconds: (Date.now() - started) / 1000 });
  }
  const total = addCounts(phases);
  say('');
  for (const failure of total.failures) say(failure);
  for (const { name, seconds, failed } of phases) {
    say(`${failed === 0 ? 'ok  ' : 'FAIL'} ${name.padEnd(12)} ${seconds.toFixed(1).padStart(7)} s`);
  }
  say(`${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`);
  return total.failed === 0 ? 0 : 1;
});

function temporaryFolders(folder) {
  return {
    EDK_STATE: join(folder, 'edk-state'),
    EDK_CACHE: join(folder, 'edk-cache'),
    XDG_STATE_HOME: join(folder, 'state'),
    XDG_CACHE_HOME: join(folder, 'cache'),
    XDG_CONFIG_HOME: join(folder, 'config'),
    XDG_DATA_HOME: join(folder, 'data'),
    KAAPANA_EDK_WORKSPACE: join(folder, 'workspace'),
  };
}
