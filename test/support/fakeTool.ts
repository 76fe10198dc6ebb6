import { chmodSync, writeFileSync } from 'node:fs';

/** A program that stands in for a tool: a shell script of these lines. */
export function writeFakeTool(file: string, ...lines: readonly string[]): string {
  writeFileSync(file, ['#!/bin/sh', ...lines, ''].join('\n'));
  chmodSync(file, 0o755);
  return file;
}

/** Starts the real program `tool` but waits before one of its verbs: `exec` keeps it one process, as the real one is. */
export function slowVerb(tool: string, verb: string, seconds: number): string[] {
  return [`[ "$1" = "${verb}" ] && exec sleep ${seconds}`, `exec "${tool}" "$@"`];
}
