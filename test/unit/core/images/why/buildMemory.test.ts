import assert from 'node:assert/strict';
import type { PlannedImage } from '../../../../../src/core/images/plan/imagePlan.ts';
import { openBuildMemory, type BuildMemory } from '../../../../../src/core/images/why/buildMemory.ts';
import { useTemporaryFolder } from '../../../../support/temporaryFolder.ts';

const reference = (content: string): string => `localhost:5000/extract:0.6.0-c${content}`;

/** What the memory reads of a planned image. */
function planned(content: string): PlannedImage {
  const tags = { version: '0.6.0', immutable: `0.6.0-c${content}` };
  return {
    source: { name: 'extract', file: { file: '/project/extract/Dockerfile' } },
    push: { version: 'localhost:5000/extract:0.6.0', immutable: reference(content) },
    tags,
    hash: content,
    dockerfilePath: 'Dockerfile',
    inputs: { dockerfile: '', files: new Map(), buildArguments: {}, bases: new Map(), own: new Map(), runs: new Map() },
  } as unknown as PlannedImage;
}

describe('the memory of builds', () => {
  const state = useTemporaryFolder();
  const write = (memory: BuildMemory, content: string): Promise<void> =>
    memory.write(planned(content), { durationMs: 1, size: 1 });
  const earlier = async (memory: BuildMemory): Promise<string[] | undefined> =>
    (await memory.readHead(planned('')))?.earlier;

  it('names the five contents before the last one, the newest first', async () => {
    const memory = openBuildMemory(state.path);
    for (const content of ['1', '2', '3', '4', '5', '6', '7']) await write(memory, content);
    assert.deepEqual(await earlier(memory), ['6', '5', '4', '3', '2'].map(reference));
  });

  it('names a content once that comes back', async () => {
    const memory = openBuildMemory(state.path);
    for (const content of ['1', '2', '1', '2']) await write(memory, content);
    assert.deepEqual(await earlier(memory), [reference('1')]);
  });

  it('names no content that the Engine has no more, and one that is built again later', async () => {
    const memory = openBuildMemory(state.path);
    for (const content of ['1', '2', '3']) await write(memory, content);
    memory.noteGone(reference('1'));
    await write(memory, '4');
    assert.deepEqual(await earlier(memory), ['3', '2'].map(reference));

    const next = openBuildMemory(state.path);
    for (const content of ['1', '5']) await write(next, content);
    assert.deepEqual(await earlier(next), ['1', '4', '3', '2'].map(reference));
  });

  it('names one whose build or push failed, among those before', async () => {
    const memory = openBuildMemory(state.path);
    for (const content of ['1', '2']) await write(memory, content);
    memory.noteGone(reference('1'));
    await memory.noteUnfinished(planned('3'));
    assert.equal((await memory.readHead(planned('')))?.reference, reference('2'));
    assert.deepEqual(await earlier(memory), [reference('3')]);
  });
});
