import assert from 'node:assert/strict';
import { lacksPlatform, readDoctorResults } from '../../../../../src/extension/commands/kit/readDoctorResults.ts';

const results = [{ id: 'helm', title: 'Helm', status: 'problem', what: 'No Helm.', remedy: 'Install it.' }];
const findings = results;
const error = { code: 'doctor.problems', message: 'Not ready.', remedy: 'Follow them.' } as const;

describe('readDoctorResults', () => {
  it('reads what was found, whether something is missing or not', () => {
    assert.deepEqual(readDoctorResults({ value: { results }, error: undefined }), findings);
    assert.deepEqual(
      readDoctorResults({ value: undefined, error: { ...error, detail: JSON.stringify(results) } }),
      findings,
    );
  });

  it('knows what a local platform would provide', () => {
    const finding = (id: string, status: 'ok' | 'warning' | 'problem') => ({ id, title: id, status, what: '' });
    assert.equal(lacksPlatform([finding('helm', 'problem'), finding('registry', 'ok')]), false);
    assert.equal(lacksPlatform([finding('registry', 'problem')]), true);
    assert.equal(lacksPlatform([finding('platform', 'warning')]), true);
  });

  it('tells other failures apart', () => {
    assert.equal(readDoctorResults({ value: undefined, error: { ...error, detail: '[ cut' } }), undefined);
    assert.equal(
      readDoctorResults({ value: undefined, error: { ...error, code: 'internal', detail: '[]' } }),
      undefined,
    );
    assert.equal(readDoctorResults({ value: { other: 1 }, error: undefined }), undefined);
  });
});
