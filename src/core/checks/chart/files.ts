import type { SourceFile } from '../../project/sourceFile.ts';
import { keyRange } from '../../project/yamlRange.ts';
import { isMap } from '../../yaml/isMap.ts';
import type { Rule } from '../rule.ts';

/** The content of a YAML file as a map; empty when it is anything else. */
export function fieldsOf(source: SourceFile | undefined): Readonly<Record<string, unknown>> {
  const content = source?.yaml?.value;
  return isMap(content) ? content : {};
}

/** A map inside a map; empty when there is none. */
export function mapIn(fields: Readonly<Record<string, unknown>>, key: string): Readonly<Record<string, unknown>> {
  const content = fields[key];
  return isMap(content) ? content : {};
}

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

const required = { apiVersion: 'v2', name: undefined, version: '0.0.0' } as const;

export const fieldMissing: Rule = {
  id: 'chart/field-missing',
  needs: 'files',
  severity: 'error',
  title: 'A field is missing in Chart.yaml',
  why: 'Helm needs apiVersion, name and version. The platform shows the description under the name.',
  remedy: 'Add the field. The version 0.0.0 is replaced by that of the platform when the chart is built.',
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
  title: 'There are no global values in values.yaml',
  why: "The platform reads the map global of every chart. Where it is missing the platform's list fails once, and afterwards the extension is not in it.",
  remedy: 'Add a map global: to values.yaml; it may be empty: global: {}.',
  *check({ charts }) {
    for (const { chart, values, role } of charts) {
      // The platform reads the charts that are uploaded.
      if (role === 'dependency') continue;
      if (values === undefined) {
        yield { message: 'The chart has no values.yaml.', range: chart.rangeFrom() };
      } else if (values.yaml !== undefined && !isMap(fieldsOf(values)['global'])) {
        const [start, end] = [values.rangeOf(0, 0), 'global' in fieldsOf(values)];
        yield {
          message: 'values.yaml has no map global.',
          range: keyRange(values, ['global']),
          fix: end ? undefined : { title: 'Add global: {}', edits: [{ range: start, text: 'global: {}\n' }] },
        };
      }
    }
  },
};
