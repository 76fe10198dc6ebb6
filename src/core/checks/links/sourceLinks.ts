import { findImports, type PythonImport } from '../../project/python/findImports.ts';
import { bindingsOf } from '../../project/python/scope.ts';
import { findAnywhere, type ModuleFinder } from '../dag/modules.ts';
import { type SourceRange, type SourceFile, valueRange } from '../../project/sourceFile.ts';
import { labelRange } from '../image/dockerfile.ts';
import { ownBases } from '../image/bases.ts';
import { globalOf } from '../reference/chartImages.ts';
import type { ReferenceSettings } from '../reference/operatorImages.ts';
import { operatorUses } from '../reference/imageUses.ts';
import type { ProjectImage, Project } from '../../project/project.ts';
import { pythonOf } from '../../project/python/readDag.ts';

/** From a place that names something to where that is made. */
export interface SourceLink {
  readonly from: SourceRange;
  readonly to: SourceRange;
}

export interface LinkOptions {
  readonly settings: ReferenceSettings;
  /** The Dockerfile of a base image that lies outside the project; undefined for one that nobody knows. */
  readonly baseDockerfile: (name: string) => string | undefined;
}

/**
 * The links of one file: from `image=` and from values.yaml to the Dockerfile, from an import to the operator, from FROM
 * to the base's Dockerfile.
 *
 * @param path of the file, relative to the project.
 */
export function sourceLinks(project: Project, path: string, options: LinkOptions): SourceLink[] {
  const python = project.dagFiles.get(path);
  return [
    ...operatorUses(project, options.settings, path).flatMap(({ range, own }) =>
      own === undefined ? [] : linkTo(own, range),
    ),
    ...(python === undefined ? [] : importLinks(project, python)),
    ...valueLinks(project, path),
    ...baseLinks(project, path, options),
  ];
}

function linkTo(image: ProjectImage, from: SourceRange): SourceLink[] {
  return [{ from, to: labelRange(image, 'IMAGE') ?? image.file.rangeFrom() }];
}

function valueLinks(project: Project, path: string): SourceLink[] {
  return [...globalOf(project)].flatMap(({ values, global }) => {
    const image = project.images.find(({ name }) => name !== undefined && name === global['image']);
    if (values.path !== path || image === undefined) return [];
    return linkTo(image, valueRange(values, ['global', 'image']));
  });
}

function baseLinks(project: Project, path: string, { settings, baseDockerfile }: LinkOptions): SourceLink[] {
  return ownBases(project, settings).flatMap(({ image, base, name }) => {
    if (image.file.path !== path) return [];
    const from = image.file.rangeOf(base.start, base.end);
    const sibling = project.images.find((one) => one.name === name);
    if (sibling !== undefined) return linkTo(sibling, from);
    const file = baseDockerfile(name);
    return file === undefined ? [] : [{ from, to: { file, line: 1, column: 1, endLine: 1, endColumn: 1 } }];
  });
}

function importLinks(project: Project, source: SourceFile): SourceLink[] {
  const find = findAnywhere(project.dagFiles);
  return findImports(pythonOf(source)).flatMap((one) => {
    const module = find(source.path, one)?.file;
    const names = one.names.flatMap(({ name, from, to }) => {
      const target = definitionOf(find, { source, one, name }, longestDetour);
      return target === undefined ? [] : [{ from: source.rangeOf(from, to), to: target }];
    });
    if (module === undefined) return names;
    return [{ from: source.rangeOf(one.from, one.to), to: module.rangeFrom() }, ...names];
  });
}

/** How many packages may re-export a name, one after the other. */
const longestDetour = 5;

interface ImportedPlace {
  readonly source: SourceFile;
  readonly one: PythonImport;
  readonly name: string;
}

/** Where a name is defined, even if the package it is imported from only re-exports it. */
function definitionOf(
  find: ModuleFinder,
  { source, one, name }: ImportedPlace,
  detours: number,
): SourceRange | undefined {
  const found = find(source.path, one);
  if (found === undefined) return undefined;
  const { file, folder } = found;
  const python = file === undefined ? undefined : pythonOf(file);
  const binding = python === undefined ? undefined : bindingsOf(python, python.root).get(name);
  if (file !== undefined && (binding?.kind === 'definition' || binding?.kind === 'value')) {
    const { line } = file.rangeOf(binding.node.from, binding.node.from);
    return file.rangeFrom({ line });
  }
  if (file !== undefined && binding?.kind === 'import') {
    const { name: next } = binding;
    const there = findImports(pythonOf(file)).find(({ names }) => names.some((other) => other.name === next));
    if (there === undefined || detours === 0) return undefined;
    return definitionOf(find, { source: file, one: there, name: next }, detours - 1);
  }
  return folder === undefined ? undefined : find(`${folder}/x`, { module: name, level: 1 })?.file?.rangeFrom();
}
