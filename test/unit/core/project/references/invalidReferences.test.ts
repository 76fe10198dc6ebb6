import assert from 'node:assert/strict';
import { EdkError } from '../../../../../src/core/errors/edkError.ts';
import { parseDockerfile } from '../../../../../src/core/project/dockerfile/parseDockerfile.ts';

/** A host that is no registry of the user, where an address for one could lead. */
const host = '127.0.0.1:34300';

describe('a Dockerfile with an address for an image', () => {
  const addresses = [
    `local-only/http://${host}/x`,
    `localhost:32000///${host}/x`,
    `http://${host}/x`,
    'local-only/a:b:c',
  ];
  const instructions: readonly ((address: string) => string)[] = [
    (address) => `FROM ${address}\n`,
    (address) => `FROM debian\nCOPY --from=${address} /x /x\n`,
    (address) => `FROM debian\nRUN --mount=type=bind,from=${address},target=/x true\n`,
    (address) => `ARG BASE=${address}\nFROM \${BASE}\n`,
  ];
  for (const address of addresses) {
    for (const write of instructions) {
      const text = write(address);
      it(`is refused at its line: ${JSON.stringify(text)}`, () => {
        assert.throws(
          () => parseDockerfile(text, 'Dockerfile', {}),
          (error) => {
            assert.ok(error instanceof EdkError);
            assert.deepEqual(
              [error.code, error.place?.line],
              ['dockerfile.invalid', text.startsWith('FROM d') || text.startsWith('ARG') ? 2 : 1],
            );
            return error.message.includes('is not a valid image reference');
          },
        );
      });
    }
  }
});
