import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { findDependency } from '../../charts/findDependency.ts';
import { platformValues } from '../../charts/platformValues.ts';
import type { CheckSettings } from '../../checks/checkSettings.ts';
import type { FindDependency, Project } from '../../project/project.ts';
import { readSources, type SourceMemory } from '../../project/readFiles.ts';
import { EdkError } from '../../errors/edkError.ts';
import type { Settings } from '../../settings/settings.ts';

export interface CheckSourcesOptions {
  readonly folder: string;
  readonly settings: Settings;
  /** The kit's own templates, base images and charts. */
  readonly templatesFolder: string;
  /** Contents that are being edited, by absolute path. */
  readonly unsaved?: ReadonlyMap<string, string> | undefined;
  /** What was read before. */
  readonly memory?: SourceMemory | undefined;
}

/** Reads a project for its rules, with what they have to know of settings and kit. */
export async function readCheckSources(options: CheckSourcesOptions): Promise<Project> {
  const { folder, settings, templatesFolder, unsaved, memory } = options;
  return readSources(folder, {
    settings: await checkSettings(settings, templatesFolder),
    findDependency: dependencyFinder(settings, templatesFolder),
    unsaved,
    memory,
  });
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
