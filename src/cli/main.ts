#!/usr/bin/env node
import { CommanderError } from 'commander';
import pc from 'picocolors';
import { plainText } from '../core/text/plainText.ts';
import { createProgram } from './createProgram.ts';
import { reportWrongUsage } from './reportWrongUsage.ts';

// Whoever reads the output may be gone, like "head" after its last line. The job still runs to its end.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_DESTROYED') throw error;
  });
}

void createProgram()
  .parseAsync()
  .catch((error: unknown) => {
    if (error instanceof CommanderError) {
      process.exitCode = reportWrongUsage(error, process.argv, process.stdout);
    } else {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      process.stderr.write(`${pc.red('✖')} ${plainText(text)}\n`);
      process.exitCode = 1;
    }
  });
