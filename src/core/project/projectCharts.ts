import { join, posix } from 'node:path';
import { EdkError } from '../errors/edkError.ts';
import { isMap } from '../yaml/loadYaml.ts';
import type { YamlFile } from '../yaml/parseYaml.ts';
import { type Chart, launchedKeyword } from './chart.ts';
import { isBelow } from './projectFiles.ts';
import type { ProjectChart, WrittenDependency } from './project.ts';
import type { FoundTexts } from './readImage.ts';
import { chartFrom } from './readChart.ts';
import { SourceFile } from './sourceFile.ts';

/** The charts of a project; a chart inside another one belongs to that. */
export function projectCharts({ root, texts, refused }: FoundTexts): ProjectChart[] {
  const folders = [...texts.keys(), ...refused.keys()]
    .filter((path) => posix.basename(path) === 'Chart.yaml')
    .map((path) => posix.dirname(path))
    .sort();
  const outer = folders.filter((folder) => !folders.some((other) => other !== folder && isBelow(folder, other)));
  const found = outer.map((folder) => {
    const at = (name: string): SourceFile | undefined => texts.get(posix.join(folder, name));
    const path = posix.join(folder, 'Chart.yaml');
    const files = {
      chart: at('Chart.yaml') ?? new SourceFile(join(root, path), path, ''),
      values: at('values.yaml'),
      requirements: at('requirements.yaml'),
    };
    return {
      folder,
      ...files,
      templates: [...texts.values()].filter((text) => isBelow(text.path, posix.join(folder, 'templates'))),
      dependencies: writtenDependencies(files.requirements ?? files.chart),
    };
  });
  return found.map((one) => {
    const role = roleOf(one, found);
    const read = unreadPart(one.folder, refused) ?? tryRead(join(root, one.folder), { ...one, role });
    return {
      ...one,
      role,
      definition: read instanceof EdkError ? undefined : read,
      problem: read instanceof EdkError ? read : undefined,
    };
  });
}

type FoundChart = Omit<ProjectChart, 'role' | 'definition' | 'problem'>;

function roleOf(one: FoundChart, all: readonly FoundChart[]): ProjectChart['role'] {
  const { name, type, keywords }: Record<string, unknown> = isMap(one.chart.yaml?.value) ? one.chart.yaml.value : {};
  const isNeeded = all.some((other) => other !== one && other.dependencies.some((entry) => entry.name === name));
  if (isNeeded || type === 'library') return 'dependency';
  return Array.isArray(keywords) && keywords.includes(launchedKeyword) ? 'launched' : 'extension';
}

/** Why one of the files that Helm reads could not be read. */
function unreadPart(folder: string, refused: ReadonlyMap<string, EdkError>): EdkError | undefined {
  const parts = ['Chart.yaml', 'values.yaml', 'requirements.yaml', '.helmignore'].map((name) =>
    posix.join(folder, name),
  );
  const templates = posix.join(folder, 'templates');
  const [first] = [...refused].filter(([path]) => parts.includes(path) || isBelow(path, templates));
  return first?.[1];
}

type ChartTexts = Pick<ProjectChart, 'chart' | 'values' | 'requirements' | 'role'>;

function tryRead(folder: string, { chart, values, requirements, role }: ChartTexts): Chart | EdkError {
  try {
    const yamlOf = (file: SourceFile): YamlFile => {
      if (file.yaml === undefined) throw file.yamlProblem ?? new EdkError('yaml.invalid', `${file.file} is not YAML.`);
      return file.yaml;
    };
    return chartFrom({
      folder,
      chart: yamlOf(chart),
      requirements: requirements && yamlOf(requirements),
      values: values && yamlOf(values),
      role: role === 'dependency' ? 'dependency' : 'extension',
    });
  } catch (error) {
    if (error instanceof EdkError) return error;
    throw error;
  }
}

function writtenDependencies(file: SourceFile): WrittenDependency[] {
  const content = file.yaml?.value;
  const list: unknown = isMap(content) ? content['dependencies'] : undefined;
  if (!Array.isArray(list)) return [];
  return list.flatMap((entry: unknown, index) => {
    if (!isMap(entry) || typeof entry['name'] !== 'string') return [];
    const { name, version, repository } = entry;
    const written = typeof repository === 'string' && repository !== '' ? repository : undefined;
    return [{ name, version, repository: written, file, path: ['dependencies', index] }];
  });
}
