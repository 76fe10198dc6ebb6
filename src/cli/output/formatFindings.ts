import { relative } from 'node:path';
import pc from 'picocolors';
import { type Finding, countFindings } from '../../core/checks/finding.ts';
import { plainLine } from '../../core/text/plainText.ts';

const marks = { error: pc.red('✖'), warning: pc.yellow('!'), hint: pc.blue('i') } as const;

/** Findings as lines for a terminal: what, where, why and what to do. The last line counts them. */
export function formatFindings(findings: readonly Finding[], folder: string): string {
  if (findings.length === 0) return `${pc.green('✔')} No problems found.`;
  return [...findings.map((finding) => formatFinding(finding, folder)), `Found ${countFindings(findings)}.`].join(
    '\n\n',
  );
}

function formatFinding(finding: Finding, folder: string): string {
  const { severity, message, range, rule, why, remedy } = finding;
  const place = `${plainLine(relative(folder, range.file) || range.file)}:${range.line}:${range.column}`;
  return [
    `${marks[severity]} ${pc.bold(plainLine(message))}`,
    `  ${pc.cyan(place)}`,
    `  ${why}`,
    `  ${pc.green('→')} ${remedy} ${pc.dim(`(${rule})`)}`,
  ].join('\n');
}
