import { relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ArtifactLocation, Fix, Location, Log, Region, ReportingDescriptor, Result } from 'sarif';
import type { Finding, Severity } from '../finding.ts';
import type { SourceRange } from '../../project/sourceFile.ts';
import { rules } from '../rules.ts';
import type { CheckResult, SuppressedFinding } from '../runChecks.ts';
import { suppressionRules } from '../suppressions.ts';

export interface SarifOptions {
  /** Of edk. */
  readonly version: string | undefined;
  /** Absolute; paths are given relative to it, those outside as URLs. */
  readonly folder: string;
}

const levels = { error: 'error', warning: 'warning', hint: 'note' } as const satisfies Record<
  Severity,
  Result['level']
>;

/** Stands for the folder that paths are relative to; CI systems replace it with the checked-out repository. */
const root = '%SRCROOT%';

const all = [...rules, ...Object.values(suppressionRules)];
const indexes = new Map<string, number>(all.map(({ id }, index) => [id, index]));

/**
 * Findings in the Static Analysis Results Interchange Format 2.1.0 (OASIS), as CI systems read it. The same findings
 * produce the same text: it contains no time and no machine path.
 */
export function sarifLog({ findings, suppressed }: CheckResult, { version, folder }: SarifOptions): Log {
  const edition = version === undefined ? {} : { semanticVersion: version };
  return {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'edk', fullName: 'Kaapana EDK', ...edition, rules: all.map(describe) } },
        originalUriBaseIds: { [root]: { description: { text: 'The folder that was checked, or one around it.' } } },
        columnKind: 'utf16CodeUnits',
        results: [
          ...findings.map((finding) => ({ ...toResult(finding, folder), suppressions: [] })),
          ...suppressed.map((one) => toSuppressedResult(one, folder)),
        ],
      },
    ],
  };
}

function describe({ id, severity, title, why, remedy }: (typeof all)[number]): ReportingDescriptor {
  return {
    id,
    shortDescription: { text: `${title}.` },
    fullDescription: { text: why },
    help: { text: `${why} ${remedy}`, markdown: `**Why:** ${why}\n\n**What to do:** ${remedy}` },
    defaultConfiguration: { level: levels[severity] },
  };
}

function toResult({ rule, severity, message, range, fix }: Finding, folder: string): Result {
  return {
    ruleId: rule,
    ruleIndex: indexes.get(rule) ?? -1,
    level: levels[severity],
    message: { text: message },
    locations: [toLocation(range, folder)],
    ...(fix === undefined ? {} : { fixes: [toFix(fix, folder)] }),
  };
}

function toSuppressedResult({ finding, reason, by, place }: SuppressedFinding, folder: string): Result {
  return {
    ...toResult(finding, folder),
    suppressions: [
      {
        kind: by === 'comment' ? 'inSource' : 'external',
        justification: reason,
        location: toLocation(place, folder),
      },
    ],
  };
}

function toFix({ title, edits }: NonNullable<Finding['fix']>, folder: string): Fix {
  return {
    description: { text: title },
    artifactChanges: edits.map(({ range, text }) => ({
      artifactLocation: toArtifact(range.file, folder),
      replacements: [{ deletedRegion: toRegion(range), insertedContent: { text } }],
    })),
  };
}

function toLocation(range: SourceRange, folder: string): Location {
  return { physicalLocation: { artifactLocation: toArtifact(range.file, folder), region: toRegion(range) } };
}

function toArtifact(file: string, folder: string): ArtifactLocation {
  const path = relative(folder, file).split(sep);
  if (path[0] === '..') return { uri: pathToFileURL(file).href };
  return { uri: path.map(encodeURIComponent).join('/') || './', uriBaseId: root };
}

function toRegion({ line, column, endLine, endColumn }: SourceRange): Region {
  return { startLine: line, startColumn: column, endLine, endColumn };
}
