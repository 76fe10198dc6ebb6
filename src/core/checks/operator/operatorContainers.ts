import { findImageArguments } from '../../project/python/findImageArguments.ts';
import { operatorClasses } from '../../project/python/operatorClasses.ts';
import { isBelow } from '../../project/isBelow.ts';
import type { Project, ProjectImage } from '../../project/project.ts';
import { pythonOf } from '../../project/pythonOf.ts';
import { filesInAirflow } from '../dag/airflowFiles.ts';

/** Operators of Kaapana that give a container nothing but what is written in the project. */
const plain =
  /^(?:\w+\.)*(?:KaapanaBaseOperator|KaapanaPythonBaseOperator|KaapanaBranchPythonBaseOperator|KaapanaApplicationOperator|BaseOperator|PythonOperator)$/u;

/** Base images whose environment is known. */
const knownBase = /(?:^|\/)(?:base-python-[cg]pu|python|ubuntu|debian|alpine)(?:[:@]|$)/u;

/**
 * The images of which all is known that reaches their containers: operators of this project run them, no chart does,
 * and neither their base nor a processing-container.json brings variables of its own.
 */
export function operatorContainers(project: Project): ProjectImage[] {
  const sources = [...filesInAirflow(project).values()];
  const named = new Set(
    sources.flatMap((source) =>
      findImageArguments(pythonOf(source)).flatMap(({ parts }) => {
        const text = (parts ?? []).map((part) => ('text' in part ? part.text : part.variable)).join('');
        return /([^/:]+)(?::[^/]*)?$/u.exec(text)?.[1] ?? [];
      }),
    ),
  );
  const charted = project.charts.flatMap(({ templates, values }) => [
    ...templates,
    ...(values === undefined ? [] : [values]),
  ]);
  return project.images.filter(({ name, role, contextPath, bases }) => {
    if (role !== 'processing' || name === undefined || !named.has(name)) return false;
    if (
      charted.some(({ text }) => text.includes(`/${name}`) || text.includes(`"${name}"`) || text.includes(`: ${name}`))
    )
      return false;
    const isOwn = (reference: string): boolean => project.images.some((one) => isNamed(reference, one.name));
    return (
      bases.every(({ reference }) => knownBase.test(reference) || isOwn(reference)) &&
      ![...project.files.keys()].some(
        (path) => isBelow(path, contextPath) && /(?:^|\/)(?:processing-container\.json|[^/]*\.env)$/u.test(path),
      )
    );
  });
}

/** Whether operators derive from those of other extensions or of the platform, which may add variables. */
export function hasForeignOperators(project: Project): boolean {
  const classes = [...filesInAirflow(project).values()].flatMap((source) => operatorClasses(pythonOf(source)));
  const own = new Set(classes.map(({ name }) => name));
  return classes.some(({ bases }) =>
    bases.some((base) => base.endsWith('Operator') && !plain.test(base) && !own.has(base.split('.').at(-1) ?? '')),
  );
}

function isNamed(reference: string, name: string | undefined): boolean {
  return name !== undefined && reference.split('/').at(-1)?.split(/[:@]/u)[0] === name;
}
