import type { Rule } from '../rule.ts';

export const dockerfileInvalid: Rule = {
  id: 'image/dockerfile-invalid',
  needs: 'files',
  severity: 'error',
  title: 'A Dockerfile cannot be read',
  why: 'No Docker Engine would build it.',
  remedy: 'Correct the Dockerfile at the place named.',
  *check({ images }) {
    for (const { problem, file } of images) {
      // What is wrong with its name is found by other rules.
      if (problem?.code.startsWith('dockerfile.') === true)
        yield { message: problem.message, range: file.rangeFrom(problem.place) };
    }
  },
};
