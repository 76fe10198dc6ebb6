import { basename, join, relative } from 'node:path';
import type { ReportedError } from '../../../core/jobs/jobEvent.ts';
import type { ChartSource, ImageSource } from '../../../core/project/extensionProject.ts';
import { shortMessage } from '../../ui/shortMessage.ts';
import type { ProjectEntry } from './projectEntry.ts';
import type { ProjectNode } from './projectNode.ts';

type ReadEntry = Extract<ProjectEntry, { kind: 'read' }>;

/** What the view shows of the projects, in the words and icons that it shows it. */
export function projectNodes(entries: readonly ProjectEntry[]): readonly ProjectNode[] {
  return entries.map((entry) => (entry.kind === 'read' ? readProjectNode(entry) : brokenNode(entry)));
}

/** The node in place of a list that could not be made; a click tries again. */
export function failureNode(error: ReportedError): ProjectNode {
  return {
    id: 'failure',
    kind: 'error',
    label: error.message,
    description: 'Retry',
    tooltip: `${error.message}\n${error.remedy}`,
    icon: { name: 'error', color: 'list.errorForeground' },
    contextValue: 'failure',
    folder: '',
    opens: undefined,
    children: [],
  };
}

function readProjectNode(entry: ReadEntry): ProjectNode {
  const { project, folder, dagFiles } = entry;
  const { chart, images, problems } = project;
  const state = stateOf(entry);
  const title = chart === undefined || chart.title === chart.name ? project.name : chart.title;
  return {
    id: folder,
    kind: 'project',
    label: title,
    description: [state?.text, countOf(problems.length, 'problem'), title === project.name ? undefined : project.name]
      .filter((part) => part !== undefined)
      .join(' · '),
    tooltip: [folder, kindOf(chart), state?.text].filter((part) => part !== undefined).join('\n'),
    icon: state?.icon ?? { name: problems.length === 0 ? 'beaker' : 'warning', ...warningColor(problems.length) },
    contextValue: chart === undefined ? 'projectWithoutChart' : 'project',
    folder,
    opens: undefined,
    children: [
      ...(chart === undefined ? [] : [chartNode(folder, chart)]),
      ...images.map((image) => imageNode(folder, image)),
      ...dagFiles.map((file) => dagNode(folder, file)),
      ...problemsNode(entry),
    ],
  };
}

function warningColor(problems: number): { color?: string } {
  return problems === 0 ? {} : { color: 'list.warningForeground' };
}

/** What the latest job says, as icon and text; undefined without one, and for what was merely built well. */
function stateOf({ job }: ReadEntry): { icon: ProjectNode['icon']; text: string } | undefined {
  if (job === undefined) return undefined;
  switch (job.state) {
    case 'running':
      return { icon: { name: 'sync~spin' }, text: `${job.verb} runs` };
    case 'succeeded':
      return { icon: { name: 'pass', color: 'testing.iconPassed' }, text: `${job.verb} succeeded` };
    case 'failed':
      return { icon: { name: 'error', color: 'list.errorForeground' }, text: `${job.verb} failed` };
    case 'interrupted':
      return { icon: { name: 'warning', color: 'list.warningForeground' }, text: `${job.verb} was interrupted` };
    case 'cancelled':
      return { icon: { name: 'circle-slash' }, text: `${job.verb} cancelled` };
  }
}

function kindOf(chart: ChartSource | undefined): string {
  if (chart === undefined) return 'Images without a chart';
  if (chart.keywords.includes('kaapanaworkflow')) return 'Workflow extension';
  return chart.keywords.includes('kaapanaapplication') ? 'Application extension' : 'Extension';
}

function chartNode(folder: string, chart: ChartSource): ProjectNode {
  const file = join(chart.folder, 'Chart.yaml');
  const version = chart.version === '0.0.0' ? undefined : chart.version;
  const maturity = chart.keywords.includes('kaapanaexperimental') ? 'experimental' : 'stable';
  const hardware = chart.keywords.includes('gpurequired') ? 'gpu' : 'cpu';
  return {
    id: `${folder}#chart`,
    kind: 'chart',
    label: chart.name,
    description: [version, maturity, hardware].filter((part) => part !== undefined).join(' · '),
    tooltip: [
      `Chart ${chart.name}`,
      version === undefined ? "Version: the platform's, set when it is built" : `Version: ${version}`,
      `Maturity: ${maturity}`,
      `Hardware: ${hardware}`,
      relative(folder, file),
    ].join('\n'),
    icon: { name: 'layers' },
    contextValue: 'chart',
    folder,
    opens: { file },
    children: [],
  };
}

const roles = {
  base: { text: 'base image', icon: 'archive' },
  dag: { text: 'DAG image', icon: 'package' },
  processing: { text: 'processing container', icon: 'package' },
} as const;

function imageNode(folder: string, image: ImageSource): ProjectNode {
  const role = roles[image.role];
  return {
    id: `${folder}#image:${image.dockerfile}`,
    kind: 'image',
    label: image.name,
    description: role.text,
    tooltip: [`${image.name}: ${role.text}`, relative(folder, image.dockerfile)].join('\n'),
    icon: { name: role.icon },
    contextValue: 'image',
    folder,
    opens: { file: image.dockerfile },
    imageName: image.name,
    children: [],
  };
}

function dagNode(folder: string, file: string): ProjectNode {
  return {
    id: `${folder}#dag:${file}`,
    kind: 'dag',
    label: basename(file),
    description: 'DAG',
    tooltip: relative(folder, file),
    icon: { name: 'type-hierarchy-sub' },
    contextValue: 'dag',
    folder,
    opens: { file },
    children: [],
  };
}

function problemsNode({ folder, project: { problems } }: ReadEntry): ProjectNode[] {
  if (problems.length === 0) return [];
  return [
    {
      id: `${folder}#problems`,
      kind: 'problems',
      label: 'Problems',
      description: String(problems.length),
      tooltip: countOf(problems.length, 'problem') ?? '',
      icon: { name: 'warning', color: 'list.warningForeground' },
      contextValue: 'problems',
      folder,
      opens: undefined,
      children: problems.map(({ message, place }, index) => ({
        id: `${folder}#problem:${index}`,
        kind: 'problem',
        label: message,
        description: [relative(folder, place.file), place.line].filter((part) => part !== undefined).join(':'),
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

function brokenNode({ folder, error }: Extract<ProjectEntry, { kind: 'broken' }>): ProjectNode {
  const { place } = error;
  const where = place === undefined || place.file === folder ? undefined : relative(folder, place.file);
  const position = [where, place?.line].filter((part) => part !== undefined).join(':');
  return {
    id: folder,
    kind: 'project',
    label: basename(folder),
    description: 'cannot be read',
    tooltip: folder,
    icon: { name: 'error', color: 'list.errorForeground' },
    contextValue: 'projectBroken',
    folder,
    opens: undefined,
    children: [
      {
        id: `${folder}#error`,
        kind: 'error',
        label: shortMessage(error, 'without'),
        description: position,
        tooltip: `${error.message}\n${error.remedy}`,
        icon: { name: 'error', color: 'list.errorForeground' },
        contextValue: 'error',
        folder,
        opens: where === undefined ? undefined : place,
        children: [],
      },
    ],
  };
}

function countOf(count: number, thing: string): string | undefined {
  return count === 0 ? undefined : `${count} ${thing}${count === 1 ? '' : 's'}`;
}
