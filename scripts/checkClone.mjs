/**
 * npm run check:clone -- FOLDER: what "edk check" says of every extension in a clone of the Kaapana repository, as counts
 * by rule and, below, with project and place. What the platform ships works: an error there is a false one. Exit code 0
 * whatever is found, 2 for a folder in which there is nothing to check.
 */
import { relative, resolve } from 'node:path';
import { formatTable } from '../src/cli/output/formatTable.ts';
import { templatesFolder } from '../src/cli/verb.ts';
import { keywordsOf } from '../src/core/checks/chart/keywords.ts';
import { EdkError } from '../src/core/errors/edkError.ts';
import { findProjects } from '../src/core/project/findProjects.ts';
import { hasKind, whereInsteadOfExtensions } from '../src/core/project/chart.ts';
import { readProject } from '../src/core/project/readProject.ts';
import { readEnvironment } from '../src/core/settings/environment.ts';
import { resolveSettings } from '../src/core/settings/resolveSettings.ts';
import { plainLine } from '../src/core/text/plainText.ts';
import { checkProject } from '../src/core/useCases/check/checkProject.ts';
import { renderForChecks } from '../src/core/useCases/check/gatherFacts.ts';

/** @typedef {import('../src/core/project/project.ts').Project} Project */
/** @typedef {import('../src/core/checks/finding.ts').Finding} Finding */

const folder = process.argv[2];
if (folder === undefined) {
  console.error('Usage: npm run check:clone -- FOLDER');
  process.exit(2);
}
const clone = resolve(folder);
const { signal } = new globalThis.AbortController();
const settings = { ...(await resolveSettings(clone, {}, readEnvironment())), kaapanaRepository: clone };
const context = { settings, templatesFolder };

/** @type {{ project: string; finding: Finding }[]} */
const found = [];
/** @type {string[]} */
const failed = [];
let checked = 0;
for (const path of await findProjects(clone, { depth: 12 })) {
  const project = await readProject(path, { buildArguments: settings.buildArguments, signal });
  if (!isExtension(project)) continue;
  checked += 1;
  try {
    const rendered = await renderForChecks(context, project, signal);
    const { findings } = await checkProject(context, project, { rendered });
    found.push(...findings.map((finding) => ({ project: path, finding })));
  } catch (error) {
    if (!(error instanceof EdkError)) throw error;
    failed.push(`${relative(clone, path)}: ${error.message}`);
  }
}
if (checked === 0) {
  console.error(`There is no extension in ${clone}.`);
  process.exit(2);
}
printCounts();
printPlaces();

/**
 * Whether one of its charts is more than a part of others; one that cannot be read may be.
 *
 * @param {Project} project
 */
function isExtension({ charts }) {
  return charts.some(({ chart, role }) => {
    const keywords = keywordsOf(chart);
    const isListed = hasKind(keywords) || whereInsteadOfExtensions(keywords) !== undefined;
    return chart.yaml === undefined || (role !== 'dependency' && isListed);
  });
}

function printCounts() {
  /** @type {Map<string, typeof found>} */
  const groups = new Map();
  for (const one of found) {
    const key = `${one.finding.severity} ${one.finding.rule}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  const rows = [...groups].map(([key, group]) => {
    const [severity = '', rule = ''] = key.split(' ');
    return [rule, severity, String(group.length), String(new Set(group.map(({ project }) => project)).size)];
  });
  const byCount = rows.sort((a, b) => Number(b[2]) - Number(a[2]) || ((a[0] ?? '') < (b[0] ?? '') ? -1 : 1));
  console.log(formatTable(['Rule', 'Severity', 'Findings', 'Projects'], byCount));
  console.log(`\n${found.length} findings in ${checked} projects.`);
}

function printPlaces() {
  for (const { project, finding } of found) {
    const { file, line } = finding.range;
    console.log(
      plainLine(
        `${finding.rule} (${finding.severity}) ${relative(clone, project) || '.'}: ${relative(clone, file)}:${line}: ${finding.message}`,
      ),
    );
  }
  for (const text of failed) console.log(plainLine(`not checked: ${text}`));
}
