import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import licenceList from 'spdx-license-list/full.js';
import satisfies from 'spdx-satisfies';

/** Licences of code that a product under Apache-2.0 may contain, when it carries their texts along. */
const ALLOWED = ['0BSD', 'Apache-2.0', 'BlueOak-1.0.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT', 'Unlicense'];

const TEXTS = /^(licen[cs]e|copying|notice)([.-].*)?$/i;

/**
 * The licences of all packages of which a bundle contains something, with their texts.
 *
 * @param {import('esbuild').Metafile[]} metafiles of the bundles
 * @param {string} root the folder that the metafiles' paths start from
 * @returns {string}
 * @throws {Error} naming every package whose licence is unknown or must not be shipped
 */
export function thirdPartyNotices(metafiles, root) {
  const packages = bundledFolders(metafiles).map((folder) => readPackage(join(root, folder)));
  const problems = packages.flatMap(problemOf);
  if (problems.length > 0) throw new Error(`These packages cannot be shipped:\n${problems.join('\n')}`);
  const parts = packages
    .toSorted((one, other) => one.name.localeCompare(other.name) || one.version.localeCompare(other.version))
    .map(({ name, version, license, texts }) => `${name} ${version} (${license})\n\n${texts.join('\n\n')}`);
  return ['Kaapana EDK contains the following packages.', ...parts].join(`\n\n${'-'.repeat(80)}\n\n`).concat('\n');
}

/** Folders of packages, from what esbuild took into its outputs. */
function bundledFolders(metafiles) {
  const inputs = metafiles
    .flatMap(({ outputs }) => Object.values(outputs))
    .flatMap((output) => Object.entries(output.inputs))
    .flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : []));
  const folders = inputs.map((path) => /^.*\bnode_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0]);
  return [...new Set(folders.filter((folder) => folder !== undefined))];
}

function readPackage(folder) {
  const { name, version, author, ...rest } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  // `licenses` is how old manifests name theirs.
  const license = rest.license ?? rest.licenses?.map(({ type }) => type).join(' OR ');
  const texts = readdirSync(folder)
    .filter((file) => TEXTS.test(file))
    .map((file) => readFileSync(join(folder, file), 'utf8').trim());
  return { name, version, license, texts: texts.length > 0 ? texts : standardText(license, author) };
}

/** For a package that names its licence and does not bring the text along. @returns {string[]} */
function standardText(license, author) {
  const text = licenceList[license]?.licenseText;
  if (text === undefined) return [];
  return [`Author: ${author?.name ?? author ?? 'not named'}`, text.trim()];
}

function problemOf({ name, version, license, texts }) {
  if (!fits(license)) return [`${name} ${version}: its licence is ${license ?? 'not named'}`];
  return texts.length > 0 ? [] : [`${name} ${version}: it has no text of its licence ${license}`];
}

function fits(license) {
  try {
    return satisfies(license, ALLOWED);
  } catch {
    // No SPDX expression.
    return false;
  }
}
