import type * as vscode from 'vscode';
import { plainText } from '../../core/text/plainText.ts';

/** The extension's log. Texts from outside lose their control characters here, whoever writes them. */
export interface Log {
  info(text: string): void;
  warn(text: string): void;
  error(text: string): void;
  /** Work in the background that failed, and why. */
  failed(what: string, error: unknown): void;
  /** Opens the log without taking the focus from the editor. */
  show(): void;
}

/** The part of VS Code's log channel that is written to. */
interface Channel extends Pick<vscode.LogOutputChannel, 'info' | 'warn' | 'error'> {
  show(preserveFocus?: boolean): void;
}

export function createLog(channel: Channel): Log {
  return {
    info: (text) => channel.info(plainText(text)),
    warn: (text) => channel.warn(plainText(text)),
    error: (text) => channel.error(plainText(text)),
    failed: (what, error) => channel.warn(plainText(`${what}: ${String(error)}`)),
    show: () => channel.show(true),
  };
}

/** Escapes text for Markdown. `MarkdownString.appendText` would replace spaces with non-breaking ones. */
export function escapeMarkdown(text: string): string {
  return plainText(text).replaceAll(/[\\`*_{}[\]()#+\-!~<>|&]/gu, String.raw`\$&`);
}
