/**
 * npm start: sets up what is missing, starts registry and local platform, runs the main job on a scaffolded project,
 * opens code-server with the extension on the workspace, and stays until Ctrl-C. `npm start -- --once` ends after the
 * main job with its result, without the editor.
 */
import { clearInterval, setInterval } from 'node:timers';
import { parseArgs } from 'node:util';
import { runCommand } from './setup/command.mjs';
import { edkEnvironment, setUp } from './setup/setUp.mjs';
import { openEditor } from './setup/editor.mjs';
import { workspaceFolder } from './setup/folders.mjs';
import { describeResult, runMainJob } from './setup/mainJob.mjs';
import { say, sayError } from './setup/say.mjs';

const { values } = parseArgs({ options: { once: { type: 'boolean', default: false } } });

await runCommand(async ({ signal, toStop }) => {
  say('Kaapana EDK: looking for what is needed, then from an empty folder to a running extension.');
  const environment = edkEnvironment(await setUp({ signal, toStop }));
  const workspace = workspaceFolder();
  const code = await runMainJob({ signal, toStop, environment, workspace });
  if (code !== 0) say(`\nThe main job failed (exit code ${code}).`);
  if (values.once) return code;
  await describeResult({ signal, toStop, environment, workspace });
  const editor = await openEditorIfPossible({ signal, toStop, environment, workspace });
  if (editor !== undefined) say(`\nVS Code with the extension:\n  ${editor}`);
  say('\nCtrl-C stops everything that was started here.');
  await untilCancelled(signal);
  return code;
});

/** Without it everything else still runs. @returns {Promise<string | undefined>} its address */
async function openEditorIfPossible(context) {
  try {
    return await openEditor(context);
  } catch (error) {
    if (context.signal.aborted) throw error;
    say('\nThe editor cannot be opened here; edk and the local platform run without it.');
    sayError(error);
    return undefined;
  }
}

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
