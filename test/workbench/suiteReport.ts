import type { SuiteEvent } from './suiteEvent.ts';

/** Prints the events of suites as they come, and counts. */
export class SuiteReport {
  readonly counts = { passed: 0, failed: 0, skipped: 0 };

  readonly show = (event: SuiteEvent): void => {
    switch (event.type) {
      case 'suite':
        print(`${indent(event.depth)}${event.title}`);
        return;
      case 'passed':
        this.counts.passed++;
        print(`${indent(event.depth)}✔ ${event.title}${event.ms > 75 ? ` (${event.ms}ms)` : ''}`);
        return;
      case 'skipped':
        this.counts.skipped++;
        print(`${indent(event.depth)}- ${event.title}`);
        return;
      case 'failed':
        this.counts.failed++;
        print(`${indent(event.depth)}✘ ${event.title}\n${event.reason.replaceAll(/^/gm, '      ')}`);
        return;
      case 'note':
        print(`    ${event.text}`);
        return;
      case 'measured':
      case 'read':
      case 'ended':
    }
  };

  /** The last line. */
  end(): void {
    print(`\n  ${this.counts.passed} passing, ${this.counts.failed} failing`);
  }
}

function indent(depth: number): string {
  return '  '.repeat(depth + 1);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
