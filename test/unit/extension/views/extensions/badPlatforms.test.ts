import assert from 'node:assert/strict';
import { createHttpClient } from '../../../../../src/core/http/httpClient.ts';
import { reportError } from '../../../../../src/core/jobs/reportError.ts';
import { listExtensions } from '../../../../../src/core/platform/platformApi.ts';
import { errorMessage } from '../../../../../src/extension/views/errorRow.ts';
import { filterCatalogue, usualFilter } from '../../../../../src/extension/views/extensions/catalogueFilter.ts';
import { CatalogueStore } from '../../../../../src/extension/views/extensions/catalogueStore.ts';
import {
  extensionRows,
  type ExtensionRow,
  platformErrorRows,
} from '../../../../../src/extension/views/extensions/extensionRows.ts';
import { inEnglish } from '../../../../support/inEnglish.ts';
import { extensionAnswer } from '../../../../support/platformAnswers.ts';
import { startScriptedServer, type ScriptedAnswer } from '../../../../support/startScriptedServer.ts';

interface Seen {
  readonly rows: readonly ExtensionRow[];
  /** Above the rows. */
  readonly message: string;
}

/** What the view Extensions shows of a platform that answers like this, by a real connection. */
async function look(answer: ScriptedAnswer | 'down'): Promise<Seen> {
  const server = await startScriptedServer({ 'GET /extensions': answer === 'down' ? {} : answer });
  const http = createHttpClient({ http: undefined, https: undefined, no: undefined });
  try {
    if (answer === 'down') await server.stop();
    const readDeadlineMs = answer !== 'down' && 'hang' in answer ? 50 : 500;
    const platform = { baseUrl: server.url, http, pace: { readDeadlineMs, tries: 1, retryMs: 1 } };
    const store = new CatalogueStore({
      load: (signal) => listExtensions(platform, signal),
      now: () => performance.now(),
      onChange: () => undefined,
    });
    await store.refresh();
    const { state } = store;
    if (state.kind === 'loaded') {
      const { shown } = filterCatalogue(state.extensions, usualFilter);
      return {
        rows: extensionRows({ shown, broken: state.broken, layout: 'flat', translate: inEnglish }),
        message: '',
      };
    }
    if (state.kind !== 'failed') assert.fail('It has not been loaded.');
    const error = reportError(state.error);
    return { rows: platformErrorRows(error, inEnglish), message: errorMessage(error, inEnglish) };
  } finally {
    await http.close();
    if (answer !== 'down') await server.stop();
  }
}

describe('the view Extensions and a platform that', () => {
  const broken: readonly (readonly [title: string, answer: ScriptedAnswer | 'down', row: string, next: string])[] = [
    ['is down', 'down', 'Platform unreachable', 'Retry'],
    ['is too slow', { hang: true }, 'Platform not responding', 'Retry'],
    ['wants a sign-in', { status: 401, body: { detail: 'no' } }, 'Not signed in', 'Retry'],
    [
      'answers with a web page',
      { headers: { 'content-type': 'text/html' }, body: '<html><title>Sign in</title></html>' },
      'Not signed in',
      'Retry',
    ],
    ['answers with something else', { body: { extensions: 5 } }, 'Not a Kaapana platform', 'Retry'],
    ['has a defect', { status: 500, body: 'Internal Server Error' }, 'Loading failed', 'Retry'],
  ];
  for (const [title, answer, label, next] of broken) {
    it(`${title}: says so in a few words, wholly above the rows, with a next step to click`, async () => {
      const { rows, message } = await look(answer);
      assert.equal(rows[0]?.label, label, message);
      assert.ok(rows[0].label.length <= 26, 'A narrow side bar cuts it off.');
      assert.ok(message.length > rows[0].label.length);
      assert.ok(rows.some((row) => row.label === next && row.command !== undefined));
    });
  }

  it('has fields that nobody knows: shows what it knows', async () => {
    const { rows } = await look({ body: [extensionAnswer({ novelty: { deep: [1] }, kind: 'dag' })] });
    assert.deepEqual(
      rows.map(({ label, description }) => [label, description]),
      [['Lung', 'not installed · 0.6.0']],
    );
  });

  it('lacks fields: shows the entry with the reason, and the others as usual', async () => {
    const { rows } = await look({ body: [{ chart_name: 'half' }, null, 'just-a-name', extensionAnswer()] });
    assert.equal(rows[0]?.label, 'Lung');
    assert.deepEqual(
      rows.slice(1).map(({ context }) => context),
      ['broken', 'broken', 'broken'],
    );
    assert.match(rows.find(({ label }) => label === 'half')?.description ?? '', /^cannot be read: /);
  });

  it('has names and descriptions with markup: shows them as they are written, on one line', async () => {
    const name = '<img src=x onerror=alert(1)>\n**bold** $(zap) [link](command:workbench.action.quit)';
    const annotations = { 'ui-visible-name': name };
    const { rows } = await look({ body: [extensionAnswer({ annotations, description: '<script>alert(1)</script>' })] });
    assert.equal(rows[0]?.label, name);
    // A text, which the tree never reads as Markdown or HTML.
    assert.equal(typeof rows[0].tooltip, 'string');
    assert.match(rows[0].tooltip ?? '', /<script>alert\(1\)<\/script>/);
  });

  it('has 5,000 entries: shows all of them', async () => {
    const names = Array.from({ length: 5000 }, (_, index) => `extension-${index}`);
    const body = names.map((name) => extensionAnswer({ chart_name: name, name, releaseName: name, annotations: {} }));
    const { rows } = await look({ body });
    assert.equal(rows.length, 5000);
    assert.equal(new Set(rows.map(({ id }) => id)).size, 5000);
  });
});
