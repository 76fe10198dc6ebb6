import { appendFileSync } from 'node:fs';
import type { SuiteEvent } from '../suiteEvent.ts';

/** Tells the runner outside, which named the file. */
export function report(event: SuiteEvent): void {
  const file = process.env['EDK_WORKBENCH_RESULTS'];
  if (file === undefined) throw new Error('EDK_WORKBENCH_RESULTS is not set');
  appendFileSync(file, `${JSON.stringify(event)}\n`);
}
