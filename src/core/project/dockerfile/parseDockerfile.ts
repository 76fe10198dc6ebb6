import type { Dockerfile, Instruction, Label } from 'dockerfile-ast';
import { type SourcePlace, EdkError } from '../../errors/edkError.ts';
import {
  type LineRange,
  checkInstructions,
  type DockerfileInstruction,
  parseDockerfileSyntax,
} from './dockerfileSyntax.ts';
import { expandVariables } from './expandVariables.ts';
import { type BaseReference, readBases } from './readBases.ts';

export interface DockerfileLabel {
  readonly value: string;
  readonly place: SourcePlace;
}

/** One label as it is written. */
export interface WrittenLabel extends DockerfileLabel {
  readonly name: string;
  /** Of the whole `NAME="value"`. */
  readonly range: LineRange;
}

/** Every label of the file in its order, those that a later one replaces included. */
export function listLabels(dockerfile: Dockerfile, file: string): WrittenLabel[] {
  return dockerfile
    .getInstructions()
    .filter(isLabel)
    .flatMap((instruction) => instruction.getProperties())
    .map((property) => {
      const range = property.getRange();
      const { line, character } = range.start;
      // The parser took the quotes off already: those that are left belong to the value.
      const written = (property.getValue() ?? '').replace(/["']/g, '\\$&');
      const value = expandVariables(written, (name) => dockerfile.resolveVariable(name, line) ?? undefined);
      return { name: property.getName(), value, range, place: { file, line: line + 1, column: character + 1 } };
    });
}

/** The labels of the whole file; of two with the same name the later one counts. */
function readLabels(dockerfile: Dockerfile, file: string): Map<string, DockerfileLabel> {
  return new Map(listLabels(dockerfile, file).map(({ name, value, place }) => [name, { value, place }]));
}

function isLabel(instruction: Instruction): instruction is Label {
  return instruction.getKeyword() === 'LABEL';
}

export interface ParsedDockerfile {
  readonly labels: ReadonlyMap<string, DockerfileLabel>;
  /** Images from outside this file: stages of the file itself and `scratch` are left out. */
  readonly bases: readonly BaseReference[];
  /** The steps that BuildKit counts as `[stage n/m]`, and the others, in the order of the file. */
  readonly instructions: readonly DockerfileInstruction[];
}

/**
 * @throws EdkError `dockerfile.empty`; `dockerfile.invalid` with line and column.
 */
export function parseDockerfile(
  text: string,
  file: string,
  buildArguments: Readonly<Record<string, string>>,
): ParsedDockerfile {
  const dockerfile = parseDockerfileSyntax(text);
  if (dockerfile.getInstructions().length === 0) {
    throw new EdkError('dockerfile.empty', `${file} has no instruction.`, { place: { file } });
  }
  checkInstructions(dockerfile, file);
  return {
    labels: readLabels(dockerfile, file),
    bases: readBases(dockerfile, { text, file, buildArguments }),
    instructions: listInstructions(dockerfile),
  };
}

function listInstructions(dockerfile: Dockerfile): DockerfileInstruction[] {
  const stageNames = dockerfile.getFROMs().map((from) => from.getBuildStage() ?? undefined);
  let stage = -1;
  return dockerfile.getInstructions().map((instruction) => {
    const keyword = instruction.getKeyword();
    if (keyword === 'FROM') stage++;
    return {
      keyword,
      text: instruction
        .getTextContent()
        .replace(/^\S+/, keyword)
        .replace(/\\\r?\n\s*/g, '')
        .replace(/\s+/g, ' '),
      line: instruction.getRange().start.line + 1,
      stage,
      stageName: stageNames[stage],
    };
  });
}
