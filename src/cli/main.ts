import { CommanderError } from 'commander';
import pc from 'picocolors';
import './interpretSchemas.ts';
import { createProgram } from './createProgram.ts';
import { reportWrongUsage } from './reportWrongUsage.ts';

// Without top-level await, which CommonJS has not.
void createProgram()
  .parseAsync()
  .catch((error: unknown) => {
    if (error instanceof CommanderError) {
      process.exitCode = reportWrongUsage(error, process.argv, process.stdout);
    } else {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      process.stderr.write(`${pc.red('✖')} ${text}\n`);
      process.exitCode = 1;
    }
  });
