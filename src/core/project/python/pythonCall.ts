import type { PythonNode } from './pythonNode.ts';

/** A call with its arguments as they are written. */
export interface PythonCall {
  /** `c` of `a.b.c(...)`. */
  readonly name: string;
  readonly callee: PythonNode;
  readonly node: PythonNode;
  readonly positional: readonly PythonNode[];
  readonly keywords: ReadonlyMap<string, PythonKeyword>;
  /** Whether `*args` or `**kwargs` hand on more arguments. */
  readonly spreads: boolean;
}

export interface PythonKeyword {
  readonly name: PythonNode;
  readonly value: PythonNode;
}
