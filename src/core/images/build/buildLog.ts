import { StringDecoder } from 'node:string_decoder';
import { decodeBuildTrace, type BuildVertex } from '../../docker/buildTrace.ts';
import type { JobStep } from '../../jobs/jobStep.ts';
import { z } from 'zod';

const messageSchema = z.object({
  id: z.string().optional(),
  aux: z.unknown().optional(),
  /** Output of the classic builder, with line endings. */
  stream: z.string().optional(),
  error: z.string().optional(),
});
const imageSchema = z.object({ ID: z.string() });

export interface FailedStep {
  /** The name that the builder gives it, such as `[2/3] RUN make`. */
  readonly name: string;
  readonly output: readonly string[];
}

/** How many lines of a step's output are kept to search for the cause. */
const keptLines = 200;

/** Reads the messages of BuildKit or the classic builder and passes them on to the step of the job. */
export class BuildLog {
  readonly #step: JobStep;
  readonly #vertices = new Map<string, VertexState>();
  #classicName = '';
  #classicOutput: string[] = [];
  #failed: BuildVertex | undefined;
  #error: string | undefined;
  #image: string | undefined;

  constructor(step: JobStep) {
    this.#step = step;
  }

  /** Id of the image, once it is built. */
  get image(): string | undefined {
    return this.#image;
  }

  get error(): string | undefined {
    return this.#error;
  }

  get failedStep(): FailedStep | undefined {
    if (this.#failed !== undefined) {
      return { name: this.#failed.name, output: this.#vertices.get(this.#failed.digest)?.wholeOutput() ?? [] };
    }
    return this.#classicName === '' ? undefined : { name: this.#classicName, output: this.#classicOutput };
  }

  /** How many of the numbered steps were cached, and how many there are. */
  get cached(): { readonly done: number; readonly total: number } {
    const steps = [...this.#vertices.values()].filter(({ vertex }) => numbered.test(vertex.name));
    return { done: steps.filter(({ vertex }) => vertex.cached).length, total: steps.length };
  }

  add(value: unknown): void {
    const { id, aux, stream, error } = messageSchema.parse(value);
    if (id === 'moby.buildkit.trace' && typeof aux === 'string') this.#addTrace(aux);
    else if (aux !== undefined) this.#image = imageSchema.safeParse(aux).data?.ID ?? this.#image;
    if (stream !== undefined) this.#addClassic(stream);
    if (error !== undefined) this.#error = error;
  }

  #addTrace(aux: string): void {
    const { vertexes, logs } = decodeBuildTrace(aux);
    for (const vertex of vertexes) this.#addVertex(vertex);
    for (const { vertex, stream, msg } of logs) {
      const state = this.#vertices.get(vertex);
      if (state === undefined) continue;
      for (const line of state.takeLines(stream, msg)) this.#step.log(line);
    }
  }

  #addVertex(vertex: BuildVertex): void {
    const known = this.#vertices.get(vertex.digest);
    const state = known ?? new VertexState(vertex);
    state.vertex = vertex;
    this.#vertices.set(vertex.digest, state);
    const shown = !vertex.name.startsWith('[internal]') && vertex.name !== 'copy /context /';
    if (shown && !state.told && (vertex.started || vertex.cached)) {
      state.told = true;
      this.#step.log(vertex.cached ? `${vertex.name} (cached)` : vertex.name);
      this.#tellProgress(vertex.name);
    }
    // Steps that run beside a failed one are cancelled, which is not the cause.
    if (vertex.error !== '' && !vertex.error.includes('context canceled')) this.#failed ??= vertex;
  }

  #tellProgress(message: string): void {
    const position = numbered.exec(message);
    if (position === null) this.#step.progress({ message });
    else this.#step.progress({ message, done: Number(position[1]), total: Number(position[2]), unit: 'items' });
  }

  #addClassic(text: string): void {
    for (const line of text.split(/\r?\n/).filter((part) => part !== '')) {
      this.#step.log(line);
      if (/^Step \d+\/\d+ : /.test(line)) {
        this.#classicName = line;
        this.#classicOutput = [];
      } else {
        this.#classicOutput = [...this.#classicOutput, line].slice(-keptLines);
      }
    }
  }
}

const numbered = /^\[(?:\S+ )?(\d+)\/(\d+)\] /;

class VertexState {
  vertex: BuildVertex;
  told = false;
  #output: string[] = [];
  readonly #streams = new Map<number, { readonly decoder: StringDecoder; unfinished: string }>();

  constructor(vertex: BuildVertex) {
    this.vertex = vertex;
  }

  /** The lines completed by these bytes. */
  takeLines(stream: number, bytes: Uint8Array): string[] {
    const state = this.#streams.get(stream) ?? { decoder: new StringDecoder('utf8'), unfinished: '' };
    this.#streams.set(stream, state);
    const lines = (state.unfinished + state.decoder.write(bytes)).split(/\r?\n/);
    state.unfinished = lines.pop() ?? '';
    this.#output = [...this.#output, ...lines].slice(-keptLines);
    return lines;
  }

  wholeOutput(): string[] {
    const ends = [...this.#streams.values()].map(({ unfinished }) => unfinished).filter((line) => line !== '');
    return [...this.#output, ...ends];
  }
}
