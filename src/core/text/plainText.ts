import { stripVTControlCharacters } from 'node:util';

/** Control characters but the end of a line and the tab: C0, DEL and C1. */
const controls = /[^\P{Cc}\n\t]/gu;

/** Unicode's characters without a picture of their own that reorder or hide what stands beside them (UAX #9, tags). */
const reordering = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u206F\uFFF9-\uFFFB]|[\u{E0000}-\u{E007F}]/gu;

/**
 * Text from outside as it may be shown and kept: without anything that a terminal obeys, or that shows it in another order
 * than it was written. Lines stay; so do tabs.
 */
export function plainText(text: string): string {
  return stripVTControlCharacters(text)
    .replaceAll(/\r*\n|\r|[\u2028\u2029]/gu, '\n')
    .replaceAll(controls, '')
    .replaceAll(reordering, '');
}

/** The same where one line is shown: a name cannot pass for a line of ours. */
export function plainLine(text: string): string {
  return plainText(text).replaceAll(/\s*\n\s*/gu, ' ');
}

/** The lines of a program's output. Of one that was drawn over again and again, as progress is, the last state. */
export function plainLogLines(text: string): string[] {
  return text.split(/\r*\n/u).map((line) => plainLine(line.split('\r').findLast((part) => part.trim() !== '') ?? ''));
}

/** Every text in lists and objects, names of fields included; anything else stays as it is. */
export function plainData<T>(value: T): T;
export function plainData(value: unknown): unknown {
  if (typeof value === 'string') return plainText(value);
  if (Array.isArray(value)) return value.map((item: unknown) => plainData(item));
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [plainText(name), plainData(item)]));
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** The last lines of a tool's output, without blank lines at either end. */
export function lastLines(text: string, count: number): string {
  return text.trim().split('\n').slice(-count).join('\n');
}

/** An address as it may be shown and kept: without a user and password in it; anything else as it is. */
export function withoutCredentials(address: string): string {
  return address.replace(/^([a-z][a-z+]*:\/\/)[^/@]*@/i, '$1');
}
