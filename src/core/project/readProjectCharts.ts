import { join, posix } from 'node:path';
import { isMap } from '../yaml/isMap.ts';
import type { ProjectChart, ProjectDependency, FindDependency } from './project.ts';
import type { SourceFile } from './sourceFile.ts';

/** The charts among the texts of a project; a chart inside another one belongs to that. */
export async function readChartSources(
  root: string,
  texts: ReadonlyMap<string, SourceFile>,
  findDependency: FindDependency | undefined,
): Promise<ProjectChart[]> {
  const folders = [...texts.keys()]
    .filter((path) => posix.basename(path) === 'Chart.yaml')
    .map((path) => posix.dirname(path))
    .sort();
  const outer = folders.filter(
    (folder) => !folders.some((other) => other !== folder && (other === '.' || folder.startsWith(`${other}/`))),
  );
  const charts = await Promise.all(outer.map((folder) => readOne(root, folder, texts, findDependency)));
  return charts.filter((chart) => chart !== undefined);
}

async function readOne(
  root: string,
  folder: string,
  texts: ReadonlyMap<string, SourceFile>,
  findDependency: FindDependency | undefined,
): Promise<ProjectChart | undefined> {
  const chart = texts.get(posix.join(folder, 'Chart.yaml'));
  if (chart === undefined) return undefined;
  const requirements = texts.get(posix.join(folder, 'requirements.yaml'));
  const templates = posix.join(folder, 'templates');
  const written = listDependencies(requirements ?? chart);
  return {
    folder,
    chart,
    values: texts.get(posix.join(folder, 'values.yaml')),
    requirements,
    templates: [...texts.values()].filter(({ path }) => path.startsWith(`${templates}/`)),
    dependencies: await Promise.all(
      written.map(async (dependency) => ({
        ...dependency,
        problem: await findDependency?.(dependency, join(root, folder)),
      })),
    ),
  };
}

function listDependencies(file: SourceFile): Omit<ProjectDependency, 'problem'>[] {
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
