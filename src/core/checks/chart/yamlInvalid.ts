import type { Rule } from '../rule.ts';

export const yamlInvalid: Rule = {
  id: 'chart/yaml-invalid',
  needs: 'files',
  severity: 'error',
  title: 'A file of the chart is no valid YAML',
  why: 'Neither Helm nor the kit can read it.',
  remedy: 'Correct the YAML at the place named.',
  *check({ charts, edkYaml }) {
    const files = charts.flatMap(({ chart, values, requirements }) => [chart, values, requirements]);
    for (const file of [...files, edkYaml]) {
      const problem = file?.yamlProblem;
      if (file === undefined || problem === undefined) continue;
      yield { message: problem.message, range: file.rangeFrom(problem.place) };
    }
    for (const { name, place, line } of edkYaml?.yaml?.repeatedKeys ?? []) {
      if (edkYaml === undefined) continue;
      yield { message: `The key "${name}" stands already in line ${line}.`, range: edkYaml.rangeFrom(place) };
    }
  },
};
