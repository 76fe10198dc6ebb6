import { relative, sep } from 'node:path';
import { sarifLog, type SarifOptions } from '../../core/checks/report/sarifLog.ts';
import type { CheckResult } from '../../core/checks/runChecks.ts';
import { writeFileAtomically } from '../../core/files/writeFiles.ts';
import { plainData } from '../../core/text/plainText.ts';

/** Writes findings for CI, which starts edk in the repository and expects paths relative to it. */
export async function writeSarif(file: string, result: CheckResult, { folder, version }: SarifOptions): Promise<void> {
  const started = process.cwd();
  const isAround = relative(started, folder).split(sep)[0] !== '..';
  const log = sarifLog(result, { version, folder: isAround ? started : folder });
  await writeFileAtomically(file, `${JSON.stringify(plainData(log), undefined, 2)}\n`);
}
