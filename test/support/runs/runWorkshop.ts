import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectDocker, type DockerConnection } from '../../../src/core/docker/connectDocker.ts';
import type { PodContract } from '../../../src/core/runs/contract/podContract.ts';
import { createDockerRunEngine } from '../../../src/core/runs/engine/dockerRunEngine.ts';
import type { ContainerEnd, ContainerRun, RunEngine } from '../../../src/core/runs/engine/runEngine.ts';
import { readEnvironment } from '../../../src/core/settings/environment.ts';
import { rootImage } from '../imageWorkbench.ts';
import { contractOf, readGolden } from './goldenContract.ts';

/** Containers of runs in a folder of their own, without a project around. */
export interface RunWorkshop {
  readonly folder: string;
  readonly data: string;
  readonly connection: DockerConnection;
  readonly engine: RunEngine;
  readonly lines: string[];
  run(command: readonly string[], changes?: RunChanges): Promise<ContainerEnd>;
  /** Ids of the containers of runs that the Engine has. */
  containers(): Promise<string[]>;
}

type RunChanges = Partial<Omit<ContainerRun, 'contract'>> & { readonly contract?: Partial<PodContract> };

/** A workshop for each test of the surrounding `describe`. */
export function useRunWorkshop(): RunWorkshop {
  let current: RunWorkshop | undefined;
  beforeEach(async () => {
    current = await open();
  });
  afterEach(() => {
    if (current !== undefined) rmSync(current.folder, { recursive: true, force: true });
  });
  const workshop = (): RunWorkshop => {
    assert.ok(current);
    return current;
  };
  return {
    get folder() {
      return workshop().folder;
    },
    get data() {
      return workshop().data;
    },
    get connection() {
      return workshop().connection;
    },
    get engine() {
      return workshop().engine;
    },
    get lines() {
      return workshop().lines;
    },
    run: (command, changes) => workshop().run(command, changes),
    containers: () => workshop().containers(),
  };
}

async function open(): Promise<RunWorkshop> {
  const folder = mkdtempSync(join(tmpdir(), 'test of edk-run-'));
  const place = (name: string): string => {
    mkdirSync(join(folder, name));
    chmodSync(join(folder, name), 0o777);
    return join(folder, name);
  };
  const data = place('data');
  const folders = { data, models: place('models'), tensorboard: place('tensorboard'), conf: join(folder, 'conf.json') };
  const { docker, home } = readEnvironment();
  const connection = await connectDocker({ ...docker, home });
  const engine = createDockerRunEngine(connection);
  const lines: string[] = [];
  const contract = { ...contractOf(readGolden('defaults')), image: rootImage };
  return {
    folder,
    data,
    connection,
    engine,
    lines,
    run: (command, changes = {}) => {
      const changed = { ...contract, ...changes.contract };
      writeFileSync(folders.conf, JSON.stringify(changed.conf));
      return engine.run({
        folders,
        mounts: [],
        command,
        network: 'none',
        timeoutMs: 60_000,
        signal: new AbortController().signal,
        logFile: join(folder, 'log'),
        onLine: (line) => void lines.push(line),
        ...changes,
        contract: changed,
      });
    },
    containers: async () => {
      const filters = { label: ['org.kaapana.edk.run'] };
      const found = await connection.docker.listContainers({ all: true, filters });
      return found.filter(({ Labels }) => Labels['run_id'] === contract.labels['run_id']).map(({ Id }) => Id);
    },
  };
}
