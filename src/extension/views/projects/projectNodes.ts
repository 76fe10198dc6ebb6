import { basename, join, relative } from 'node:path';
import type { Finding } from '../../../core/checks/finding.ts';
import type { SourcePlace } from '../../../core/errors/edkError.ts';
import type { ReportedError } from '../../../core/jobs/jobEvent.ts';
import type { Chart } from '../../../core/project/chart.ts';
import type { Project, ProjectImage } from '../../../core/project/project.ts';
import { verbTitle } from '../../jobs/jobTitle.ts';
import { shortMessage } from '../../ui/errorTexts.ts';
import { hardwareWord, maturityWord } from '../chartWords.ts';
import type { Translate } from '../../ui/translate.ts';
import { wrapLabel } from '../treeRow.ts';
import type { ImageKnowledge } from './imageStates.ts';
import type { ProjectEntry } from './projectStore.ts';
import type { ProjectNode } from './projectNode.ts';

type ReadEntry = Extract<ProjectEntry, { kind: 'read' }>;
type Icon = ProjectNode['icon'];

export interface ProjectNodesOptions {
  readonly translate: Translate;
  /** State of a project's images in the registry, once known. */
  readonly imagesOf: (folder: string) => ImageKnowledge | undefined;
  /** Findings of a project, once checked. */
  readonly findingsOf: (folder: string) => readonly Finding[] | undefined;
}

/** The view's nodes for the projects, with texts and icons. */
export function projectNodes(entries: readonly ProjectEntry[], options: ProjectNodesOptions): readonly ProjectNode[] {
  return entries.map((entry) =>
    entry.kind === 'read' ? readProjectNode(entry, options) : brokenNode(entry, options.translate),
  );
}

/** Shown instead of a list that could not be loaded; a click retries. The view's message has the reason. */
export function failureNode({ message, remedy }: ReportedError, translate: Translate): ProjectNode {
  return {
    id: 'failure',
    kind: 'error',
    label: translate('Retry'),
    description: '',
    tooltip: `${message}\n${remedy}`,
    icon: { name: 'refresh' },
    contextValue: 'failure',
    folder: '',
    opens: undefined,
    children: [],
  };
}

function readProjectNode(entry: ReadEntry, { translate, imagesOf, findingsOf }: ProjectNodesOptions): ProjectNode {
  const { project, chart, folder, dagFiles } = entry;
  const found = findingsOf(folder)?.map(({ message, range }) => ({ message, place: range }));
  const problems = found ?? problemsOf(project);
  const state = stateOf(entry, translate);
  const title = chart === undefined || chart.title === chart.name ? project.name : chart.title;
  const count = problems.length === 0 ? undefined : countOf(problems.length, translate);
  const onSave = entry.watched ? translate('deploys on save') : undefined;
  return {
    id: folder,
    kind: 'project',
    label: title,
    description: joined([state?.text, onSave, count, title === project.name ? undefined : project.name], ' · '),
    tooltip: joined([folder, kindOf(chart, translate), state?.text], '\n'),
    icon: state?.icon ??
      (entry.watched ? { name: 'eye' } : undefined) ?? {
        name: problems.length === 0 ? 'beaker' : 'warning',
        ...warningColor(problems.length),
      },
    contextValue: chart === undefined ? 'projectWithoutChart' : entry.watched ? 'project watched' : 'project unwatched',
    folder,
    opens: undefined,
    children: [
      ...(chart === undefined ? [] : [chartNode(entry, chart, translate)]),
      ...project.images.map((image) => imageNode(folder, image, { knowledge: imagesOf(folder), translate })),
      ...dagFiles.map((file) => dagNode(folder, file, translate)),
      ...problemsNode({ folder, problems }, translate),
    ],
  };
}

interface Problem {
  readonly message: string;
  readonly place: SourcePlace;
}

