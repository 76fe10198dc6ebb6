import * as vscode from 'vscode';
import type { ImageOrigin, ResolvedReference } from '../../core/checks/facts.ts';
import { toRange } from '../checks/diagnostics.ts';
import type { Checks } from '../checks/registerChecks.ts';
import type { Services } from '../services.ts';
import { plainLine } from '../../core/text/plainText.ts';
import { escapeMarkdown } from '../ui/plainTexts.ts';

/** How long a hover waits for a registry, in milliseconds. */
const patience = 3000;

/** The image that an operator's `image=` resolves to on the platform, and its source. */
export class ImageHover implements vscode.HoverProvider {
  readonly #services: Services;
  readonly #checks: Checks;

  constructor(services: Services, checks: Checks) {
    this.#services = services;
    this.#checks = checks;
  }

  async provideHover(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.Hover | undefined> {
    const around = await this.#checks.sourcesAround(document.uri.fsPath);
    if (around === undefined) return undefined;
    const { project, path } = around;
    const { languageReaders } = await import('../readers.ts');
    const edk = await this.#services.edkContext(project.folder);
    const use = languageReaders
      .operatorUses(project, edk.settings, path)
      .find(({ range }) => toRange(range).contains(position));
    if (use === undefined) return undefined;
    // Untrusted registries are not contacted.
    const resolved: ResolvedReference = !vscode.workspace.isTrusted
      ? { ...use, origin: use.own === undefined ? 'unknown' : 'project' }
      : await languageReaders.resolveReference(edk, use, AbortSignal.timeout(patience)).catch(() => ({
          ...use,
          origin: 'unknown' as const,
        }));
    return new vscode.Hover(describe(resolved), toRange(use.range));
  }
}

function describe({ reference, image, own, origin, note }: ResolvedReference): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  const code = (value: string): string => `\`${plainLine(value).replaceAll('`', '')}\``;
  const line = (title: string, value: string): void => void text.appendMarkdown(`- ${title}: ${value}\n`);
  text.appendMarkdown(`**${vscode.l10n.t('Image on the platform')}** ${code(reference ?? '…')}\n\n`);
  if (image !== undefined) {
    line(vscode.l10n.t('Registry'), code(image.registry));
    line(vscode.l10n.t('Name'), code(image.repository));
    line(vscode.l10n.t('Tag'), code(image.tag));
  }
  line(vscode.l10n.t('Source'), words(origin));
  if (note !== undefined) text.appendMarkdown(`\n${escapeMarkdown(note)}\n`);
  if (own !== undefined) {
    text.appendMarkdown(`\n[${escapeMarkdown(own.file.path)}](${vscode.Uri.file(own.file.file).toString()})`);
  }
  return text;
}

function words(origin: ImageOrigin): string {
  return {
    project: vscode.l10n.t('this project, which builds it'),
    registry: vscode.l10n.t('the local registry'),
    platform: vscode.l10n.t("the platform's registry"),
    elsewhere: vscode.l10n.t('another registry'),
    nowhere: vscode.l10n.t('not found in its registry'),
    unknown: vscode.l10n.t('unknown'),
  }[origin];
}
