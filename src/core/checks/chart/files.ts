import { type SourceFile, keyRange } from '../../project/sourceFile.ts';
import { isMap } from '../../yaml/loadYaml.ts';
import type { Rule } from '../rule.ts';

/** The content of a YAML file as a map; empty if it is anything else. */
export function fieldsOf(source: SourceFile | undefined): Readonly<Record<string, unknown>> {
  const content = source?.yaml?.value;
  return isMap(content) ? content : {};
}

/** A map inside a map; empty if there is none. */
export function mapIn(fields: Readonly<Record<string, unknown>>, key: string): Readonly<Record<string, unknown>> {
  const content = fields[key];
  return isMap(content) ? content : {};
}

export const yamlInvalid: Rule = {
  id: 'chart/yaml-invalid',
  needs: 'files',
  severity: 'error',
  title: 'A chart file is not valid YAML',
  why: 'Neither Helm nor the EDK can read it.',
  remedy: 'Fix the YAML syntax error.',
  *check({ charts, edkYaml }) {
    const files = charts.flatMap(({ chart, values, requirements }) => [chart, values, requirements]);
    for (const file of [...files, edkYaml]) {
      const problem = file?.yamlProblem;
      if (file === undefined || problem === undefined) continue;
      yield { message: problem.message, range: file.rangeFrom(problem.place) };
    }
    for (const { name, place, line } of edkYaml?.yaml?.repeatedKeys ?? []) {
      if (edkYaml === undefined) continue;
      yield { message: `Duplicate key "${name}", first used in line ${line}.`, range: edkYaml.rangeFrom(place) };
    }
  },
};

export const keyRepeated: Rule = {
  id: 'chart/key-repeated',
  needs: 'files',
  severity: 'warning',
  title: 'A map has a duplicate key',
  why: 'Helm silently uses the last value and ignores the others.',
  remedy: 'Remove one of them.',
  *check({ charts }) {
    for (const file of charts.flatMap(({ chart, values, requirements }) => [chart, values, requirements])) {
      if (file?.yaml === undefined) continue;
      for (const { name, place, line } of file.yaml.repeatedKeys) {
        const range = file.rangeFrom({ ...place });
        yield { message: `Duplicate key "${name}": the value in line ${line} is ignored.`, range };
      }
    }
  },
};

const required = { apiVersion: 'v2', name: undefined, version: '0.0.0' } as const;

export const fieldMissing: Rule = {
  id: 'chart/field-missing',
  needs: 'files',
  severity: 'error',
  title: 'A field is missing from Chart.yaml',
  why: 'Helm requires apiVersion, name and version. The platform shows the description below the name.',
  remedy: 'Add the field. The build replaces version 0.0.0 with the version of the platform.',
  *check({ charts }) {
    for (const { chart } of charts) {
      if (chart.yaml === undefined) continue;
      const fields = fieldsOf(chart);
      const start = chart.rangeOf(0, 0);
      for (const [key, value] of Object.entries(required)) {
        if (fields[key] !== undefined && fields[key] !== null) continue;
        yield {
          message: `Chart.yaml has no ${key}.`,
          range: keyRange(chart, [key]),
          fix:
            value === undefined || key in fields
              ? undefined
              : { title: `Add ${key}: ${value}`, edits: [{ range: start, text: `${key}: ${value}\n` }] },
        };
      }
      const { apiVersion, description } = fields;
      if (apiVersion !== undefined && apiVersion !== null && apiVersion !== 'v1' && apiVersion !== 'v2') {
        yield { message: 'apiVersion must be v1 or v2.', range: keyRange(chart, ['apiVersion']) };
      }
      if (typeof description !== 'string' || description.trim() === '') {
        yield {
          message: 'The chart has no description.',
          range: keyRange(chart, ['description']),
          severity: 'warning',
        };
      }
    }
  },
};

export const globalMissing: Rule = {
  id: 'chart/global-missing',
  needs: 'files',
  severity: 'error',
  title: 'There is no "global" map in values.yaml',
  why: 'The platform reads the global map of every chart. Without it, the extension list of the platform fails once and then omits the extension.',
  remedy: 'Add a global map to values.yaml. It may be empty: global: {}.',
  *check({ charts }) {
    for (const { chart, values, role } of charts) {
      // The platform reads uploaded charts only.
      if (role === 'dependency') continue;
      if (values === undefined) {
        yield { message: 'The chart has no values.yaml.', range: chart.rangeFrom() };
      } else if (values.yaml !== undefined && !isMap(fieldsOf(values)['global'])) {
        const [start, end] = [values.rangeOf(0, 0), 'global' in fieldsOf(values)];
        yield {
          message: 'values.yaml has no global map.',
          range: keyRange(values, ['global']),
          fix: end ? undefined : { title: 'Add global: {}', edits: [{ range: start, text: 'global: {}\n' }] },
        };
      }
    }
  },
};
