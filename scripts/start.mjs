/**
 * npm start: sets up what is missing, starts registry and local platform, runs the main job on a scaffolded project,
 * and stays until Ctrl-C. `npm start -- --once` ends after the main job with its result.
 */
import { clearInterval, setInterval } from 'node:timers';
import { parseArgs } from 'node:util';
import { runCommand } from './setup/command.mjs';
import { edkEnvironment } from './setup/edkEnvironment.mjs';
import { workspaceFolder } from './setup/folders.mjs';
import { describeResult, runMainJob } from './setup/mainJob.mjs';
import { say } from './setup/say.mjs';
import { setUp } from './setup/setUp.mjs';

const { values } = parseArgs({ options: { once: { type: 'boolean', default: false } } });

await runCommand(async ({ signal, toStop }) => {
  say('Kaapana EDK: looking for what is needed, then from an empty folder to a running extension.');
  const environment = edkEnvironment(await setUp({ signal, toStop }));
  const workspace = workspaceFolder();
  const code = await runMainJob({ signal, toStop, environment, workspace });
  if (code !== 0) say(`\nThe main job failed (exit code ${code}).`);
  if (values.once) return code;
  await describeResult({ signal, toStop, environment, workspace });
  say('\nCtrl-C stops everything that was started here.');
  await untilCancelled(signal);
  return code;
});

/** @param {AbortSignal} signal */
function untilCancelled(signal) {
  return new Promise((resolve) => {
    const awake = setInterval(() => undefined, 60_000);
    const end = () => {
      clearInterval(awake);
      resolve(undefined);
    };
    signal.addEventListener('abort', end, { once: true });
    if (signal.aborted) end();
  });
}
