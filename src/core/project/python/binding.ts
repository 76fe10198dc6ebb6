import type { PythonNode } from './pythonNode.ts';

/** What a name is bound to in one scope; `unknown` when it is bound more than once or otherwise than by `=`. */
export type Binding =
  | { readonly kind: 'value'; readonly node: PythonNode }
  | { readonly kind: 'parameter'; readonly defaultValue: PythonNode | undefined }
  | { readonly kind: 'import'; readonly name: string }
  | { readonly kind: 'definition'; readonly node: PythonNode }
  | { readonly kind: 'unknown' };

/** What binds names directly in a scope. */
export type ScopeBindings = ReadonlyMap<string, Binding>;
