import type { Copy, Dockerfile, Flag, From, Instruction } from 'dockerfile-ast';
import { catalogue } from '../../errors/catalogue.ts';
import { EdkError, type SourcePlace } from '../../errors/edkError.ts';
import { whyInvalidReference } from '../../text/imageReference.ts';
import { describeInvalid } from '../references/imageReference.ts';
import { expandVariables } from './expandVariables.ts';
import type { LinePosition } from './dockerfileSyntax.ts';

/** An image from outside that a Dockerfile names. */
export interface BaseReference {
  /** As it stands after the defaults of global ARGs were filled in, e.g. `local-only/base-python-cpu:latest`. */
  readonly reference: string;
  readonly place: SourcePlace;
  /** Where it stands before the defaults were filled in: offsets in characters of the Dockerfile's text. */
  readonly start: number;
  readonly end: number;
}

export interface DockerfileSource {
  readonly text: string;
  readonly file: string;
  readonly buildArguments: Readonly<Record<string, string>>;
}

/** Every image from outside that FROM, `COPY --from=` and `RUN --mount=from=` name. */
export function readBases(dockerfile: Dockerfile, source: DockerfileSource): BaseReference[] {
  const lines = lineStarts(source.text);
  const values = globalArguments(dockerfile, source.buildArguments);
  const stages = new Set<string>();
  const bases: BaseReference[] = [];

  const add = (written: string, start: LinePosition): void => {
    const reference = expandVariables(written, (name) => values.get(name));
    const place = { file: source.file, line: start.line + 1, column: start.character + 1 };
    if (reference === '' || reference.startsWith(':') || reference.endsWith(':')) {
      const message = `${source.file}:${place.line}: "${written}" uses a build argument that has no value.`;
      throw new EdkError('dockerfile.invalid', message, {
        place,
        remedy: 'Give the ARG a default before the first FROM, or pass the build argument.',
      });
    }
    if (reference === 'scratch' || stages.has(reference.toLowerCase())) return;
    if (whyInvalidReference(reference) !== undefined) {
      const message = `${source.file}:${place.line}: ${describeInvalid(reference)}`;
      throw new EdkError('dockerfile.invalid', message, { place, remedy: catalogue['reference.invalid'].remedy });
    }
    const offset = (lines[start.line] ?? 0) + start.character;
    bases.push({ reference, place, start: offset, end: offset + written.length });
  };

  for (const instruction of dockerfile.getInstructions()) {
    if (isFrom(instruction)) {
      const [written, range] = [instruction.getImage(), instruction.getImageRange()];
      if (written !== null && range !== null) add(written, range.start);
      const stage = instruction.getBuildStage();
      if (stage !== null) stages.add(stage.toLowerCase());
      continue;
    }
    for (const flag of flagsOf(instruction)) {
      const image = imageOfFlag(flag);
      if (image !== undefined && !/^\d+$/.test(image.written)) add(image.written, image.start);
    }
  }
  return bases;
}

function imageOfFlag(flag: Flag): { written: string; start: LinePosition } | undefined {
  const [value, range] = [flag.getValue(), flag.getValueRange()];
  if (value === null || range === null) return undefined;
  if (flag.getName() === 'from') return { written: value, start: range.start };
  const found = flag.getName() === 'mount' ? /(?:^|,)from=([^,]+)/.exec(value) : null;
  const written = found?.[1];
  if (found === null || written === undefined) return undefined;
  const character = range.start.character + found.index + found[0].length - written.length;
  return { written, start: { line: range.start.line, character } };
}

/** What FROM can name: the ARGs before the first one, several in a line where they are, and the platform's own. */
function globalArguments(dockerfile: Dockerfile, given: Readonly<Record<string, string>>): Map<string, string> {
  const values = platformArguments();
  for (const argument of dockerfile.getInitialARGs()) {
    for (const word of argument.getPropertyArguments()) {
      const [, name = '', written] = /^([^=]+)(?:=(.*))?$/s.exec(word.getValue()) ?? [];
      const value =
        given[name] ?? (written === undefined ? undefined : expandVariables(written, (other) => values.get(other)));
      if (value !== undefined) values.set(name, value);
    }
  }
  return values;
}

/** BuildKit sets them. We assume that the Engine has this machine's processor, as with Docker Desktop. */
function platformArguments(): Map<string, string> {
  const architecture = { x64: 'amd64', ia32: '386', arm: 'arm' }[process.arch as string] ?? process.arch;
  const platform = { PLATFORM: `linux/${architecture}`, OS: 'linux', ARCH: architecture, VARIANT: '' };
  return new Map(
    Object.entries(platform).flatMap(([name, value]) => [
      [`TARGET${name}`, value],
      [`BUILD${name}`, value],
    ]),
  );
}

function lineStarts(text: string): number[] {
  return [0, ...[...text.matchAll(/\r\n|\n|\r/g)].map((end) => end.index + end[0].length)];
}

function isFrom(instruction: Instruction): instruction is From {
  return instruction.getKeyword() === 'FROM';
}

function flagsOf(instruction: Instruction): Flag[] {
  return isFlagged(instruction) ? instruction.getFlags() : [];
}

function isFlagged(instruction: Instruction): instruction is Copy {
  return instruction.getKeyword() === 'COPY' || instruction.getKeyword() === 'RUN';
}
