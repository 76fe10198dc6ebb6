import { isParsed } from '../../project/readImage.ts';
import { keywordsOf } from '../chart/keywordsOf.ts';
import type { Rule } from '../rule.ts';
import { keyRange } from '../../project/yamlRange.ts';

export const layout: Rule = {
  id: 'project/layout',
  needs: 'files',
  severity: 'warning',
  title: 'The kind of the extension does not fit what is in its folder',
  why: 'A workflow brings DAGs in an image from base-installer; an application brings templates. An extension without them installs, and then nothing is there.',
  remedy: 'Add what is missing, or change the keyword in Chart.yaml.',
  *check({ charts, images }) {
    for (const { chart, templates, dependencies, role } of charts) {
      if (role !== 'extension') continue;
      const keywords = keywordsOf(chart);
      const range = keyRange(chart, ['keywords']);
      if (keywords.includes('kaapanaworkflow') && !images.some((image) => image.role === 'dag' || !isParsed(image))) {
        yield { message: 'This is a workflow, but no image of the project starts from base-installer.', range };
      }
      const rendersNothing = dependencies.length === 0 && !templates.some(({ path }) => /\.ya?ml$/u.test(path));
      if (keywords.includes('kaapanaapplication') && rendersNothing) {
        yield { message: 'This is an application, but its chart has no templates.', range };
      }
    }
  },
};
