import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BenchProject, BenchSetting } from './contest.ts';
import { run } from './runTimed.ts';

export const version = '0.6.0';

/**
 * Scaffolds a workflow and gives it a second, small processing container. Every stage gets an ENV of its own, so that
 * no layer of one side's project can come out of the other side's build cache, nor out of that of an earlier run.
 */
export async function prepareProject(name: string, setting: BenchSetting): Promise<BenchProject> {
  const folder = join(setting.folder, name);
  const edk = { executable: process.execPath, environment: {} };
  await run({ ...edk, arguments: [setting.edk, 'new', 'workflow', '--yes', '--name', name, '--dir', folder] });
  const second = join(folder, 'processing-containers', 'summary');
  await mkdir(join(second, 'files'), { recursive: true });
  await writeFile(join(second, 'files', 'summarise.py'), 'print("nothing to summarise")\n');
  await writeFile(join(second, 'Dockerfile'), summaryDockerfile(name));
  const images = [
    { name, folder: `processing-containers/${name}` },
    { name: `${name}-summary`, folder: 'processing-containers/summary' },
    { name: `dag-${name}`, folder: 'extension/docker' },
  ];
  for (const image of images) {
    await edit(join(folder, image.folder, 'Dockerfile'), (text) =>
      text.replaceAll(/^FROM .*$/gm, `$&\nENV EDK_BENCH=${setting.run}-${name}\nLABEL edk.bench=${setting.run}`),
    );
  }
  return { name, folder, images, editedFile: join(folder, `processing-containers/${name}/files/extract_features.py`) };
}

/** What a person without the kit has to set by hand before the plain script works; it is not part of any time. */
export async function resolveByHand(project: BenchProject, setting: BenchSetting): Promise<void> {
  const { folder, name, images } = project;
  for (const image of images) {
    await edit(join(folder, image.folder, 'Dockerfile'), (text) =>
      text.replaceAll('local-only/', `${setting.registry}/`),
    );
  }
  const dependency = join(folder, 'dag-installer-chart');
  await cp(join(setting.templates, 'charts', 'dag-installer-chart'), dependency, { recursive: true });
  const chart = join(folder, 'extension', `${name}-workflow`);
  for (const file of [join(dependency, 'Chart.yaml'), join(chart, 'Chart.yaml')]) {
    await edit(file, (text) =>
      text.replaceAll('version: 0.0.0', `version: ${version}`).replace(/file:\/\/\S+/, `file://${dependency}`),
    );
  }
  await edit(join(chart, 'values.yaml'), (text) => text.replace('localhost:32000', setting.registry));
}

/** The one-line edit: another comment each time. */
export async function editScript(project: BenchProject, line: string): Promise<void> {
  await edit(project.editedFile, (text) => `${text}# ${line}\n`);
}

async function edit(file: string, change: (text: string) => string): Promise<void> {
  const before = await readFile(file, 'utf8');
  const after = change(before);
  if (after === before) throw new Error(`${file} has nothing to change; the bench does not fit the template any more.`);
  await writeFile(file, after);
}

function summaryDockerfile(name: string): string {
  return [
    'FROM local-only/base-python-cpu:latest',
    `LABEL IMAGE="${name}-summary"`,
    'LABEL VERSION="0.1.0"',
    'COPY files/ ./',
    'CMD ["python3", "/kaapana/app/summarise.py"]',
    '',
  ].join('\n');
}
