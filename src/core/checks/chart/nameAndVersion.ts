import { chartNameProblem, chartVersionProblem, dependencyNameProblem, listsOddly } from '../../project/chart.ts';
import { keyRange, valueRange } from '../../project/sourceFile.ts';
import type { Rule } from '../rule.ts';
import { fieldsOf, mapIn } from './files.ts';

export const nameInvalid: Rule = {
  id: 'chart/name-invalid',
  needs: 'files',
  severity: 'error',
  title: 'The chart name is invalid',
  why: 'The platform installs the chart as a release with the same name, and its Kubernetes resources are named after it.',
  remedy: 'Use at most 53 lower-case letters, digits and hyphens, starting with a letter.',
  *check({ charts }) {
    for (const { chart, role } of charts) {
      const { name } = fieldsOf(chart);
      if (name === undefined || name === null) continue;
      const problemOf = role === 'dependency' ? dependencyNameProblem : chartNameProblem;
      const problem = typeof name === 'string' ? problemOf(name) : 'it is not a string';
      if (problem !== undefined) {
        yield { message: `Invalid chart name: ${problem}.`, range: valueRange(chart, ['name']) };
      }
    }
  },
};

export const nameShort: Rule = {
  id: 'chart/name-short',
  needs: 'files',
  severity: 'warning',
  title: 'The chart name has no hyphen, or its last word is too short',
  why: 'The platform mistakes the first upload of such a chart for one of its own. For up to 30 seconds, its extension list fails for everyone or shows only the name.',
  remedy: 'End the name with a hyphen and a word of at least four letters, such as -workflow or -chart.',
  *check({ charts }) {
    for (const { chart, role } of charts) {
      if (role !== 'extension') continue;
      const { name } = fieldsOf(chart);
      if (typeof name !== 'string' || name === '' || !listsOddly(name)) continue;
      yield { message: `The platform misreads the name "${name}" at first.`, range: valueRange(chart, ['name']) };
    }
  },
};

export const versionInvalid: Rule = {
  id: 'chart/version-invalid',
  needs: 'files',
  severity: 'error',
  title: 'The chart version is not a semantic version',
  why: 'Helm refuses to package the chart.',
  remedy: 'Use a version like "1.2.3". Quote it if YAML would read it as a number.',
  *check({ charts }) {
    for (const { chart } of charts) {
      const { version } = fieldsOf(chart);
      if (version === undefined || version === null) continue;
      const problem = typeof version === 'string' ? chartVersionProblem(version) : 'the version is not a string';
      if (problem === undefined) continue;
      yield {
        message: `${problem.charAt(0).toUpperCase()}${problem.slice(1)}.`,
        range: valueRange(chart, ['version']),
      };
    }
  },
};

export const versionHyphen: Rule = {
  id: 'chart/version-hyphen',
  needs: 'files',
  severity: 'warning',
  title: 'The chart version contains a hyphen',
  why: 'The platform splits the name of an uploaded file into name and version at the last hyphen. If the version contains one, the platform never finds the chart again. The EDK sets its own version; other tools do not.',
  remedy: 'Put what follows the hyphen after a plus sign, as in 1.2.3+rc.1.',
  *check({ charts }) {
    for (const { chart, role } of charts) {
      if (role !== 'extension') continue;
      const { version } = fieldsOf(chart);
      if (typeof version !== 'string' || !version.includes('-') || chartVersionProblem(version) !== undefined) continue;
      const range = valueRange(chart, ['version']);
      const [core = '', ...rest] = version.split('-');
      const text = `${core}+${rest.join('.').replaceAll('+', '.')}`;
      yield {
        message: `The platform cannot find a chart with the version "${version}" again.`,
        range,
        fix: { title: `Change to ${text}`, edits: [{ range, text: `"${text}"` }] },
      };
    }
  },
};

export const titleMissing: Rule = {
  id: 'chart/title-missing',
  needs: 'files',
  severity: 'hint',
  title: 'The chart has no display name',
  why: 'The platform lists the extension under the annotation ui-visible-name or, without it, under the technical name of the chart.',
  remedy: 'Add annotations: { ui-visible-name: <title> } to Chart.yaml.',
  *check({ charts }) {
    for (const { chart, role } of charts) {
      if (role !== 'extension') continue;
      if (chart.yaml === undefined) continue;
      const fields = fieldsOf(chart);
      const title = mapIn(fields, 'annotations')['ui-visible-name'];
      if (typeof title === 'string' && title.trim() !== '') continue;
      const { name } = fields;
      const words = typeof name === 'string' ? name.replace(/-(?:workflow|chart)$/u, '').split('-') : [];
      const suggested = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' ');
      const end = chart.text.length;
      const start = chart.text === '' || chart.text.endsWith('\n') ? '' : '\n';
      const text = `${start}annotations:\n  ui-visible-name: ${suggested}\n`;
      const canAdd = fields['annotations'] === undefined && suggested !== '' && /^\w/u.test(chart.text.trimStart());
      yield {
        message: 'The chart has no ui-visible-name annotation.',
        range: keyRange(chart, ['annotations', 'ui-visible-name']),
        fix: canAdd
          ? { title: `Add the title "${suggested}"`, edits: [{ range: chart.rangeOf(end, end), text }] }
          : undefined,
      };
    }
  },
};
