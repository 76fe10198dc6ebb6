import { runSuite } from './runSuite.ts';

export function run(): Promise<void> {
  return runSuite(() => import('./refusedPanels.ts'));
}