/** What is known before the first check. */
function problemsOf({ images, unread, folder }: Project): Problem[] {
  const found = new Set([...images, ...unread].flatMap(({ problem }) => problem ?? []));
  return [...found].map(({ message, place }) => ({ message, place: place ?? { file: folder } }));
}

function warningColor(problems: number): { color?: string } {
  return problems === 0 ? {} : { color: 'list.warningForeground' };
}

/** State of the latest job as icon and text; undefined if there is none. */
function stateOf({ job }: ReadEntry, translate: Translate): { icon: Icon; text: string } | undefined {
  if (job === undefined) return undefined;
  const verb = verbTitle(job.verb, translate);
  switch (job.state) {
    case 'running':
      return { icon: { name: 'sync~spin' }, text: translate('{0}: running', verb) };
    case 'succeeded':
      return { icon: { name: 'pass', color: 'testing.iconPassed' }, text: translate('{0}: succeeded', verb) };
    case 'failed':
      return { icon: { name: 'error', color: 'list.errorForeground' }, text: translate('{0}: failed', verb) };
    case 'interrupted':
      return { icon: { name: 'warning', color: 'list.warningForeground' }, text: translate('{0}: interrupted', verb) };
    case 'cancelled':
      return { icon: { name: 'circle-slash' }, text: translate('{0}: cancelled', verb) };
  }
}

function kindOf(chart: Chart | undefined, translate: Translate): string {
  if (chart === undefined) return translate('Images without a chart');
  if (chart.keywords.includes('kaapanaworkflow')) return translate('Workflow extension');
  return chart.keywords.includes('kaapanaapplication') ? translate('Application extension') : translate('Extension');
}

function chartNode({ folder, buildVersion }: ReadEntry, chart: Chart, translate: Translate): ProjectNode {
  const file = join(chart.folder, 'Chart.yaml');
  const isPlatforms = chart.version === '0.0.0';
  const version = isPlatforms ? buildVersion : chart.version;
  const has = (keyword: string): boolean => chart.keywords.includes(keyword);
  const maturity = maturityWord(has('kaapanaexperimental') ? 'experimental' : 'stable', translate);
  const hardware = hardwareWord(has('gpurequired') ? 'gpu' : 'cpu', translate);
  return {
    id: `${folder}#chart`,
    kind: 'chart',
    label: chart.name,
    description: joined([version, maturity, hardware], ' · '),
    tooltip: [
      translate('Chart {0}', chart.name),
      isPlatforms
        ? translate("Version: {0} (the platform's, set at build time)", version)
        : translate('Version: {0}', version),
      translate('Maturity: {0}', maturity),
      translate('Hardware: {0}', hardware),
      relative(folder, file),
    ].join('\n'),
    icon: { name: 'layers' },
    contextValue: 'chart',
    folder,
    opens: { file },
    children: [],
  };
}

function imageNode(
  folder: string,
  image: ProjectImage,
  { knowledge, translate }: { readonly knowledge: ImageKnowledge | undefined; readonly translate: Translate },
): ProjectNode {
  const { file, name, problem } = image;
  if (problem !== undefined || name === undefined) return brokenImageNode(folder, image, translate);
  const role = roleOf(image, translate);
  const known = knowledge?.kind === 'known' ? knowledge.images.get(name) : undefined;
  const state = imageState(known?.state, translate);
  const unknown = knowledge?.kind === 'unknown' ? translate('Build state unknown: {0}', knowledge.reason) : undefined;
  return {
    id: `${folder}#image:${file.file}`,
    kind: 'image',
    label: name,
    description: joined([state?.text, role], ' · '),
    tooltip: joined([`${name}: ${role}`, state?.text, unknown, known?.reference, relative(folder, file.file)], '\n'),
    icon: state?.icon ?? { name: image.role === 'base' ? 'archive' : 'package' },
    contextValue: 'image',
    folder,
    opens: { file: file.file },
    imageName: name,
    children: [],
  };
}

