import { posix } from 'node:path';
import type { Add, Copy, Instruction } from 'dockerfile-ast';
import { isBelow } from '../../project/projectFiles.ts';
import type { FileFact, Project, ProjectImage } from '../../project/project.ts';
import type { SourceRange } from '../../project/sourceFile.ts';
import type { Rule } from '../rule.ts';

/** A file in the build context. */
export interface ContextFile extends FileFact {
  /** Relative to the context. */
  readonly inContext: string;
  /** Excluded by .dockerignore. */
  readonly ignored: boolean;
}

/** Every file in the context of an image, including those that .dockerignore excludes. */
export function contextFiles(project: Project, { contextPath: context, ignoreRules }: ProjectImage): ContextFile[] {
  const found: ContextFile[] = [];
  for (const file of project.files.values()) {
    if (!isBelow(file.path, context)) continue;
    const inContext = context === '.' ? file.path : file.path.slice(context.length + 1);
    found.push({ ...file, inContext, ignored: ignoreRules.ignores(inContext) });
  }
  return found;
}

/** One source of a COPY or ADD in the context. */
interface CopySource {
  /** Relative to the context, without a leading `./` or `/` or a trailing `/`; empty for the whole context. */
  readonly pattern: string;
  readonly range: SourceRange;
}

export interface CopyStep {
  readonly sources: readonly CopySource[];
  /** The number of words, including skipped sources and the target. */
  readonly words: number;
  /** Absolute if the WORKDIR is known. */
  readonly target: string;
  readonly range: SourceRange;
  /** Counts from 0; the last stage is the image. */
  readonly stage: number;
  /** Index among the instructions of the file. */
  readonly index: number;
}

/** What is copied from the context, without sources with build arguments, URLs and here-documents. */
export function copySteps(image: ProjectImage): CopyStep[] {
  const steps: CopyStep[] = [];
  let stage = -1;
  let workdir = '';
  for (const [index, instruction] of image.file.dockerfile.getInstructions().entries()) {
    const keyword = instruction.getKeyword();
    if (keyword === 'FROM') {
      stage += 1;
      workdir = '';
    }
    if (keyword === 'WORKDIR') workdir = posix.join(workdir, instruction.getArgumentsContent() ?? '');
    if (!isCopy(instruction) || instruction.getFlags().some((flag) => flag.getName() === 'from')) continue;
    const words = wordsOf(instruction);
    const target = words.at(-1)?.text ?? '';
    steps.push({
      sources: words.slice(0, -1).flatMap(({ text, range }) => {
        if (/[$<]|^\w+:\/\/|^git@/u.test(text)) return [];
        return [{ pattern: normalize(text), range: image.file.rangeOfLines(range) }];
      }),
      words: words.length,
      target: target.startsWith('/') ? target : posix.join(workdir, target),
      range: image.file.rangeOfLines(instruction.getRange()),
      stage,
      index,
    });
  }
  return steps;
}

/** The files that a source copies, as paths relative to the context; `*` and `?` match within a folder. */
export function filesOf({ pattern }: Pick<CopySource, 'pattern'>, files: readonly string[]): string[] {
  if (pattern === '') return [...files];
  if (!/[*?[]/u.test(pattern)) return files.filter((file) => file === pattern || file.startsWith(`${pattern}/`));
  const matcher = globMatcher(pattern);
  return matcher === undefined ? [...files] : files.filter((file) => matcher.test(file));
}

function wordsOf(instruction: Copy | Add) {
  const json = instruction.getJSONStrings();
  if (instruction.getOpeningBracket() !== null && json.length > 0) {
    return json.map((word) => ({ text: word.getJSONValue(), range: word.getRange() }));
  }
  const words = instruction.getArguments().map((word) => ({ text: word.getValue(), range: word.getRange() }));
  const document = words.find(({ text }) => text.startsWith('<<'));
  // The lines after a here-document are its content.
  return document === undefined ? words : words.filter(({ range }) => range.start.line === document.range.start.line);
}

function normalize(source: string): string {
  const path = posix.normalize(source.replaceAll('\\', '/')).replace(/^(?:\.?\/)+/u, '');
  return path === '.' ? '' : path.replace(/\/+$/u, '');
}

/** Undefined for an invalid pattern. */
function globMatcher(pattern: string): RegExp | undefined {
  const translated = pattern.replaceAll(/\*+|\?|\[[^\]]*\]|[\\^$.|+(){}[\]]/gu, (part) => {
    if (part.startsWith('*')) return '[^/]*';
    if (part === '?') return '[^/]';
    return part.length > 1 ? part.replace('[!', '[^') : `\\${part}`;
  });
  try {
    return new RegExp(`^${translated}(?:/|$)`, 'u');
  } catch {
    return undefined;
  }
}

function isCopy(instruction: Instruction): instruction is Copy | Add {
  return instruction.getKeyword() === 'COPY' || instruction.getKeyword() === 'ADD';
}

export const copySourceMissing: Rule = {
  id: 'image/copy-source-missing',
  needs: 'files',
  severity: 'error',
  title: 'COPY names a file that does not exist',
  why: 'The build fails at this line. Paths are relative to the folder of the Dockerfile, and files that .dockerignore excludes are not available.',
  remedy: 'Fix the path, add the file, or change .dockerignore so that it is included.',
  *check(project) {
    if (!project.filesComplete) return;
    for (const image of project.images) {
      const files = contextFiles(project, image);
      const all = files.map(({ inContext }) => inContext);
      const sent = files.filter(({ ignored }) => !ignored).map(({ inContext }) => inContext);
      for (const source of copySteps(image).flatMap(({ sources }) => sources)) {
        if (source.pattern === '' || filesOf(source, sent).length > 0) continue;
        if (source.pattern.startsWith('../')) {
          yield { message: `"${source.pattern}" is outside the folder of the Dockerfile.`, range: source.range };
        } else if (filesOf(source, all).length > 0) {
          yield { message: `"${source.pattern}" is excluded by .dockerignore.`, range: source.range };
        } else if (!project.folders.has(posix.join(image.contextPath, source.pattern))) {
          yield { message: `"${source.pattern}" does not exist in the folder of the Dockerfile.`, range: source.range };
        }
      }
    }
  },
};
