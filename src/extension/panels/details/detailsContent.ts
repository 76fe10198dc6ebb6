import type { JobSummary } from '../../../core/jobs/jobHistory.ts';
import type { Pod } from '../../../core/platform/catalogue/pods.ts';
import type { CatalogueExtension, CatalogueRelease } from '../../../core/platform/catalogue/readCatalogue.ts';
import type { ReleaseState } from '../../../core/platform/catalogue/releaseState.ts';
import type { DetailsContent, DetailsRelease, Tone } from '../../../shared/panels/detailsMessages.ts';
import type { FormEntry, InputEntry } from '../../../shared/parameters/parameter.ts';
import { readForm } from '../../../shared/parameters/readForm.ts';
import { jobTitle } from '../../jobs/jobTitle.ts';
import { hardwareWord, kindWord, maturityWord } from '../../views/chartWords.ts';
import { describeState, stateText } from '../../views/extensions/describeState.ts';
import { extensionContext, instanceContext } from '../../views/extensions/extensionContext.ts';
import { formatAge } from '../../views/extensions/formatStatus.ts';
import type { Translate } from '../../ui/translate.ts';
import { fittingActions } from './detailsActions.ts';

export interface DetailsFacts {
  readonly extension: CatalogueExtension;
  /** The extension's jobs. */
  readonly jobs: readonly JobSummary[];
  readonly isTrusted: boolean;
  readonly translate: Translate;
  /** Locale for times, e.g. `de`. */
  readonly language: string;
}

/** Everything known about an extension, translated. */
export function detailsContent(facts: DetailsFacts): DetailsContent {
  const { extension, jobs, translate, language } = facts;
  const { chart, title, description, kind, maturity, hardware, multiInstallable, versions, releases } = extension;
  const single = multiInstallable ? undefined : releases[0];
  return {
    title,
    chart,
    descriptionHtml: description,
    facts: [
      { name: translate('Chart'), value: chart },
      { name: translate('Versions'), value: versions.join(', ') },
      { name: translate('Kind'), value: kindWord(kind, translate) },
      { name: translate('Maturity'), value: maturityWord(maturity, translate) },
      { name: translate('Hardware'), value: hardwareWord(hardware, translate) },
      {
        name: translate('Instances'),
        value: multiInstallable ? translate('multiple, each with its own parameters') : translate('single'),
      },
    ],
    actions: fittingActions(extensionContext(extension, single), facts),
    releases: releases.map((release) => releaseDetails(release, facts)),
    parameters: readForm(extension.parameters).flatMap((entry) => parameterDetails(entry, extension, translate)),
    jobs: jobs.map((job) => ({
      id: job.id,
      title: jobTitle(job, translate),
      ...stateOfJob(job, translate),
      started: new Date(job.started).toLocaleString(language),
    })),
    texts: {
      releases: translate('Releases and Pods'),
      noReleases: translate('Not installed'),
      parameters: translate('Parameters'),
      noParameters: translate('No parameters'),
      parameterColumns: [translate('Parameter'), translate('Type'), translate('Default'), translate('Choices')],
      podColumns: [
        translate('Pod'),
        translate('Status'),
        translate('Ready'),
        translate('Restarts'),
        translate('Age'),
        translate('Reason'),
      ],
      noPods: translate('The platform lists no pods.'),
      links: translate('Links'),
      jobs: translate('History'),
      noJobs: translate('No jobs yet'),
      showLog: translate('Show Log'),
    },
  };
}

function stateOfJob({ state }: JobSummary, translate: Translate): { readonly state: string; readonly tone: Tone } {
  switch (state) {
    case 'running':
      return { state: translate('running'), tone: 'moving' };
    case 'succeeded':
      return { state: translate('succeeded'), tone: 'good' };
    case 'failed':
      return { state: translate('failed'), tone: 'bad' };
    case 'interrupted':
      return { state: translate('interrupted'), tone: 'bad' };
    case 'cancelled':
      return { state: translate('cancelled'), tone: 'none' };
  }
}

function releaseDetails(release: CatalogueRelease, facts: DetailsFacts): DetailsRelease {
  const { name, title, version, state, links, pods } = release;
  const described = describeState(state, facts.translate);
  return {
    name,
    title,
    version,
    state: stateText(described),
    tone: toneOfState(state),
    // The extension's own buttons act on a single release.
    actions: facts.extension.multiInstallable ? fittingActions(instanceContext(release), facts) : [],
    links: [...links],
    pods: pods.map(podCells),
  };
}

function toneOfState({ kind }: ReleaseState): Tone {
  if (kind === 'running' || kind === 'completed' || kind === 'deployed') return 'good';
  if (kind === 'failed' || kind === 'stuck') return 'bad';
  return kind === 'absent' ? 'none' : 'moving';
}

function podCells({ name, status, ready, restarts, ageMs, message }: Pod): string[] {
  const age = ageMs === undefined ? '' : formatAge(ageMs);
  return [name ?? '', status, ready ?? '', String(restarts), age, message ?? ''];
}

function parameterDetails(entry: FormEntry, { parameters }: CatalogueExtension, translate: Translate) {
  if (entry.kind !== 'input') return [];
  const { key, label, input, secret, helpHtml, unknownType } = entry;
  const type = parameters[key]?.type ?? 'string';
  return [
    {
      name: key,
      label: label === key ? '' : label,
      type: unknownType === undefined ? type : translate('{0} (unknown)', unknownType),
      initial: secret && input.initial !== '' ? '••••••' : initialText(input, translate),
      choices: input.type === 'choice' || input.type === 'choices' ? input.choices.join(', ') : '',
      helpHtml,
    },
  ];
}

function initialText({ type, initial }: InputEntry['input'], translate: Translate): string {
  if (type === 'switch') return initial ? translate('Yes') : translate('No');
  return typeof initial === 'object' ? initial.join(', ') : initial;
}

/** Jobs of an extension: those of its releases, and of the projects in `folders` that contain its chart. */
export function jobsAbout(
  { chart, releases, multiInstallable }: CatalogueExtension,
  jobs: readonly JobSummary[],
  folders: ReadonlySet<string>,
): readonly JobSummary[] {
  const names = new Set([chart, ...releases.map(({ name }) => name)]);
  // Releases that are gone: the platform names them after the chart.
  const isRelease = (name: string): boolean =>
    multiInstallable && name.startsWith(`${chart}-`) && /^[\da-f]{20}$/.test(name.slice(chart.length + 1));
  return jobs.filter(({ subject, project }) => {
    if (subject !== undefined) return names.has(subject) || isRelease(subject);
    return project !== undefined && folders.has(project);
  });
}
