import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { podContract, type OperatorCall, type PodContract } from '../../../src/core/runs/contract/podContract.ts';
import type { JsonValue } from '../../../src/core/runs/contract/pythonText.ts';
import { runConf } from '../../../src/core/runs/contract/runConf.ts';

const folder = join(import.meta.dirname, '..', '..', 'unit', 'core', 'runs', 'golden');

/** Settings of a DAG, and the pod that Kaapana 0.6.0 makes of them. */
export interface GoldenContract {
  readonly title: string;
  readonly dagId: string;
  readonly runId: string;
  readonly gpu?: number;
  readonly identifiers: readonly string[];
  readonly forms: Readonly<Record<string, Readonly<Record<string, JsonValue>>>>;
  readonly call: OperatorCall;
  readonly expected: {
    readonly name: string;
    readonly environment: Readonly<Record<string, string>>;
    readonly conf: JsonValue;
    readonly mounts: PodContract['mounts'];
    readonly memory: PodContract['memory'];
  };
}

export function goldenNames(): string[] {
  return readdirSync(folder)
    .filter((name) => name !== 'services.json')
    .map((name) => name.replace('.json', ''));
}

/** Variables that every pod has are in a file of their own; a golden file may give them another value. */
export function readGolden(name: string): GoldenContract {
  const golden = read(name) as GoldenContract;
  const environment = { ...(read('services') as Record<string, string>), ...golden.expected.environment };
  return { ...golden, expected: { ...golden.expected, environment } };
}

export function contractOf({ dagId, runId, gpu, identifiers, forms, call }: GoldenContract): PodContract {
  const conf = runConf({ dagId, workflowId: 'a1b2c3', project: 'admin', identifiers, dataset: 'sample', forms });
  return podContract(call, { dagId, runId, conf, gpu });
}

function read(name: string): unknown {
  return JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));
}
