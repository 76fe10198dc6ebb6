import * as vscode from 'vscode';
import { toRange } from '../checks/diagnostics.ts';
import type { Checks } from '../checks/registerChecks.ts';
import type { Services } from '../services.ts';

/** Go to Definition: from images and imports to the files that define them. */
export class SourceDefinitions implements vscode.DefinitionProvider {
  readonly #services: Services;
  readonly #checks: Checks;

  constructor(services: Services, checks: Checks) {
    this.#services = services;
    this.#checks = checks;
  }

  async provideDefinition(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): Promise<vscode.LocationLink[] | undefined> {
    const around = await this.#checks.sourcesAround(document.uri.fsPath);
    if (around === undefined) return undefined;
    const { project, path } = around;
    const { languageReaders } = await import('./languageReaders.ts');
    const edk = await this.#services.edkContext(project.folder);
    const options = {
      settings: edk.settings,
      baseDockerfile: (name: string) => languageReaders.baseDockerfile(edk, name),
    };
    return languageReaders
      .sourceLinks(project, path, options)
      .filter(({ from }) => toRange(from).contains(position))
      .map(({ from, to }) => ({
        originSelectionRange: toRange(from),
        targetUri: vscode.Uri.file(to.file),
        targetRange: toRange(to),
      }));
  }
}
