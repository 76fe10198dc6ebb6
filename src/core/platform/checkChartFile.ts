import { basename } from 'node:path';
import { YAMLException } from 'js-yaml';
import { z } from 'zod';
import { EdkError } from '../errors/edkError.ts';
import { checkReleaseName, checkVersion } from './checkNames.ts';
import { readChartArchive, type ArchiveLimits } from './readChartArchive.ts';
import { listsOddly, hasKind, kindKeywords } from '../project/chart.ts';
import { loadYaml } from '../yaml/loadYaml.ts';
import { describeProblems } from './readAnswer.ts';

/** What a packaged chart says about itself. */
export interface ChartFile {
  readonly file: string;
  readonly name: string;
  readonly version: string;
  readonly keywords: readonly string[];
  /** Unexpected behaviour of the platform with this chart, as sentences. */
  readonly warnings: readonly string[];
}

const chartSchema = z.object({
  name: z.string(),
  version: z.string(),
  keywords: z.array(z.string()).nullish(),
});
const valuesSchema = z.object({ global: z.record(z.string(), z.unknown()) });

/**
 * Reads a packaged chart without unpacking it, and rejects charts that the platform would store but never list or
 * install.
 *
 * @throws EdkError `chart.invalid`
 */
export async function checkChartFile(
  file: string,
  options: { readonly signal: AbortSignal; readonly limits?: ArchiveLimits | undefined },
): Promise<ChartFile> {
  const { folder, files } = await readChartArchive(file, { ...options, wanted: ['Chart.yaml', 'values.yaml'] });
  const chart = readYaml(files.get('Chart.yaml'), chartSchema, { file, name: 'Chart.yaml' });
  checkReleaseName(chart.name);
  checkVersion(chart.version);
  if (folder !== chart.name) refuse(file, `its folder is "${folder}", its chart "${chart.name}"`);
  checkFileName(file, chart);
  readYaml(files.get('values.yaml'), valuesSchema, { file, name: 'values.yaml' });
  const keywords = chart.keywords ?? [];
  if (!hasKind(keywords)) {
    refuse(
      file,
      `its Chart.yaml has none of the keywords ${kindKeywords.join(', ')}; the platform would not list it`,
      'Add the matching keyword to Chart.yaml.',
    );
  }
  return { file, name: chart.name, version: chart.version, keywords, warnings: warningsFor(chart.name) };
}

function checkFileName(file: string, { name, version }: { readonly name: string; readonly version: string }): void {
  const actual = basename(file);
  if (actual !== `${name}-${version}.tgz`) {
    refuse(file, `the file of chart ${name}, version ${version}, must be named ${name}-${version}.tgz`);
  }
  if (!version.includes('-')) return;
  throw new EdkError('chart.invalid', `The platform cannot tell name and version of ${actual} apart.`, {
    place: { file },
    remedy: 'Use a version without a hyphen: the platform splits the file name at the last one.',
  });
}

function warningsFor(name: string): string[] {
  if (!listsOddly(name)) return [];
  return [
    `The name "${name}" has no dash or a short last word: after its first upload the platform's list fails or shows ` +
      'only the name for up to 30 s.',
  ];
}

function readYaml<T>(
  text: string | undefined,
  schema: z.ZodType<T>,
  { file, name }: Record<'file' | 'name', string>,
): T {
  if (text === undefined) return refuse(file, `it has no ${name}`);
  const parsed = schema.safeParse(parseYaml(text, { file, name }));
  return parsed.success ? parsed.data : refuse(file, `its ${name} is wrong (${describeProblems(parsed.error)})`);
}

function parseYaml(text: string, { file, name }: Record<'file' | 'name', string>): unknown {
  try {
    return loadYaml(text);
  } catch (error) {
    const reason = error instanceof YAMLException ? error.reason : String(error);
    return refuse(file, `its ${name} is not valid YAML (${reason})`);
  }
}

function refuse(file: string, reason: string, remedy = 'Build it with "edk build chart".'): never {
  throw new EdkError('chart.invalid', `${basename(file)} cannot be uploaded: ${reason}.`, {
    place: { file },
    remedy,
  });
}
