import type { PythonNode } from './pythonNode.ts';

/** What a statement does to a dict after it was made. */
export interface DictChange {
  /** The name that the statement uses. */
  readonly root: PythonNode;
  /** Keys from the root to the dict that changes. */
  readonly keys: readonly PythonNode[];
  /** `d["a"] = 1` and `d.setdefault("a", 1)`. */
  readonly set?: { readonly key: PythonNode; readonly value: PythonNode } | undefined;
  /** `d.update({...})`. */
  readonly merged?: PythonNode | undefined;
  /** `d.update(a=1)`. */
  readonly named?: readonly { readonly name: PythonNode; readonly value: PythonNode }[] | undefined;
}
