import { basename } from 'node:path';
import * as vscode from 'vscode';
import { z } from 'zod';
import type { JobResult, SuccessNotice } from '../../jobs/jobRequest.ts';
import type { JobStarter } from '../../jobs/jobStarter.ts';
import { showResults } from '../../views/runs/resultsDocuments.ts';

interface ContainerRun {
  readonly project: string;
  /** Name of the image; the only processing container without it. */
  readonly image: string | undefined;
  /** A folder; generated images without it. */
  readonly data?: string | undefined;
}

/** Runs a processing container on this machine as the platform would. */
export async function runContainer(jobs: JobStarter, { project, image, data }: ContainerRun): Promise<JobResult> {
  return jobs.run({
    verb: 'run',
    arguments: [
      ...(image === undefined ? [] : [image]),
      ...['--dir', project],
      ...(data === undefined ? [] : ['--data', data]),
    ],
    project,
    title: vscode.l10n.t('Run {0}', image ?? basename(project)),
    succeeded: finished,
  });
}

/** Runs all tasks of the project's DAG on generated images. */
export async function runWorkflow(jobs: JobStarter, project: string): Promise<JobResult> {
  return jobs.run({
    verb: 'run',
    arguments: ['--workflow', '--dir', project],
    project,
    title: vscode.l10n.t('Run Workflow {0}', basename(project)),
    succeeded: finished,
  });
}

/** @throws CancellationError when no folder is chosen. */
export async function askDataFolder(): Promise<string> {
  const [chosen] =
    (await vscode.window.showOpenDialog({
      canSelectFiles: false,
      canSelectFolders: true,
      openLabel: vscode.l10n.t('Run on This Folder'),
      title: vscode.l10n.t('Select a folder with DICOM images'),
    })) ?? [];
  if (chosen === undefined) throw new vscode.CancellationError();
  return chosen.fsPath;
}

const finishedSchema = z.object({
  runs: z.array(z.object({ run: z.object({ outcome: z.string().optional() }), folder: z.string() })),
});

function finished(value: unknown): SuccessNotice {
  const runs = finishedSchema.safeParse(value).data?.runs ?? [];
  const folder = runs.at(-1)?.folder;
  const skipped = runs.length > 0 && runs.every(({ run }) => run.outcome === 'skipped');
  return {
    message: skipped
      ? vscode.l10n.t('The run was skipped: there was nothing to do.')
      : vscode.l10n.t('The run succeeded.'),
    next: folder === undefined ? undefined : { title: vscode.l10n.t('Show Results'), run: () => showResults(folder) },
  };
}
