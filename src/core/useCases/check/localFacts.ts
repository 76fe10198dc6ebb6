import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { findDependency } from '../../charts/findDependency.ts';
import { platformValues } from '../../charts/platformValues.ts';
import type { CheckSettings, CheckFacts, MissingDependency } from '../../checks/facts.ts';
import { EdkError } from '../../errors/edkError.ts';
import type { Project, WrittenDependency } from '../../project/project.ts';
import type { EdkContext } from '../context/edkContext.ts';

export type CheckContext = Pick<EdkContext, 'settings' | 'templatesFolder'>;

/** What rules need to know apart from the project, as far as this machine knows it without any request. */
export async function localFacts(
  context: CheckContext,
  project: Project,
): Promise<Pick<CheckFacts, 'settings' | 'dependencies'>> {
  return { settings: await checkSettings(context), dependencies: await missingDependencies(context, project) };
}

export async function checkSettings({ settings, templatesFolder }: CheckContext): Promise<CheckSettings> {
  const { buildVersion, registry, platformRegistry, namespaces, buildArguments } = settings;
  const values = platformValues(
    { keywords: ['kaapanamultiinstallable'], values: {} },
    { buildVersion, namespaces, platformRegistry: platformRegistry ?? registry.pull },
  );
  return {
    buildVersion,
    registry,
    platformRegistry,
    namespaces,
    buildArguments,
    platformKeys: new Set(Object.keys(values.global)),
    baseImages: new Set(await readdir(join(templatesFolder, 'base-images'))),
  };
}

async function missingDependencies(context: CheckContext, project: Project): Promise<MissingDependency[]> {
  const written = project.charts.flatMap(({ folder, dependencies }) =>
    dependencies.map((dependency) => ({ dependency, chartFolder: join(project.folder, folder) })),
  );
  const found = await Promise.all(
    written.map(async ({ dependency, chartFolder }) => {
      const problem = await whyMissing(dependency, chartFolder, context);
      return problem === undefined ? [] : [{ dependency, problem }];
    }),
  );
  return found.flat();
}

async function whyMissing(
  { name, repository, version, file }: WrittenDependency,
  chartFolder: string,
  { settings, templatesFolder }: CheckContext,
): Promise<EdkError | undefined> {
  const dependency = { name, repository, version: String(version), place: { file: file.file } };
  try {
    await findDependency(dependency, chartFolder, { kaapanaRepository: settings.kaapanaRepository, templatesFolder });
    return undefined;
  } catch (error) {
    if (error instanceof EdkError) return error;
    throw error;
  }
}
