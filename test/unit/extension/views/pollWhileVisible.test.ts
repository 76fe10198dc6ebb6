import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { pollWhileVisible } from '../../../../src/extension/views/pollWhileVisible.ts';

describe('pollWhileVisible', () => {
  it('looks while it is seen and at no other time', async () => {
    let looks = 0;
    const looked = (): number => looks;
    let cancelled = 0;
    const poll = pollWhileVisible({
      look: () => Promise.resolve(void (looks += 1)),
      cancel: () => void (cancelled += 1),
      pause: () => 2,
    });
    await delay(20);
    assert.equal(looks, 0);
    poll.visible(true);
    poll.visible(true);
    while (looked() < 3) await delay(2);
    poll.visible(false);
    const seen = looks;
    assert.equal(cancelled, 1);
    await delay(20);
    assert.ok(looks <= seen + 1, 'One look may have been under way.');
    await poll.now();
    const asked = looks;
    await delay(20);
    assert.equal(looks, asked);
    poll.dispose();
  });

  it('goes on after a look that failed', async () => {
    let looks = 0;
    const poll = pollWhileVisible({
      look: () => {
        looks += 1;
        return looks === 1 ? Promise.reject(new Error('no')) : Promise.resolve();
      },
      cancel: () => undefined,
      pause: () => 1,
    });
    poll.visible(true);
    while (looks < 2) await delay(2);
    poll.dispose();
    const seen = looks;
    await delay(10);
    assert.ok(looks <= seen + 1);
  });
});
