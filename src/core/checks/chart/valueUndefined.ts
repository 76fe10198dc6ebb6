import { isMap } from '../../yaml/isMap.ts';
import type { Rule } from '../rule.ts';
import type { ProjectChart } from '../../project/project.ts';
import { fieldsOf } from './fieldsOf.ts';
import { parametersOf } from './parameters.ts';
import { templateValues, type ValueMention } from './templateValues.ts';

export const valueUndefined: Rule = {
  id: 'chart/value-undefined',
  needs: 'files',
  severity: 'warning',
  title: 'A template uses a value that nobody sets',
  why: 'It renders to nothing, or stops the rendering where a key below it is asked for.',
  remedy: 'Add it to values.yaml or to extension_params, correct its name, or give it a default in the template.',
  *check({ charts }, settings) {
    for (const chart of charts) {
      // What others give it, the chart around it or the operator that launches it, is not seen here.
      if (chart.values?.yaml === undefined || chart.role !== 'extension') continue;
      const isSet = knownValues(chart, settings.platformKeys);
      const mentions = templateValues(chart);
      const coped = new Set(mentions.filter(({ guarded }) => guarded).map(({ path }) => path.join('.')));
      for (const { path, template, start, end } of mentions) {
        if (coped.has(path.join('.')) || isSet(path)) continue;
        yield { message: `Nobody sets .Values.${path.join('.')}.`, range: template.rangeOf(start, end) };
      }
    }
  },
};

function knownValues(chart: ProjectChart, platformKeys: ReadonlySet<string>): (path: ValueMention['path']) => boolean {
  const values = fieldsOf(chart.values);
  const parameters = new Set(parametersOf(chart).map(({ key }) => key.split('.')[0]));
  const subcharts = new Set(chart.dependencies.map(({ name }) => name));
  return (path) => {
    const [first, second] = path;
    if (first === undefined || subcharts.has(first)) return true;
    if (first === 'global' && (second === undefined || platformKeys.has(second) || parameters.has(second))) return true;
    let value: unknown = values;
    for (const key of path) {
      if (!isMap(value) || !(key in value)) return false;
      value = value[key];
    }
    return true;
  };
}
