import { basename, join } from 'node:path';
import { allOrFirstError, EdkError } from '../errors/edkError.ts';
import { isMap } from '../yaml/loadYaml.ts';
import type { YamlFile, YamlPath } from '../yaml/parseYaml.ts';
import { readYamlFile } from '../yaml/yamlFile.ts';
import {
  chartNameProblem,
  chartVersionProblem,
  dependencyNameProblem,
  type ChartDependency,
  type Chart,
} from './chart.ts';

export interface ChartFiles {
  /** Absolute. */
  readonly folder: string;
  /** Chart.yaml. */
  readonly chart: YamlFile;
  readonly requirements: YamlFile | undefined;
  readonly values: YamlFile | undefined;
  /** Names of dependencies follow Helm's rule only: no release is called like them. */
  readonly role?: 'extension' | 'dependency';
}

/**
 * Reads a chart folder: Chart.yaml, requirements.yaml, values.yaml.
 *
 * @throws EdkError `chart.missing`, `chart.invalid`, `yaml.invalid`, `file.*`, each with its place.
 */
export async function readChart(folder: string): Promise<Chart> {
  return chartFrom({ ...(await readChartFiles(folder)), role: 'extension' });
}

/**
 * The same for a chart that another one brings.
 *
 * @throws EdkError `chart.missing`, `chart.invalid`, `yaml.invalid`, `file.*`, each with its place.
 */
export async function readDependencyChart(folder: string): Promise<Chart> {
  return chartFrom({ ...(await readChartFiles(folder)), role: 'dependency' });
}

async function readChartFiles(folder: string): Promise<ChartFiles> {
  const [chart, requirements, values] = await allOrFirstError(
    ['Chart.yaml', 'requirements.yaml', 'values.yaml'].map((name) => readYamlFile(join(folder, name))),
  );
  if (chart === undefined) {
    throw new EdkError('chart.missing', `${folder} has no Chart.yaml.`, { place: { file: folder } });
  }
  return { folder, chart, requirements, values };
}

/** @throws EdkError `chart.invalid`, with its place. */
export function chartFrom({ folder, chart, requirements, values, role = 'extension' }: ChartFiles): Chart {
  const fields = mapAt(chart, chart.value, []);
  const apiVersion = readApiVersion(chart, fields);
  const name = readName(chart, fields, role === 'extension' ? chartNameProblem : dependencyNameProblem);
  const annotations = mapAt(chart, fields['annotations'] ?? {}, ['annotations']);
  const title = annotations['ui-visible-name'];
  return {
    folder,
    name,
    version: readVersion(chart, fields),
    apiVersion,
    keywords: readKeywords(chart, fields['keywords']),
    title: typeof title === 'string' && title.trim() !== '' ? title : name,
    // As Helm does: requirements.yaml counts where there is one, whatever the API version.
    dependencies:
      requirements === undefined
        ? dependenciesIn(chart, fields)
        : dependenciesIn(requirements, mapAt(requirements, requirements.value ?? {}, [])),
    values: values === undefined ? {} : mapAt(values, values.value ?? {}, []),
  };
}

function readApiVersion(chart: YamlFile, { apiVersion }: Record<string, unknown>): 'v1' | 'v2' {
  if (apiVersion === 'v1' || apiVersion === 'v2') return apiVersion;
  const found = apiVersion === undefined ? 'is missing' : `is "${show(apiVersion)}"`;
  throw invalid(chart, ['apiVersion'], `apiVersion ${found}; it must be v1 or v2`);
}

function readName(
  chart: YamlFile,
  { name }: Record<string, unknown>,
  problemOf: (name: string) => string | undefined,
): string {
  if (name === undefined || name === null) throw invalid(chart, ['name'], 'the chart name is missing');
  if (typeof name !== 'string') throw invalid(chart, ['name'], `the name ${show(name)} is not text; put it in quotes`);
  const problem = problemOf(name);
  if (problem !== undefined) throw invalid(chart, ['name'], `the chart name "${name}" is not valid: ${problem}`);
  return name;
}

function readVersion(chart: YamlFile, { version }: Record<string, unknown>): string {
  if (version === undefined || version === null) throw invalid(chart, ['version'], 'the chart version is missing');
  if (typeof version !== 'string') {
    throw invalid(chart, ['version'], `the version ${show(version)} is not text; write it like "1.2.3", in quotes`);
  }
  const problem = chartVersionProblem(version);
  if (problem !== undefined) throw invalid(chart, ['version'], problem);
  return version;
}

function readKeywords(chart: YamlFile, keywords: unknown): string[] {
  const list = keywords ?? [];
  if (!Array.isArray(list)) throw invalid(chart, ['keywords'], 'keywords must be a list');
  return list.map((keyword: unknown, index) => {
    if (typeof keyword === 'string') return keyword;
    throw invalid(chart, ['keywords', index], `the keyword ${show(keyword)} is not text`);
  });
}

function dependenciesIn(yaml: YamlFile, fields: Record<string, unknown>): ChartDependency[] {
  const list = fields['dependencies'] ?? [];
  if (!Array.isArray(list)) throw invalid(yaml, ['dependencies'], 'dependencies must be a list');
  return list.map((entry: unknown, index) => {
    const path = ['dependencies', index];
    const dependency = mapAt(yaml, entry, path);
    const repository = dependency['repository'] ?? undefined;
    if (repository !== undefined && typeof repository !== 'string') {
      throw invalid(yaml, [...path, 'repository'], 'the repository of a dependency must be text');
    }
    return {
      name: textAt(yaml, dependency, path, 'name'),
      version: textAt(yaml, dependency, path, 'version'),
      repository: repository === '' ? undefined : repository,
      place: yaml.placeOf(path),
    };
  });
}

function textAt(yaml: YamlFile, fields: Record<string, unknown>, path: YamlPath, key: string): string {
  const value = fields[key];
  if (typeof value === 'string' && value.trim() !== '') return value;
  const reason = value === undefined ? 'is missing' : `must be text, not ${show(value)}`;
  throw invalid(yaml, [...path, key], `the ${key} of the dependency ${reason}`);
}

function mapAt(yaml: YamlFile, value: unknown, path: YamlPath): Record<string, unknown> {
  if (isMap(value)) return value;
  const what = path.length === 0 ? basename(yaml.file) : path.join('.');
  const found =
    value === null || value === undefined ? 'is empty' : `is ${Array.isArray(value) ? 'a list' : show(value)}`;
  throw invalid(yaml, path, `${what} ${found}; it must be a map of keys and values`);
}

function show(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 80)}...` : text;
}

function invalid(yaml: YamlFile, path: YamlPath, reason: string): EdkError {
  return new EdkError('chart.invalid', `${yaml.file}: ${reason}.`, { place: yaml.placeOf(path) });
}
