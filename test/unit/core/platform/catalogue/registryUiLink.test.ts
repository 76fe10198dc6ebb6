import assert from 'node:assert/strict';
import { registryUiLink } from '../../../../../src/core/platform/catalogue/registryUiLink.ts';

describe('registryUiLink', () => {
  const having = (...links: string[]) => ({ releases: [{ links }] });

  it('finds the pages among the links of the releases', () => {
    assert.equal(
      registryUiLink([having('/jupyterlab/'), having('/edk/', '/local-registry-ui/')]),
      '/local-registry-ui/',
    );
  });

  it('knows none where no release has them', () => {
    assert.equal(registryUiLink([having('/edk/', '/my-local-registry-ui-notes/'), { releases: [] }]), undefined);
  });
});
