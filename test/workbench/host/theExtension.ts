import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { z } from 'zod';

const manifest = z.object({ contributes: z.object({ commands: z.array(z.object({ command: z.string() })) }) });

export function theExtension(): vscode.Extension<unknown> {
  const extension = vscode.extensions.getExtension('kaapana-edk.kaapana-edk');
  assert(extension !== undefined, 'the extension is not installed');
  return extension;
}

/** Ids in the manifest. */
export function contributedCommands(): readonly string[] {
  return manifest.parse(theExtension().packageJSON).contributes.commands.map(({ command }) => command);
}
