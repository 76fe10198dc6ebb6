import { runSuite } from './runSuite.ts';

export function run(): Promise<void> {
  return runSuite(async () => {
    // First: what follows needs the extension to be active.
    await import('./activation.ts');
    await import('./commands.ts');
    await import('./languageHelp.ts');
    await import('./formPanels.ts');
    await import('./terminal.ts');
    await import('./jobDiagnostics.ts');
  });
}
