import { z } from 'zod';
import type { DockerfileInstruction } from '../../project/dockerfile/dockerfileSyntax.ts';
import { parseJson } from '../../text/parseJson.ts';

/** Whether a Dockerfile's COPY or ADD uses a path of the context; if uncertain, it does. */
export function copiedFiles(instructions: readonly DockerfileInstruction[]): (path: string) => boolean {
  const patterns = instructions.flatMap(sourcesOf).map(toPattern);
  return (path) => patterns.some((pattern) => pattern.test(path));
}

function sourcesOf({ keyword, text }: DockerfileInstruction): string[] {
  const [, inner = keyword, rest = ''] = /^(?:ONBUILD )?(\w+) (.*)$/s.exec(text) ?? [];
  if (inner !== 'COPY' && inner !== 'ADD') return [];
  const words = rest.trim().split(' ');
  const firstSource = words.findIndex((word) => !word.startsWith('--'));
  if (words.slice(0, firstSource).some((word) => word.startsWith('--from='))) return [];
  return splitArguments(words.slice(firstSource).join(' ')).slice(0, -1);
}

/** `a b /to`, or the same as a JSON array for names with spaces. */
function splitArguments(text: string): string[] {
  if (text.startsWith('[')) return parseJson(text, z.array(z.unknown()))?.map(String) ?? ['.', ''];
  return text.split(' ').filter((word) => word !== '' && !word.startsWith('<<'));
}

/** A source is a file, a folder with everything below it, or a pattern with wildcards. */
function toPattern(source: string): RegExp {
  const path = source.replace(/^["']|["']$/g, '').replace(/^(?:\.?\/)+|\/+$/g, '');
  if (path === '' || path === '.' || path.includes('$')) return /^/;
  const escaped = path
    .replace(/[.+^${}()|\\]/g, '\\$&')
    .replace(/\*/g, '[^/]*')
    .replace(/\?/g, '[^/]');
  try {
    return new RegExp(`^${escaped}(?:/|$)`);
  } catch {
    // Unclosed brackets.
    return /^/;
  }
}
