import type { Rule } from '../rule.ts';
import { keyRange } from '../../project/yamlRange.ts';
import { fieldsOf, mapIn } from './fieldsOf.ts';
import { inputsOf } from './parameters.ts';
import { templateValues } from './templateValues.ts';

/** Read by the platform itself. */
const special = new Set(['display_name', 'suffix_param_key']);

export const parameterUnused: Rule = {
  id: 'chart/parameter-unused',
  needs: 'files',
  severity: 'warning',
  title: 'Nobody uses an extension parameter',
  why: 'People are asked for something that changes nothing.',
  remedy: 'Use it in a template as .Values.global.<name>, or remove it.',
  *check({ charts, texts, dagFiles }) {
    for (const chart of charts.filter(({ role }) => role === 'extension')) {
      const inputs = inputsOf(chart);
      // Another chart's templates are not seen here; the installer of DAGs takes no parameters.
      if (inputs.length === 0 || chart.dependencies.some(({ name }) => name !== 'dag-installer-chart')) continue;
      const inner = [...texts.values()].filter(
        ({ path }) => path.includes('/templates/') && (chart.folder === '.' || path.startsWith(`${chart.folder}/`)),
      );
      const mentions = templateValues({ templates: [...new Set([...chart.templates, ...inner])] });
      // Whoever takes the whole map may use any of it.
      if (mentions.some(({ path }) => path.join('.') === 'global' || path.length === 0)) continue;
      const used = new Set(mentions.flatMap(({ path }) => (path[0] === 'global' ? path[1] : undefined) ?? []));
      const suffix = mapIn(fieldsOf(chart.values), 'global')['suffix_param_key'];
      for (const { key, values, path } of inputs) {
        if (special.has(key) || key === suffix || used.has(key.split('.')[0] ?? key)) continue;
        const word = new RegExp(`\\b${key.replaceAll(/[^\w]/gu, '\\$&')}\\b`, 'iu');
        if ([...dagFiles.values()].some(({ text }) => word.test(text))) continue;
        yield { message: `No template and no operator uses "${key}".`, range: keyRange(values, path) };
      }
    }
  },
};
