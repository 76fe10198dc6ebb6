import type { Dockerfile, Label } from 'dockerfile-ast';
import type { SourcePlace } from '../../errors/edkError.ts';
import { fillInArguments } from './fillInArguments.ts';

export interface DockerfileLabel {
  readonly value: string;
  readonly place: SourcePlace;
}

/** The labels of the whole file; of two with the same name the later one counts. */
export function readLabels(dockerfile: Dockerfile, file: string): Map<string, DockerfileLabel> {
  const labels = new Map<string, DockerfileLabel>();
  for (const instruction of dockerfile.getInstructions()) {
    if (!isLabel(instruction)) continue;
    for (const property of instruction.getProperties()) {
      const { start } = property.getRange();
      const value = fillInArguments(
        property.getValue() ?? '',
        (name) => dockerfile.resolveVariable(name, start.line) ?? undefined,
      );
      labels.set(property.getName(), {
        value,
        place: { file, line: start.line + 1, column: start.character + 1 },
      });
    }
  }
  return labels;
}

function isLabel(instruction: { getKeyword(): string }): instruction is Label {
  return instruction.getKeyword() === 'LABEL';
}
