import * as vscode from 'vscode';
import type { Checks } from '../checks/registerChecks.ts';
import type { Services } from '../services.ts';
import { ImageHover } from './imageHover.ts';
import { YamlCompletion } from './yamlCompletion.ts';
import { toRange } from '../checks/diagnostics.ts';

const linked: vscode.DocumentSelector = {
  scheme: 'file',
  pattern: '**/{*.py,values.yaml,Dockerfile,*.Dockerfile}',
};
const operators: vscode.DocumentSelector = { scheme: 'file', pattern: '**/*.py' };

/** Editor features in an extension's files other than findings. */
export function registerLanguageHelp(services: Services, checks: Checks): void {
  const { context } = services;
  context.subscriptions.push(
    vscode.languages.registerDefinitionProvider(linked, new SourceDefinitions(services, checks)),
    vscode.languages.registerHoverProvider(operators, new ImageHover(services, checks)),
    vscode.languages.registerCompletionItemProvider(
      YamlCompletion.files,
      new YamlCompletion(context.extensionPath, checks.projectOf),
      ' ',
    ),
  );
}

/** Go to Definition: from images and imports to the files that define them. */
class SourceDefinitions implements vscode.DefinitionProvider {
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
    const { languageReaders } = await import('../readers.ts');
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
