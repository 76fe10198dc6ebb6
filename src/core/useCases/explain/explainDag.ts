import { readdir } from 'node:fs/promises';
import { basename } from 'node:path';
import type { CatalogueRelease } from '../../platform/catalogue/readCatalogue.ts';
import type { ChainLink, ReleaseQuestion } from './chainLink.ts';

export interface DagQuestion {
  readonly question: ReleaseQuestion;
  readonly release: CatalogueRelease | undefined;
  /** Folder of the local platform's DAGs. */
  readonly dags: string | undefined;
}

/** Airflow scans its folder once a minute and reads each file again after 15 s; see Kaapana's help pages. */
const refreshMs = 90_000;

/** For a workflow: whether Airflow has its files and has had time to read them. */
export async function explainDag({ question, release, dags }: DagQuestion): Promise<ChainLink[]> {
  const { extension, subject } = question;
  if (extension.kind !== 'workflow') return [];
  const inPlace = await explainFilesInPlace(subject.dagFiles, { release, dags });
  return inPlace.state === 'broken' ? [inPlace] : [inPlace, explainRefresh(release)];
}

async function explainFilesInPlace(
  files: readonly string[],
  { release, dags }: Pick<DagQuestion, 'release' | 'dags'>,
): Promise<ChainLink> {
  const link = { id: 'dag', title: 'DAG files in Airflow' } as const;
  const names = files.map((file) => basename(file));
  if (dags === undefined) {
    const completed = release?.state.kind === 'completed';
    const says = completed
      ? 'The Job that copies them has completed.'
      : 'The Job that copies them has not reported completion.';
    return { ...link, state: completed ? 'good' : 'unknown', says };
  }
  const there = new Set((await readdir(dags, { recursive: true }).catch(() => [])).map((path) => basename(path)));
  const missing = names.filter((name) => !there.has(name));
  if (missing.length === 0)
    return {
      ...link,
      state: 'good',
      says: names.length === 0 ? `They are copied to ${dags}.` : `In ${dags}: ${names.join(', ')}.`,
    };
  return {
    ...link,
    state: 'broken',
    says: `Missing in ${dags}: ${missing.join(', ')}.`,
    detail:
      'The DAG image installs the files that its Dockerfile copies to /kaapana/tmp/dags. Another workflow may have removed a file of the same name.',
    remedy: { text: 'Copy the file in the Dockerfile of the DAG image, then deploy again.', action: 'deploy' },
  };
}

function explainRefresh(release: CatalogueRelease | undefined): ChainLink {
  const link = { id: 'refresh', title: "Airflow's refresh" } as const;
  const ages = (release?.pods ?? []).map(({ ageMs }) => ageMs).filter((age) => age !== undefined);
  const youngest = ages.length === 0 ? undefined : Math.min(...ages);
  const every = 'Airflow looks for new DAGs once a minute.';
  if (youngest !== undefined && youngest < refreshMs) {
    return {
      ...link,
      state: 'note',
      says: `Files installed ${Math.round(youngest / 1000)} s ago. ${every}`,
      remedy: { text: 'Wait a minute and reload the page.', action: 'lookAgain' },
    };
  }
  return {
    ...link,
    state: 'good',
    says: `${every} If the DAG is still missing, it has a Python error: see the log of airflow-scheduler.`,
  };
}
