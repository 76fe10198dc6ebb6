import * as vscode from 'vscode';
import type { Services } from '../services.ts';
import { reportError } from '../ui/reportError.ts';
import { commandIds, type CommandHandlers, type CommandId } from '../ui/commandIds.ts';

/** The one place where commands are registered: what a handler throws is shown once, a cancellation never. */
export function registerCommands({ context, log }: Services, handlers: CommandHandlers<CommandId>): void {
  for (const id of commandIds) {
    const run = async (...args: readonly unknown[]): Promise<unknown> => {
      try {
        return await handlers[id](...args);
      } catch (error) {
        await reportError(error, log);
        return undefined;
      }
    };
    context.subscriptions.push(vscode.commands.registerCommand(id, run));
  }
}
