import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { z } from 'zod';
import { EdkError } from '../../../src/core/errors/edkError.ts';
import { activeApplicationSchema, chartStatusSchema } from '../../../src/core/platform/platformApi.ts';
import { extensionEntrySchema } from '../../../src/core/platform/schemas/extensionList.ts';
import { readRecording, type RecordedExchange } from '../../support/platform/readRecording.ts';
import { replayOf } from '../../support/platform/replayExchange.ts';
import { useTemporaryFolder } from '../../support/temporaryFolder.ts';
import { usePlatform } from '../../support/usePlatform.ts';

/**
 * Recordings of a real platform, one exchange per file, in a folder outside the project. Without the folder the
 * shapes are tested by the answers of test/support/platformAnswers.ts only.
 */
const folder = process.env['EDK_PLATFORM_RECORDINGS'];
const files = folder === undefined ? [] : readdirSync(folder).filter((name) => name.endsWith('.json'));

/** Answers to requests that the client never sends, since it checks names first: none of its texts fits them. */
const unsendable = ['524-name-with-shell-chars.json'];

describe('recordings of a real platform', () => {
  const start = usePlatform();
  const temporary = useTemporaryFolder();

  before(function () {
    if (files.length === 0) this.skip();
  });

  for (const name of files) {
    const recording = readRecording(join(folder ?? '', name));
    if ('entries' in recording) {
      if (recording.entries.length > 0) {
        it(`${name}: has no field that the client does not know`, () =>
          checkFields(recording.entries, extensionEntrySchema));
      }
      continue;
    }
    const { exchange } = recording;
    const [schema, elements] = resourcesOf(exchange);
    if (schema !== undefined) {
      it(`${name}: has no field that the client does not know`, () => checkFields(elements, schema));
    }
    const replay = replayOf(exchange.request.method, exchange.request.path);
    if (replay === undefined) continue;
    it(`${name}: is understood`, async () => {
      const { status, headers, body } = exchange.response;
      const path = exchange.request.path.replace(/^\/kube-helm-api/, '').split('?')[0] ?? '';
      const answer = { status, headers: withoutLength(headers), body };
      const { platform } = await start({ [`${exchange.request.method} ${path}`]: answer }, { tries: 1 });
      const outcome = await replay({ platform, folder: temporary.path }).catch((error: unknown) => error);
      checkOutcome(outcome, exchange, name);
    });
  }
});

function resourcesOf({ request, response }: RecordedExchange): [z.ZodType | undefined, readonly unknown[]] {
  if (response.status !== 200) return [undefined, []];
  const [path = ''] = request.path.split('?');
  const list: unknown[] = Array.isArray(response.body) ? response.body : [];
  switch (basename(path)) {
    case 'extensions':
    case 'platforms':
      return [extensionEntrySchema, list.filter((element) => typeof element !== 'string')];
    case 'active-applications':
      return [activeApplicationSchema, list];
    case 'view-chart-status':
      return [chartStatusSchema, [response.body]];
    default:
      return [undefined, []];
  }
}

/** A schema drops what it does not know, so nothing may be missing afterwards. */
function checkFields(elements: readonly unknown[], schema: z.ZodType): void {
  for (const element of elements) assert.deepEqual(schema.parse(element), element);
}

function checkOutcome(outcome: unknown, { response: { status } }: RecordedExchange, name: string): void {
  if (outcome instanceof Error && !(outcome instanceof EdkError)) throw outcome;
  if (unsendable.includes(name)) {
    assert.equal(outcome instanceof EdkError && outcome.code, 'platform.badAnswer');
  } else if (status < 300) {
    assert.ok(!(outcome instanceof EdkError), String(outcome));
    const broken: unknown =
      typeof outcome === 'object' && outcome !== null && 'broken' in outcome ? outcome.broken : [];
    assert.ok(Array.isArray(broken) && broken.every(isBareName), JSON.stringify(broken));
  } else if (outcome instanceof EdkError) {
    assert.match(outcome.code, /^platform\./);
    assert.notEqual(outcome.code, 'platform.notSignedIn');
  } else {
    // "No such release" and a refused installation are answers, not errors.
    assert.ok(outcome === undefined || JSON.stringify(outcome).includes('"refused"'), JSON.stringify(outcome));
  }
}

function isBareName(entry: { readonly reason: string }): boolean {
  return entry.reason.includes('only the name');
}

/** The body is written anew, so its length may differ. */
function withoutLength(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name !== 'content-length'));
}
