import fc from 'fast-check';
import { checkMutated, mutations } from '../../../support/checks/mutatedProject.ts';

describe('the rules on projects that somebody has damaged', () => {
  // The integration phase asks them about 10,000.
  it('throw nothing and come to an end', () =>
    fc.assert(fc.asyncProperty(mutations, checkMutated), { seed: 7, numRuns: 40 }));
});
