import type { Rule } from '../rule.ts';

export const keyRepeated: Rule = {
  id: 'chart/key-repeated',
  needs: 'files',
  severity: 'warning',
  title: 'A key stands twice in the same map',
  why: 'Helm takes the last one without a word; what stands before it has no effect.',
  remedy: 'Keep one of them.',
  *check({ charts }) {
    for (const file of charts.flatMap(({ chart, values, requirements }) => [chart, values, requirements])) {
      if (file?.yaml === undefined) continue;
      for (const { name, place, line } of file.yaml.repeatedKeys) {
        const range = file.rangeFrom({ ...place });
        yield { message: `The key "${name}" stands already in line ${line}, which has no effect.`, range };
      }
    }
  },
};
