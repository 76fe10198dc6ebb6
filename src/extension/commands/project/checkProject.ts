import { basename } from 'node:path';
import * as vscode from 'vscode';
import { z } from 'zod';
import type { Checks } from '../../checks/registerChecks.ts';
import type { JobStarter } from '../../jobs/jobStarter.ts';

const rangeSchema = z.object({
  file: z.string(),
  line: z.number(),
  column: z.number(),
  endLine: z.number(),
  endColumn: z.number(),
});
const valueSchema = z.object({
  findings: z.array(
    z.object({
      rule: z.string(),
      severity: z.enum(['error', 'warning', 'hint']),
      message: z.string(),
      range: rangeSchema,
      why: z.string(),
      remedy: z.string(),
      fix: z
        .object({ title: z.string(), edits: z.array(z.object({ range: rangeSchema, text: z.string() })) })
        .optional(),
    }),
  ),
});

/** Runs all rules, in trusted workspaces including those on the rendered chart, and shows the findings. */
export async function checkProject(jobs: JobStarter, checks: Checks, folder: string): Promise<void> {
  if (vscode.workspace.isTrusted) {
    const { outcome, value } = await jobs.run({
      verb: 'check',
      arguments: ['--dir', folder, '--fail-on', 'never'],
      project: folder,
      title: vscode.l10n.t('Check {0}', basename(folder)),
      succeeded: 'quiet',
    });
    if (outcome !== 'succeeded') return;
    checks.set(folder, valueSchema.parse(value).findings);
  } else {
    await checks.now(folder);
  }
  const count = checks.findingsOf(folder)?.length ?? 0;
  if (count === 0) {
    vscode.window.setStatusBarMessage(vscode.l10n.t('No problems found in {0}.', basename(folder)), 4000);
    return;
  }
  await vscode.commands.executeCommand('workbench.actions.view.problems');
}