function brokenImageNode(folder: string, { file, name, problem }: ProjectImage, translate: Translate): ProjectNode {
  return {
    id: `${folder}#image:${file.file}`,
    kind: 'problem',
    label: name ?? relative(folder, file.file),
    description: translate('cannot be read'),
    tooltip: problem === undefined ? file.file : `${problem.message}\n${problem.remedy}`,
    icon: { name: 'error', color: 'list.errorForeground' },
    contextValue: 'problem',
    folder,
    opens: problem?.place ?? { file: file.file },
    children: [],
  };
}

function roleOf({ role }: ProjectImage, translate: Translate): string {
  if (role === 'base') return translate('base image');
  return role === 'dag' ? translate('DAG image') : translate('processing container');
}

function imageState(
  state: 'current' | 'changed' | 'missing' | undefined,
  translate: Translate,
): { icon: Icon; text: string } | undefined {
  switch (state) {
    case undefined:
      return undefined;
    case 'current':
      return { icon: { name: 'pass', color: 'testing.iconPassed' }, text: translate('built and pushed') };
    case 'changed':
      return {
        icon: { name: 'diff-modified', color: 'list.warningForeground' },
        text: translate('changed since it was built'),
      };
    case 'missing':
      return { icon: { name: 'circle-outline' }, text: translate('not built') };
  }
}

function dagNode(folder: string, file: string, translate: Translate): ProjectNode {
  return {
    id: `${folder}#dag:${file}`,
    kind: 'dag',
    label: basename(file),
    description: translate('DAG'),
    tooltip: relative(folder, file),
    icon: { name: 'type-hierarchy-sub' },
    contextValue: 'dag',
    folder,
    opens: { file },
    children: [],
  };
}

function problemsNode(
  { folder, problems }: { readonly folder: string; readonly problems: readonly Problem[] },
  translate: Translate,
): ProjectNode[] {
  if (problems.length === 0) return [];
  return [
    {
      id: `${folder}#problems`,
      kind: 'problems',
      label: translate('Problems'),
      description: String(problems.length),
      tooltip: countOf(problems.length, translate),
      icon: { name: 'warning', color: 'list.warningForeground' },
      contextValue: 'problems',
      folder,
      opens: undefined,
      children: problems.map(({ message, place }, index) => ({
        id: `${folder}#problem:${index}`,
        kind: 'problem',
        label: message,
        description: joined([relative(folder, place.file), place.line], ':'),
        tooltip: message,
        icon: { name: 'warning', color: 'list.warningForeground' },
        contextValue: 'problem',
        folder,
        opens: place,
        children: [],
      })),
    },
  ];
}

function brokenNode({ folder, error }: Extract<ProjectEntry, { kind: 'broken' }>, translate: Translate): ProjectNode {
  const { place } = error;
  const where = place === undefined || place.file === folder ? undefined : relative(folder, place.file);
  const lines = wrapLabel(shortMessage(error, 'without'));
  return {
    id: folder,
    kind: 'project',
    label: basename(folder),
    description: translate('cannot be read'),
    tooltip: folder,
    icon: { name: 'error', color: 'list.errorForeground' },
    contextValue: 'projectBroken',
    folder,
    opens: undefined,
    children: lines.map((label, index) => ({
      id: `${folder}#error:${index}`,
      kind: 'error',
      label,
      description: index === lines.length - 1 ? joined([where, place?.line], ':') : '',
      tooltip: `${error.message}\n${error.remedy}`,
      icon: index === 0 ? { name: 'error', color: 'list.errorForeground' } : { name: 'blank' },
      contextValue: 'error',
      folder,
      opens: where === undefined ? undefined : place,
      children: [],
    })),
  };
}

function joined(parts: readonly (string | number | undefined)[], separator: string): string {
  return parts.filter((part) => part !== undefined).join(separator);
}

function countOf(count: number, translate: Translate): string {
  return count === 1 ? translate('1 problem') : translate('{0} problems', String(count));
}
