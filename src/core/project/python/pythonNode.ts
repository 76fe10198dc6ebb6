import type { parser } from '@lezer/python';

/** A node of the syntax tree; its offsets are UTF-16 offsets in the file's text. */
export type PythonNode = ReturnType<typeof parser.parse>['topNode'];
