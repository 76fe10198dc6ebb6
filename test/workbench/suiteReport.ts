import type { SuiteEvent } from './suiteEvent.ts';

/** Prints the events of suites as they come, and counts. */
export class SuiteReport {
  readonly stats = { passes: 0, failures: 0, pending: 0 };
  readonly failures: { readonly fullTitle: string; readonly err: { readonly message: string } }[] = [];

  readonly show = (event: SuiteEvent): void => {
    switch (event.type) {
      case 'suite':
        print(`${indent(event.depth)}${event.title}`);
        return;
      case 'passed':
        this.stats.passes++;
        print(`${indent(event.depth)}✔ ${event.title}${event.ms > 75 ? ` (${event.ms}ms)` : ''}`);
        return;
      case 'skipped':
        this.stats.pending++;
        print(`${indent(event.depth)}- ${event.title}`);
        return;
      case 'failed':
        this.stats.failures++;
        this.failures.push({ fullTitle: event.title, err: { message: event.reason } });
        print(`${indent(event.depth)}✘ ${event.title}\n${event.reason.replaceAll(/^/gm, '      ')}`);
        return;
      case 'note':
        print(`    ${event.text}`);
        return;
      case 'measured':
      case 'ended':
    }
  };

  /** The last line. */
  end(): void {
    print(`\n  ${this.stats.passes} passing, ${this.stats.failures} failing`);
  }

  /** What mocha's own JSON report has of this. */
  toJson(): string {
    return JSON.stringify({ stats: this.stats, failures: this.failures });
  }
}

function indent(depth: number): string {
  return '  '.repeat(depth + 1);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
