import type { ProjectChart } from '../../project/project.ts';
import { type SourceFile, keyRange } from '../../project/sourceFile.ts';
import { isMap } from '../../yaml/loadYaml.ts';
import type { Rule } from '../rule.ts';
import { fieldsOf, mapIn } from './files.ts';
import { inputsOf, parametersOf } from './parameters.ts';

/** A mention like `.Values.global.image` in a template. */
interface ValueMention {
  /** Without `Values`: `['global', 'image']`, also for `index .Values.global "image"`. */
  readonly path: readonly string[];
  readonly template: SourceFile;
  /** Offsets in the template's text. */
  readonly start: number;
  readonly end: number;
  /** Whether the expression tolerates a missing value. */
  readonly guarded: boolean;
}

const action = /\{\{-?(?!-?\s*\/\*)((?:"(?:\\.|[^"\\])*"|`[^`]*`|[^}"`]|\}(?!\}))*)\}\}/gu;
const mention = /\.Values((?:\.[A-Za-z_]\w*)*)/gu;
const literal = /"(?:\\.|[^"\\])*"|`[^`]*`/gu;
const guards =
  /(?:^|[\s(|])(?:default|if|with|hasKey|coalesce|required|and|or|not|empty|range|dig|ternary|kindIs|typeIs|toYaml|quote|eq|ne)(?=[\s()]|$)/u;

/** Every value that the templates of a chart mention, in the order of the files. */
function templateValues({ templates }: Pick<ProjectChart, 'templates'>): ValueMention[] {
  return templates.flatMap((template) => mentionsIn(template));
}

function mentionsIn(template: SourceFile): ValueMention[] {
  const found: ValueMention[] = [];
  for (const match of template.text.matchAll(action)) {
    const [whole, content = ''] = match;
    const from = match.index + whole.indexOf(content);
    // Strings keep their length, so that offsets stay correct.
    const code = content.replace(literal, (text) => ' '.repeat(text.length));
    const guarded = guards.test(code);
    for (const value of code.matchAll(mention)) {
      const path = (value[1] ?? '').split('.').slice(1);
      const end = value.index + value[0].length;
      const key = /^\s+"([^"\\]+)"/u.exec(content.slice(end))?.[1];
      const indexed = key !== undefined && /(?:index|get)\s+\$?$/u.test(code.slice(0, value.index));
      found.push({
        path: indexed ? [...path, key] : path,
        template,
        start: from + value.index,
        end: from + end,
        guarded,
      });
    }
  }
  return found;
}

export const valueUndefined: Rule = {
  id: 'chart/value-undefined',
  needs: 'files',
  severity: 'warning',
  warns: 'once',
  title: 'A template uses a value that is not set',
  why: 'It renders as empty, or rendering fails if the template reads a key below it.',
  remedy: 'Add it to values.yaml or extension_params, fix its name, or give it a default in the template.',
  *check({ charts }, settings) {
    for (const chart of charts) {
      // Values from a parent chart, or from the operator that launches it, are unknown here.
      if (chart.values?.yaml === undefined || chart.role !== 'extension') continue;
      const isSet = knownValues(chart, settings.platformKeys);
      const mentions = templateValues(chart);
      const coped = new Set(mentions.filter(({ guarded }) => guarded).map(({ path }) => path.join('.')));
      for (const { path, template, start, end } of mentions) {
        if (coped.has(path.join('.')) || isSet(path)) continue;
        yield { message: `.Values.${path.join('.')} is not set.`, range: template.rangeOf(start, end) };
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

/** Read by the platform itself. */
const special = new Set(['display_name', 'suffix_param_key']);

export const parameterUnused: Rule = {
  id: 'chart/parameter-unused',
  needs: 'files',
  severity: 'warning',
  warns: 'once',
  title: 'An extension parameter is not used',
  why: 'People are asked for something that has no effect.',
  remedy: 'Use it in a template as .Values.global.<name>, or remove it.',
  *check({ charts, texts, dagFiles }) {
    for (const chart of charts.filter(({ role }) => role === 'extension')) {
      const inputs = inputsOf(chart);
      // The templates of other charts are unknown here; dag-installer-chart uses no parameters.
      if (inputs.length === 0 || chart.dependencies.some(({ name }) => name !== 'dag-installer-chart')) continue;
      const inner = [...texts.values()].filter(
        ({ path }) => path.includes('/templates/') && (chart.folder === '.' || path.startsWith(`${chart.folder}/`)),
      );
      const mentions = templateValues({ templates: [...new Set([...chart.templates, ...inner])] });
      // A template that uses the whole map may use any of its values.
      if (mentions.some(({ path }) => path.join('.') === 'global' || path.length === 0)) continue;
      const used = new Set(mentions.flatMap(({ path }) => (path[0] === 'global' ? path[1] : undefined) ?? []));
      const suffix = mapIn(fieldsOf(chart.values), 'global')['suffix_param_key'];
      for (const { key, values, path } of inputs) {
        if (special.has(key) || key === suffix || used.has(key.split('.')[0] ?? key)) continue;
        const word = new RegExp(`\\b${key.replaceAll(/[^\w]/gu, '\\$&')}\\b`, 'iu');
        if ([...dagFiles.values()].some(({ text }) => word.test(text))) continue;
        yield { message: `No template or operator uses "${key}".`, range: keyRange(values, path) };
      }
    }
  },
};
