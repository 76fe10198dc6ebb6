import assert from 'node:assert/strict';
import { runTool, type ToolCall, type ToolOutput } from '../../../src/core/process/runTool.ts';
import { isRunning } from '../../../src/core/process/process.ts';
import { rejection } from '../../support/rejection.ts';

/** A program that starts in a moment. */
function sh(script: string, ...args: string[]): ToolCall<ToolOutput> {
  return { executable: 'sh', arguments: ['-c', script, 'sh', ...args], parse: (output) => output };
}

describe('runTool', function () {
  this.timeout(10_000);

  it('hands arguments over untouched by any shell', async () => {
    const odd = ['a b', '$HOME', '`id`', '"quoted"', "it's", '; exit 3', '*'];
    const { stdout } = await runTool(sh(`printf '%s\\n' "$@"`, ...odd));
    assert.deepEqual(stdout.split('\n'), odd);
  });

  it('adds to the environment and runs in the folder', async () => {
    const { stdout } = await runTool({
      ...sh('echo "$COLOUR $PWD"'),
      environment: { COLOUR: 'green' },
      folder: '/',
    });
    assert.equal(stdout, 'green /');
  });

  it('gives every line of both streams as it comes', async () => {
    const lines: string[] = [];
    await runTool(sh('echo one; echo two >&2; echo three'), {
      onLine: (line) => void lines.push(line),
    });
    assert.deepEqual(lines.sort(), ['one', 'three', 'two']);
  });

  it('names a missing program', async () => {
    const call = { executable: 'no-such-program', arguments: [], parse: () => undefined };
    const error = await rejection(runTool(call), 'tool.missing');
    assert.match(error.message, /no-such-program/);
  });

  it('shows the last lines of a failing program', async () => {
    const error = await rejection(
      runTool(sh('for i in $(seq 30); do echo "line $i" >&2; done; exit 3')),
      'tool.failed',
    );
    assert.match(error.message, /exit code 3/);
    assert.equal(error.detail?.split('\n').at(0), 'line 11');
    assert.equal(error.detail.split('\n').at(-1), 'line 30');
  });

  it('stops a program that does not end in time, although it does not want to, and says so', async () => {
    const error = await rejection(runTool(sh('echo begun; exec sleep 60'), { timeoutMs: 300 }), 'tool.failed');
    assert.match(error.message, /^sh was stopped: it did not finish within 0\.3 s\.$/);
    assert.match(error.detail ?? '', /did not finish within 0\.3 s.*\nbegun$/s);
  });

  it('stops a program that writes without end, and says so', async () => {
    const error = await rejection(runTool(sh('exec yes'), { maxOutputBytes: 100_000 }), 'tool.failed');
    assert.match(error.message, /it wrote more than 100 kB/);
    assert.ok((error.detail ?? '').length < 1000);
  });

  it('ends the process when cancelled', async () => {
    const controller = new AbortController();
    let pid = 0;
    const running = runTool(sh('echo $$; exec sleep 60'), {
      signal: controller.signal,
      onLine: (line) => {
        pid = Number(line);
        controller.abort();
      },
    });
    await assert.rejects(running, { name: 'AbortError' });
    assert.ok(pid > 0);
    assert.equal(await isRunning({ pid }), false);
  });
});
