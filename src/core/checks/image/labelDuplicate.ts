import type { Rule } from '../rule.ts';
import { labelRange } from './imageRanges.ts';

export const labelDuplicate: Rule = {
  id: 'image/label-duplicate',
  needs: 'files',
  severity: 'error',
  title: 'The label IMAGE stands twice',
  why: 'Two images of one name replace each other in the registry. Of two labels in one Dockerfile only the last one counts.',
  remedy: 'Give each image of the project its own IMAGE label, once.',
  *check({ images }) {
    const first = new Map<string, string>();
    for (const image of images) {
      const { file, labels, name } = image;
      const own = labels.filter((label) => label.name === 'IMAGE');
      for (const label of own.slice(0, -1)) {
        yield {
          message: `A later label IMAGE replaces "${label.value}".`,
          range: file.rangeOfLines(label.range),
          severity: 'warning',
        };
      }
      const range = labelRange(image, 'IMAGE');
      if (name === undefined || range === undefined) continue;
      const other = first.get(name);
      if (other === undefined) first.set(name, file.path);
      else yield { message: `The image of ${other} is named "${name}" too.`, range };
    }
  },
};
