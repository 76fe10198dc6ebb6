import * as vscode from 'vscode';
import { z } from 'zod';
import { restoreError } from '../../../core/jobs/reportError.ts';
import type { JobStarter } from '../../jobs/jobStarter.ts';
import { openPlace } from '../../ui/editor.ts';
import { translateAdvice } from '../../ui/errorTexts.ts';
import { translate } from '../../ui/translate.ts';

const linkSchema = z.object({
  title: z.string(),
  state: z.enum(['good', 'note', 'unknown', 'broken']),
  says: z.string(),
  detail: z.string().optional(),
  remedy: z
    .object({
      text: z.string(),
      action: z.string().optional(),
      place: z.object({ file: z.string(), line: z.number().optional(), column: z.number().optional() }).optional(),
    })
    .optional(),
});
type ShownLink = z.infer<typeof linkSchema>;

const explanationSchema = z.object({ subject: z.string(), links: z.array(linkSchema) });

export interface ExplainSubject {
  /** Folder of a project, or name of a release or chart. */
  readonly name: string;
  /** Folder of the project, if it is one. */
  readonly folder: string | undefined;
}

const icons = { good: 'pass', note: 'warning', unknown: 'question', broken: 'error' } as const;

/** Checks the chain from files to pods, shows it, and runs the selected fix. */
export async function explain(jobs: JobStarter, { name, folder }: ExplainSubject): Promise<void> {
  const title = vscode.l10n.t('Diagnose Extension');
  const result = await jobs.run({ verb: 'explain', arguments: [name], title, succeeded: 'quiet' });
  if (result.outcome === 'cancelled') return;
  const explanation = explanationSchema.safeParse(result.value).data;
  if (explanation === undefined) {
    throw result.error === undefined
      ? new Error(vscode.l10n.t('The diagnosis returned no results.'))
      : restoreError(result.error);
  }
  const { subject, links } = explanation;
  const broken = links.find(({ state }) => state === 'broken');
  const chosen = await vscode.window.showQuickPick(chainItems(links, { broken, folder }), {
    title:
      broken === undefined
        ? vscode.l10n.t('{0}: No problems found', subject)
        : vscode.l10n.t('{0}: Stopped at {1}', subject, broken.title),
    placeHolder: vscode.l10n.t('Select a fix'),
    matchOnDescription: true,
    matchOnDetail: true,
    ignoreFocusOut: true,
  });
  await chosen?.run?.();
}

type LinkItem = vscode.QuickPickItem & { readonly run?: (() => unknown) | undefined };

/** The broken link and its remedy first, then the chain up to it. */
function chainItems(
  links: readonly ShownLink[],
  { broken, folder }: { readonly broken: ShownLink | undefined; readonly folder: string | undefined },
): LinkItem[] {
  const others = links.filter((link) => link !== broken).flatMap((link) => linkItems(link, folder));
  if (broken === undefined) return others;
  return [...linkItems(broken, folder), { label: '', kind: vscode.QuickPickItemKind.Separator }, ...others];
}

/** A row for the link, followed by one that fixes it. */
function linkItems({ title, state, says, detail, remedy }: ShownLink, folder: string | undefined): LinkItem[] {
  const row: LinkItem = { label: `$(${icons[state]}) ${title}`, description: says };
  const lastLine = detail?.trimEnd().split('\n').at(-1);
  const shown = lastLine === undefined ? row : { ...row, detail: lastLine };
  if (state === 'good' || remedy === undefined) return [shown];
  const { text, action, place } = remedy;
  const run = place?.line === undefined ? runFor(action, folder) : () => openPlace(place);
  const label = run === undefined ? vscode.l10n.t('Suggestion') : nameOf(action);
  return [shown, { label: `$(arrow-right) ${label}`, description: translateAdvice(text, translate), run }];
}

/** The label of each remedy. */
function nameOf(action: string | undefined): string {
  switch (action) {
    case 'deploy':
      return vscode.l10n.t('Deploy');
    case 'initialize':
      return vscode.l10n.t('Build Base Images');
    case 'startPlatform':
      return vscode.l10n.t('Start Local Platform');
    case 'doctor':
      return vscode.l10n.t('Run Doctor');
    case 'install':
      return vscode.l10n.t('Install');
    case 'uninstall':
      return vscode.l10n.t('Uninstall');
    case 'forceUninstall':
      return vscode.l10n.t('Uninstall Without Hooks');
    case 'showFilter':
      return vscode.l10n.t('Show Experimental Extensions');
    case 'lookAgain':
      return vscode.l10n.t('Check Again');
    default:
      return vscode.l10n.t('Open File');
  }
}

const commands: Readonly<Record<string, string>> = {
  deploy: 'kaapanaEdk.deploy',
  initialize: 'kaapanaEdk.initialize',
  startPlatform: 'kaapanaEdk.startPlatform',
  doctor: 'kaapanaEdk.runDoctor',
  install: 'kaapanaEdk.install',
  uninstall: 'kaapanaEdk.uninstall',
  forceUninstall: 'kaapanaEdk.forceUninstall',
  showFilter: 'kaapanaEdk.filterExtensions',
  lookAgain: 'kaapanaEdk.explain',
};

function runFor(action: string | undefined, folder: string | undefined): (() => unknown) | undefined {
  const command = action === undefined ? undefined : commands[action];
  if (command === undefined || (action === 'deploy' && folder === undefined)) return undefined;
  return () => vscode.commands.executeCommand(command, folder === undefined ? undefined : { folder });
}
