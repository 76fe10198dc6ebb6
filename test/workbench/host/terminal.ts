import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';

const LIMIT_MS = 15_000;

describe('integrated terminals', () => {
  it('have edk on their PATH, run by the Node of the extension host', async () => {
    const file = join(process.env['EDK_STATE'] ?? assert.fail(), '..', 'edk-said.txt');
    const terminal = vscode.window.createTerminal({ name: 'edk', shellPath: '/bin/sh' });
    try {
      terminal.sendText(
        `edk --version > '${file}.part' && echo "$EDK_NODE" >> '${file}.part' && mv '${file}.part' '${file}'`,
      );
      const limit = Date.now() + LIMIT_MS;
      while (!existsSync(file) && Date.now() < limit) await sleep(50);
      assert.ok(existsSync(file), 'edk did not answer in the terminal');
      const [version, node] = readFileSync(file, 'utf8').split('\n');
      assert.match(version ?? '', /^\d+\.\d+\.\d+$/);
      assert.equal(node, process.execPath);
    } finally {
      terminal.dispose();
    }
  });
});

describe('tasks of the type kaapana', () => {
  it('are offered for the project', async () => {
    const tasks = await vscode.tasks.fetchTasks({ type: 'kaapana' });
    const kinds = tasks.map(({ definition }) => String(definition['task'])).sort();
    assert.deepEqual(kinds, ['build chart', 'build extension', 'build image', 'deploy', 'init']);
    for (const { problemMatchers } of tasks) assert.deepEqual(problemMatchers, ['$kaapana']);
  });

  it('run as jobs, and end with the exit code of the job', async () => {
    const tasks = await vscode.tasks.fetchTasks({ type: 'kaapana' });
    const deploy = tasks.find(({ definition }) => definition['task'] === 'deploy') ?? assert.fail();
    const code = await exitCodeOf(deploy);
    // Nothing listens where the platform should be.
    assert.equal(code, 7);
  });
});

async function exitCodeOf(task: vscode.Task): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const listener = vscode.tasks.onDidEndTaskProcess(({ execution, exitCode }) => {
      if (execution.task.name !== task.name) return;
      listener.dispose();
      resolve(exitCode);
    });
    vscode.tasks.executeTask(task).then(undefined, reject);
  });
}
