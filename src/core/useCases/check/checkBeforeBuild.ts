import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { CheckFacts, RenderedChart } from '../../checks/facts.ts';
import type { Finding } from '../../checks/finding.ts';
import type { Project } from '../../project/project.ts';
import type { Rule } from '../../checks/rule.ts';
import { isScript, withoutScripts } from '../../checks/withoutScripts.ts';
import { countFindings } from '../../checks/report/severities.ts';
import { EdkError } from '../../errors/edkError.ts';
import { writeCacheFile } from '../../files/privateFiles.ts';
import { withoutContents } from '../../images/plan/immutableTag.ts';
import type { JobStep } from '../../jobs/jobStep.ts';
import type { EdkContext } from '../context/edkContext.ts';
import { readCheckSources } from './readCheckSources.ts';

const rangeSchema = z.object({
  file: z.string(),
  line: z.number(),
  column: z.number(),
  endLine: z.number(),
  endColumn: z.number(),
});
const answerSchema = z.object({
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
type Answer = z.infer<typeof answerSchema>;
const memorySchema = z.object({
  files: answerSchema.optional(),
  scripts: answerSchema.optional(),
  rendered: answerSchema.optional(),
});
type Memory = z.infer<typeof memorySchema>;

/** Of a chart that Helm could render. */
type RenderedManifests = Pick<RenderedChart, 'manifests'>;

/** What is to be asked when the build has begun. */
export interface LaterChecks {
  /** Tells what was found in scripts, which stops nothing: nothing need wait for it. */
  readonly scripts: (step: JobStep) => Promise<void>;
  /** @throws EdkError `check.failed`, naming every error. */
  readonly rendered: (rendered: RenderedManifests, step: JobStep) => Promise<void>;
}

/**
 * Asks the rules about the files before anything is built. What they said of the same content before counts again.
 *
 * @throws EdkError `check.failed`, naming every error.
 */
export async function checkBeforeBuild(edk: EdkContext, folder: string, step: JobStep): Promise<LaterChecks> {
  const project = await readCheckSources({ folder, ...edk });
  const plain = withoutScripts(project);
  const fingerprints = await fingerprintsOf(project);
  const name = createHash('sha256').update(project.folder).digest('hex').slice(0, 24);
  const file = join(edk.settings.folders.cache, 'checks', `${name}.json`);
  let memory = await recall(file);
  const answer = async (needs: keyof Memory, facts: CheckFacts, fingerprint: string): Promise<Answer> => {
    const before = memory[needs];
    if (before?.fingerprint === fingerprint) return before;
    const now = { fingerprint, findings: answerSchema.shape.findings.parse(await ask(needs, facts)) };
    // One that names the tag of a content would name another one the next time.
    const text = JSON.stringify(now.findings);
    if (needs === 'rendered' && withoutContents(text) !== text) return now;
    memory = { ...memory, [needs]: now };
    await writeCacheFile(file, JSON.stringify(memory));
    return now;
  };
  const files = await answer('files', { project: plain }, fingerprints.files);
  report(files.findings, step);
  step.result(files.findings.length === 0 ? 'nothing found' : countFindings(files.findings));

  // Each finding once: suppressions that are wrong are found every time.
  const told = new Set(files.findings.map(keyOf));
  const isNew = (finding: Finding): boolean => !told.has(keyOf(finding));
  return {
    scripts: async (later) => {
      const scripts = await answer('scripts', { project }, fingerprints.scripts);
      report(scripts.findings.filter(isNew), later);
    },
    rendered: async (rendered, later) => {
      const fingerprint = fingerprintOfRendered(rendered, fingerprints.files);
      const { findings } = await answer('rendered', { project: plain, rendered }, fingerprint);
      report(findings.filter(isNew), later);
    },
  };
}

/** What rules say of a tag of a content they say of every one. */
function fingerprintOfRendered({ manifests }: RenderedManifests, ofFiles: string): string {
  const text = withoutContents(JSON.stringify(manifests));
  return createHash('sha256').update(`${ofFiles}\0${text}`).digest('hex');
}

async function ask(needs: Rule['needs'], facts: CheckFacts): Promise<readonly Finding[]> {
  const { runChecks } = await import('../../checks/runChecks.ts');
  const { rules } = await import('../../checks/rules.ts');
  return runChecks(
    facts,
    rules.filter((rule) => rule.needs === needs),
  ).findings;
}

function keyOf({ rule, range }: Pick<Finding, 'rule' | 'range'>): string {
  return [rule, range.file, range.line, range.column].join('\0');
}

/** What the answers of the rules depend on: of scripts, only whether they are there when `files` are asked. */
async function fingerprintsOf(project: Project): Promise<Readonly<Record<'files' | 'scripts', string>>> {
  const files = createHash('sha256').update(JSON.stringify([await programStamp(), settingsOf(project.settings)]));
  const scripts = createHash('sha256');
  for (const { path, size, kind, content } of project.files.values()) {
    const hash = isScript(project, path) ? scripts : files;
    hash.update(`${path}\0${size}\0${kind}\0${content ?? ''}\0`).update(project.texts.get(path)?.text ?? '');
    // Their sizes count among those of a context, roughly.
    if (hash === scripts) files.update(`${path}\0${Math.floor(size / 1_000_000)}\0${kind}\0`);
  }
  const problems = project.charts.flatMap(({ dependencies }) => dependencies).map(({ problem }) => problem?.message);
  files.update(JSON.stringify([project.edkYaml?.text, ...problems]));
  const ofFiles = files.digest('hex');
  return { files: ofFiles, scripts: scripts.update(ofFiles).digest('hex') };
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

async function recall(file: string): Promise<Memory> {
  try {
    return memorySchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    // The cache may be thrown away at any time.
    return {};
  }
}
