export interface DockerfileInstruction {
  readonly keyword: string;
  /** The instruction on one line, as builders name it in their messages. */
  readonly text: string;
  /** Counts from 1. */
  readonly line: number;
  /** Counts from 0; -1 for what stands before the first FROM. */
  readonly stage: number;
  readonly stageName: string | undefined;
}
