import type { Rule } from '../rule.ts';
import { fromRange } from '../image/imageRanges.ts';

export const chartMissing: Rule = {
  id: 'project/chart-missing',
  needs: 'files',
  severity: 'hint',
  title: 'A project has images and no chart',
  why: 'Its images can be built, but there is nothing that the platform could install.',
  remedy: 'Add a folder with Chart.yaml and values.yaml, or make an extension with "edk new".',
  *check({ images, charts }) {
    const [image] = images;
    // Bases are built for other projects.
    if (charts.length > 0 || image === undefined || images.every(({ role }) => role === 'base')) return;
    yield { message: 'This project has images, but no chart.', range: fromRange(image) };
  },
};
