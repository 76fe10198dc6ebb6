import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { RenderedChart } from '../checks/facts.ts';
import type { Finding } from '../checks/finding.ts';
import type { ProjectSources } from '../checks/sources/projectSources.ts';
import { countFindings } from '../checks/report/severities.ts';
import { EdkError } from '../errors/edkError.ts';
import { writeFileAtomically } from '../files/writeFileAtomically.ts';
import type { JobStep } from '../jobs/jobStep.ts';
import type { Toolkit } from './toolkit.ts';
import { readCheckSources } from './readCheckSources.ts';

const rangeSchema = z.object({
  file: z.string(),
  line: z.number(),
  column: z.number(),
  endLine: z.number(),
  endColumn: z.number(),
});
const memorySchema = z.object({
  fingerprint: z.string(),
  findings: z.array(
    z.object({
      rule: z.string(),
      severity: z.enum(['error', 'warning', 'hint']),
      message: z.string(),
      range: rangeSchema,
      why: z.string(),
      remedy: z.string(),
    }),
  ),
});

/**
 * Asks the rules about the files before anything is built. What they said of the same content before counts again.
 *
 * @returns what was read for it, for the rules that come later.
 * @throws EdkError `check.failed`, naming every error.
 */
export async function checkBeforeBuild(kit: Toolkit, folder: string, step: JobStep): Promise<ProjectSources> {
  const project = await readCheckSources({ folder, ...kit });
  const hash = createHash('sha256').update(JSON.stringify([await programStamp(), settingsOf(project.settings)]));
  for (const { path, size, kind, content } of project.files.values()) {
    hash.update(`${path}\0${size}\0${kind}\0${content ?? ''}\0`).update(project.texts.get(path)?.text ?? '');
  }
  hash.update(project.edkYaml?.text ?? '');
  const fingerprint = hash
    .update(
      project.charts
        .flatMap((chart) => chart.dependencies)
        .map(({ problem }) => problem?.message ?? '')
        .join('\0'),
    )
    .digest('hex');
  const name = createHash('sha256').update(project.folder).digest('hex').slice(0, 24);
  const memory = join(kit.settings.folders.cache, 'checks', `${name}.json`);
  const before = await recall(memory);
  let findings = before?.fingerprint === fingerprint ? before.findings : undefined;
  if (findings === undefined) {
    const { runChecks } = await import('../checks/runChecks.ts');
    findings = memorySchema.shape.findings.parse(runChecks({ project }).findings);
    await writeFileAtomically(memory, JSON.stringify({ fingerprint, findings }));
  }
  report(findings, step);
  step.result(findings.length === 0 ? 'nothing found' : countFindings(findings));
  return project;
}

/**
 * Asks the rules about the rendered chart.
 *
 * @throws EdkError `check.failed`, naming every error.
 */
export async function checkRendered(project: ProjectSources, rendered: RenderedChart, step: JobStep): Promise<void> {
  const { runChecks } = await import('../checks/runChecks.ts');
  const { rules } = await import('../checks/rules.ts');
  const asked = rules.filter(({ needs }) => needs === 'rendered');
  report(runChecks({ project, rendered }, asked).findings, step);
}

function report(findings: readonly Finding[], step: JobStep): void {
  for (const finding of findings) if (finding.severity === 'warning') step.warn(describe(finding));
  const [first, ...others] = findings.filter(({ severity }) => severity === 'error');
  if (first !== undefined) {
    throw new EdkError('check.failed', `${first.message} ${first.why}`, {
      place: first.range,
      detail: others.length === 0 ? undefined : others.map(describe).join('\n'),
      remedy: `${first.remedy} (${first.rule}; to keep it as it is: # edk-ignore ${first.rule}: <reason>)`,
    });
  }
}

function describe({ range, message, rule }: Finding): string {
  return `${range.file}:${range.line}: ${message} (${rule})`;
}

/** Changes with the program: other rules may find something else. */
async function programStamp(): Promise<string> {
  // The folder of the bundle: its chunks are named after their content.
  const folder = import.meta.dirname;
  return `${folder} ${(await stat(folder)).mtimeMs}`;
}

function settingsOf(settings: object): unknown {
  return Object.entries(settings).map(([key, value]: [string, unknown]) => [
    key,
    value instanceof Set ? [...value] : value,
  ]);
}

async function recall(memory: string): Promise<z.infer<typeof memorySchema> | undefined> {
  try {
    return memorySchema.parse(JSON.parse(await readFile(memory, 'utf8')));
  } catch {
    // The cache may be thrown away at any time.
    return undefined;
  }
}
