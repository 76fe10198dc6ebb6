import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { findDependency } from '../charts/findDependency.ts';
import { platformValues } from '../charts/platformValues.ts';
import { runChecks, type CheckResult } from '../checks/runChecks.ts';
import type { CheckSettings } from '../checks/sources/checkSettings.ts';
import type { FindDependency } from '../checks/sources/projectSources.ts';
import { readSources, type SourceMemory } from '../checks/sources/readSources.ts';
import { EdkError } from '../errors/edkError.ts';
import { noProject, requireFolder } from '../project/readProject.ts';
import type { Settings } from '../settings/settings.ts';

export interface CheckProjectOptions {
  readonly folder: string;
  readonly settings: Settings;
  /** The kit's own templates, base images and charts. */
  readonly templatesFolder: string;
  /** Contents that are being edited, by absolute path. */
  readonly unsaved?: ReadonlyMap<string, string> | undefined;
  readonly memory?: SourceMemory | undefined;
}

/**
 * Asks the rules that need nothing but the project's files.
 *
 * @throws EdkError `project.notFound` when there is no such folder, or neither a Dockerfile nor a chart in it.
 */
export async function checkProject({ folder, ...options }: CheckProjectOptions): Promise<CheckResult> {
  const { settings, templatesFolder, unsaved, memory } = options;
  await requireFolder(folder);
  const project = await readSources(folder, {
    settings: await checkSettings(settings, templatesFolder),
    findDependency: dependencyFinder(settings, templatesFolder),
    unsaved,
    memory,
  });
  if (project.images.length === 0 && project.charts.length === 0) throw noProject(folder);
  return runChecks({ project });
}

async function checkSettings(settings: Settings, templatesFolder: string): Promise<CheckSettings> {
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

function dependencyFinder({ kaapanaRepository }: Settings, templatesFolder: string): FindDependency {
  return async ({ name, repository, version, file }, chartFolder) => {
    const dependency = { name, repository, version: String(version), place: { file: file.file } };
    try {
      await findDependency(dependency, chartFolder, { kaapanaRepository, templatesFolder });
      return undefined;
    } catch (error) {
      if (error instanceof EdkError) return error;
      throw error;
    }
  };
}
