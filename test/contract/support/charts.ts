import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { jobTemplate } from '../../support/jobTemplate.ts';
import { options } from './ask.ts';

export interface ChartDefinition {
  readonly name: string;
  readonly version?: string;
  readonly keywords?: readonly string[];
  /** Text of values.yaml. */
  readonly values?: string;
  /** Files below templates. */
  readonly templates?: Readonly<Record<string, string>>;
  /** Further lines of Chart.yaml. */
  readonly extra?: string;
}

export interface PackedChart {
  readonly name: string;
  readonly version: string;
  readonly keywords: readonly string[];
  /** `<name>-<version>.tgz` */
  readonly fileName: string;
  readonly content: Buffer;
}

const run = promisify(execFile);
const packed = new Map<string, Promise<PackedChart>>();
let folder: string | undefined;

after(async () => {
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
});

/** Packages a chart with Helm, each once. */
export function packChart(definition: ChartDefinition): Promise<PackedChart> {
  const key = JSON.stringify(definition);
  const known = packed.get(key) ?? pack(definition);
  packed.set(key, known);
  return known;
}

async function pack(definition: ChartDefinition): Promise<PackedChart> {
  const { name, version = '0.1.0', keywords = ['kaapanaapplication'], values = 'global: {}\n' } = definition;
  folder ??= await mkdtemp(join(tmpdir(), 'edk-contract-'));
  const target = join(folder, `${name}-${version}-${packed.size}`);
  const source = join(target, name);
  const files: Record<string, string> = {
    'Chart.yaml': `apiVersion: v2\nname: ${name}\nversion: ${version}\nappVersion: "1"\ndescription: Contract suite of the EDK\nkeywords: ${JSON.stringify(keywords)}\n${definition.extra ?? ''}`,
    'values.yaml': values,
    ...Object.fromEntries(
      Object.entries(definition.templates ?? { 'map.yaml': configMap() }).map(([path, text]) => [
        `templates/${path}`,
        text,
      ]),
    ),
  };
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(source, path)), { recursive: true });
    await writeFile(join(source, path), text);
  }
  await run(options.helm, ['package', source, '-d', target]);
  const fileName = `${name}-${version}.tgz`;
  return { name, version, keywords, fileName, content: await readFile(join(target, fileName)) };
}

/** A release that is there and runs nothing. */
export function configMap(namespace = '{{ .Values.global.services_namespace }}'): string {
  return `apiVersion: v1
kind: ConfigMap
metadata: { name: '{{ .Release.Name }}', namespace: '${namespace}' }
data: { text: contract }
`;
}

/** A Job, or a hook that is one; its name follows the release's. */
export function job(name: string, command: string, hook?: string): string {
  const image = options.image ?? 'none';
  return jobTemplate({
    ...{ name: `{{ .Release.Name }}-${name}`, image, command, hook },
    hookDeletePolicy: 'before-hook-creation',
  });
}
