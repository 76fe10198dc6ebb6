import * as vscode from 'vscode';
import type { Services } from '../services.ts';
import { reportError } from '../ui/reportError.ts';
import { commandIds, type CommandHandlers, type CommandId } from '../ui/commandIds.ts';

/** Registers all commands. Errors thrown by a handler are shown once, cancellations never. */
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
