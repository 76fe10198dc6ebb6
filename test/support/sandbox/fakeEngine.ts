import type { ContainerEngine, ContainerExit, ContainerRun } from '../../../src/sandbox/runtime/containerEngine.ts';

export interface FakeEngine {
  readonly engine: ContainerEngine;
  /** What happened: `pull x`, `run x`, `stop x`, `prepare`, `remove all`. */
  readonly events: string[];
  /** References that cannot be pulled. */
  readonly missing: Set<string>;
  /** Exit codes by image, used up one by one; `hang` runs until it is stopped, and so does what is not named 0 here. */
  readonly exits: Map<string, (number | 'hang')[]>;
  /** Exit codes of commands in containers, used up one by one; 0 after that. */
  readonly commands: Map<string, number[]>;
  /** The names of each pod's network; all have the address 127.0.0.1. */
  readonly networks: (readonly string[])[];
}

/** Runs nothing: each container ends as told, at once. */
export function createFakeEngine(): FakeEngine {
  const events: string[] = [];
  const missing = new Set<string>();
  const exits: FakeEngine['exits'] = new Map();
  const commands: FakeEngine['commands'] = new Map();
  const networks: FakeEngine['networks'] = [];
  const engine: ContainerEngine = {
    prepare: () => note('prepare'),
    hasImage: () => Promise.resolve(false),
    pullImage(reference, _signal, credentials) {
      if (missing.has(reference)) return Promise.reject(new Error(`manifest for ${reference} not found`));
      return note(credentials === undefined ? `pull ${reference}` : `pull ${reference} as ${credentials.username}`);
    },
    openNetwork: ({ names }) => {
      networks.push(names);
      return Promise.resolve({ holder: 'pause', address: '127.0.0.1', close: () => note('close network') });
    },
    async runContainer(run) {
      await note(`run ${run.container.image}`);
      run.signal.throwIfAborted();
      run.onRunning({
        exec: async (command) => {
          await note(`exec ${command.join(' ')}`);
          const exitCode = commands.get(command.join(' '))?.shift() ?? 0;
          return { exitCode, output: exitCode === 0 ? '' : 'not yet' };
        },
      });
      return await end(run);
    },
    removePodVolumes: () => Promise.resolve(),
    importImages: (archive) =>
      archive.includes('garbage') ? Promise.reject(new Error('invalid tar header')) : note('import'),
    removeAll: () => note('remove all'),
  };

  async function end(run: ContainerRun): Promise<ContainerExit> {
    const exit = exits.get(run.container.image)?.shift() ?? 0;
    if (exit !== 'hang') return { exitCode: exit, outOfMemory: false, logTail: exit === 0 ? '' : 'it broke' };
    await new Promise<void>((resolve) => run.signal.addEventListener('abort', () => resolve(), { once: true }));
    await note(`stop ${run.container.image}`);
    throw run.signal.reason;
  }

  function note(event: string): Promise<void> {
    events.push(event);
    return Promise.resolve();
  }

  return { engine, events, missing, exits, commands, networks };
}
