import type { Dockerfile, Instruction, Label } from 'dockerfile-ast';
import type { SourcePlace } from '../../errors/edkError.ts';
import { expandVariables } from './expandVariables.ts';
import type { LineRange } from './lineRange.ts';

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
export function readLabels(dockerfile: Dockerfile, file: string): Map<string, DockerfileLabel> {
  return new Map(listLabels(dockerfile, file).map(({ name, value, place }) => [name, { value, place }]));
}

function isLabel(instruction: Instruction): instruction is Label {
  return instruction.getKeyword() === 'LABEL';
}
