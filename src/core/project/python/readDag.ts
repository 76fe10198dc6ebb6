import { findCalls } from './findCalls.ts';
import type { PythonNode, PythonSource } from './parsePython.ts';
import type { PythonCall } from './pythonCall.ts';
import { pythonValue, valueAt, type PythonDict, type PythonValue } from './pythonValue.ts';
import { scopeOf } from './scope.ts';
import { chainedNames, chainsUnnamed } from './taskChains.ts';

/** A Python file that makes DAGs, as far as it can be known without running it. */
export interface DagSource {
  readonly dags: readonly DagDefinition[];
  /** Operators that the module itself makes, in order. */
  readonly tasks: readonly DagTask[];
}

export interface DagDefinition {
  readonly call: PythonCall;
  readonly id: PythonValue | undefined;
  /** `ui_forms` of its default_args: the forms shown when the workflow is started. */
  readonly forms: PythonDict | undefined;
  /** Whether it may have forms that cannot be known from the file. */
  readonly otherForms: boolean;
}

export interface DagTask {
  /** Its variable; undefined when it is not kept. */
  readonly name: string | undefined;
  /** The operator's class. */
  readonly operator: string;
  readonly call: PythonCall;
  /** Whether something puts it before or after another task. */
  readonly chained: boolean;
}

export function readDag(source: PythonSource): DagSource {
  const calls = findCalls(source);
  const dags = calls.filter(({ name }) => name === 'DAG').map((call) => readDefinition(source, call));
  const chained = chainedNames(source);
  const allMayBeChained = chainsUnnamed(source);
  const tasks = calls.flatMap((call): DagTask[] => {
    if (!/(?:Operator|Sensor)$/u.test(call.name) || scopeOf(call.node)?.name !== 'Script') return [];
    const name = variableOf(source, call.node);
    const stands = name === undefined ? call.node.parent?.name !== 'ExpressionStatement' : chained.has(name);
    return [{ name, operator: call.name, call, chained: stands || allMayBeChained }];
  });
  return { dags, tasks };
}

function readDefinition(source: PythonSource, call: PythonCall): DagDefinition {
  const idNode = call.keywords.get('dag_id')?.value ?? call.positional[0];
  const args = call.keywords.get('default_args')?.value;
  const values = args === undefined ? undefined : pythonValue(source, args);
  const forms = values?.kind === 'dict' ? valueAt(values, 'ui_forms') : undefined;
  const allKnown = values === undefined ? !call.spreads : values.kind === 'dict' && values.complete;
  return {
    call,
    id: idNode === undefined ? undefined : pythonValue(source, idNode),
    forms: forms?.kind === 'dict' ? forms : undefined,
    otherForms: forms === undefined ? !allKnown : forms.kind !== 'dict' || !forms.complete,
  };
}

/** The one name that a statement binds to the call. */
function variableOf(source: PythonSource, node: PythonNode): string | undefined {
  const statement = node.parent;
  const target = statement?.firstChild;
  const plain = statement?.name === 'AssignStatement' && target?.name === 'VariableName';
  return plain && statement.lastChild?.from === node.from ? source.textOf(target) : undefined;
}
