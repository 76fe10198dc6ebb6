import { join } from 'node:path';
import { EdkError } from '../../../src/core/errors/edkError.ts';
import { readEnvironment } from '../../../src/core/settings/environment.ts';
import { resolveSettings } from '../../../src/core/settings/resolveSettings.ts';
import { readProject } from '../../../src/core/project/readProject.ts';
import { requireBuildable } from '../../../src/core/project/requireBuildable.ts';
import { checkProject } from '../../../src/core/useCases/check/checkProject.ts';

/** Reads and checks the project in each folder; one line of JSON for each says what was found. */
for (const folder of process.argv.slice(2)) process.stdout.write(`${JSON.stringify(await look(folder))}\n`);

async function look(folder: string): Promise<{ readonly folder: string; readonly says: readonly string[] }> {
  const says: string[] = [];
  const tell = (error: unknown): void => {
    if (!(error instanceof EdkError)) throw error;
    says.push(`${error.code}: ${error.message}`);
  };
  const environment = readEnvironment({ ...process.env, HOME: folder });
  await resolveSettings(folder, {}, environment).catch(tell);
  const settings = await resolveSettings('/', {}, environment);
  const templatesFolder = join(import.meta.dirname, '../../../templates');
  try {
    const project = await readProject(folder, { buildArguments: {} });
    const { findings } = await checkProject({ settings, templatesFolder }, project);
    for (const { rule, range, message } of findings) says.push(`${rule}: ${range.file}: ${message}`);
    requireBuildable(project);
  } catch (error) {
    tell(error);
  }
  return { folder, says };
}
