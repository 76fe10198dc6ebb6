import assert from 'node:assert/strict';
import { EdkError } from '../../../../../src/core/errors/edkError.ts';
import { ImageStates } from '../../../../../src/extension/views/projects/imageStates.ts';

const answer = (state: string) => ({ images: [{ name: 'liver', state, reference: 'localhost:32000/liver:0.6.0' }] });

describe('ImageStates', () => {
  it('asks about one project after the other and tells of each', async () => {
    const told: string[] = [];
    const states = new ImageStates({
      ask: (folder) => Promise.resolve(answer(folder === '/a' ? 'current' : 'changed')),
      onDidChange: () => told.push(['/a', '/b'].map((folder) => states.of(folder)?.kind).join(' ')),
    });
    await states.look(['/a', '/b']);
    assert.deepEqual(told, ['known ', 'known known']);
    const known = states.of('/b');
    assert.equal(known?.kind === 'known' && known.images.get('liver')?.state, 'changed');
  });

  for (const [title, ask] of [
    ['edk fails', () => Promise.reject(new EdkError('registry.unreachable', 'No registry.'))],
    ['edk answers in a way of its own', () => Promise.resolve({ images: 'all' })],
  ] as const) {
    it(`says why nothing is known when ${title}`, async () => {
      const states = new ImageStates({ ask, onDidChange: () => undefined });
      await states.look(['/a']);
      const knowledge = states.of('/a');
      assert.ok(knowledge?.kind === 'unknown' && knowledge.reason !== '');
    });
  }

  it('drops an answer that comes after it was asked anew, and keeps what was known meanwhile', async () => {
    const waiting: ((value: unknown) => void)[] = [];
    const states = new ImageStates({
      ask: () => new Promise((resolve) => waiting.push(resolve)),
      onDidChange: () => undefined,
    });
    const first = states.look(['/a']);
    const second = states.look(['/a']);
    waiting[0]?.(answer('missing'));
    await first;
    assert.equal(states.of('/a'), undefined);
    waiting[1]?.(answer('current'));
    await second;
    assert.equal(states.of('/a')?.kind, 'known');
  });
});
