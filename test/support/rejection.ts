import assert from 'node:assert/strict';
import { EdkError } from '../../src/core/errors/edkError.ts';
import type { ErrorCode } from '../../src/core/errors/catalogue.ts';

/** The EdkError that a promise is rejected with; fails the test when it is fulfilled or fails otherwise. */
export async function rejection(promise: Promise<unknown>, code: ErrorCode): Promise<EdkError> {
  const error = await promise.then(
    () => assert.fail(`Expected an error "${code}", but nothing was thrown.`),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof EdkError)) throw error;
  assert.equal(error.code, code, error.message);
  return error;
}
