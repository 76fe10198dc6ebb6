import { basename } from 'node:path';
import * as vscode from 'vscode';
import { z } from 'zod';
import type { JobResult, SuccessNotice } from '../../jobs/jobRequest.ts';
import type { JobStarter } from '../../jobs/jobStarter.ts';

export async function deployProject(jobs: JobStarter, project: string): Promise<JobResult> {
  return jobs.run({
    verb: 'deploy',
    arguments: ['--dir', project],
    project,
    title: vscode.l10n.t('Deploy {0}', basename(project)),
    succeeded: deployed,
  });
}

const deployedSchema = z.object({
  release: z.object({ releaseName: z.string(), state: z.string(), unlisted: z.array(z.string()).default([]) }),
});

/** Note on a release whose pods the platform does not list. */
export function deployedNote(): string {
  return vscode.l10n.t('The platform does not list its pods, so it is unknown whether they are running.');
}

function deployed(value: unknown): SuccessNotice {
  const release = deployedSchema.safeParse(value).data?.release;
  return {
    message: release === undefined ? vscode.l10n.t('Deployed.') : stateOf(release) + noteOf(release.unlisted),
    next: {
      title: vscode.l10n.t('Show Extensions'),
      run: () => vscode.commands.executeCommand('kaapanaEdk.extensions.focus'),
    },
  };
}

function stateOf({ releaseName, state }: { readonly releaseName: string; readonly state: string }): string {
  if (state === 'running') return vscode.l10n.t('{0} is running.', releaseName);
  // The pods of a workflow only copy its files, and complete.
  if (state === 'completed') return vscode.l10n.t('{0} is installed and ready to run.', releaseName);
  return vscode.l10n.t('{0} is deployed.', releaseName);
}

function noteOf(unlisted: readonly string[]): string {
  if (unlisted.length === 0) return '';
  return ` ${vscode.l10n.t('The platform does not list the pods of {0}, so it is unknown whether they are running.', unlisted.join(', '))}`;
}

/** @param image the image to build; by default all of the project. */
export async function buildImage(jobs: JobStarter, project: string, image: string | undefined): Promise<JobResult> {
  return jobs.run({
    verb: 'build image',
    arguments: ['--dir', project, ...(image === undefined ? [] : ['--image-name', image])],
    project,
    title: vscode.l10n.t('Build Image {0}', image ?? basename(project)),
    succeeded: () => ({ message: vscode.l10n.t('{0} is built and in the registry.', image ?? basename(project)) }),
  });
}

export async function buildChart(jobs: JobStarter, project: string): Promise<JobResult> {
  return jobs.run({
    verb: 'build chart',
    arguments: ['--dir', project],
    project,
    title: vscode.l10n.t('Build Chart {0}', basename(project)),
  });
}

export async function buildExtension(jobs: JobStarter, project: string): Promise<JobResult> {
  return jobs.run({
    verb: 'build extension',
    arguments: ['--dir', project],
    project,
    title: vscode.l10n.t('Build Extension {0}', basename(project)),
  });
}
