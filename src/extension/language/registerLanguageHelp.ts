import * as vscode from 'vscode';
import type { Checks } from '../checks/registerChecks.ts';
import type { Services } from '../services.ts';
import { ImageHover } from './imageHover.ts';
import { SourceDefinitions } from './sourceDefinitions.ts';
import { YamlCompletion } from './yamlCompletion.ts';

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
