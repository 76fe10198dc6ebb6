import type { ContainerPlan } from '../manifest/podPlan.ts';
import type { BackOff } from '../start/platformOptions.ts';
import { waitBeforeRetry } from './backOff.ts';
import type { ContainerEngine } from './containerEngine.ts';
import type { ContainerState } from './podState.ts';

export interface ProvideImageOptions {
  readonly engine: ContainerEngine;
  readonly backOff: BackOff;
  readonly signal: AbortSignal;
  readonly set: (state: ContainerState) => void;
}

/** Has the container's image at hand when it returns; as on a node, a failing pull is tried again for ever. */
export async function provideImage(container: ContainerPlan, options: ProvideImageOptions): Promise<void> {
  const { engine, signal, set } = options;
  for (let tries = 0; ; tries++) {
    const problem = await tryToProvide(container, engine, signal);
    if (problem === undefined) return;
    const never = container.pullPolicy === 'Never';
    set({ phase: 'waiting', reason: never ? 'ErrImageNeverPull' : 'ErrImagePull', message: problem });
    await waitBeforeRetry(options.backOff, 0, signal);
    if (!never) set({ phase: 'waiting', reason: 'ImagePullBackOff', message: problem });
    await waitBeforeRetry(options.backOff, tries, signal);
  }
}

async function tryToProvide(
  { image, pullPolicy }: ContainerPlan,
  engine: ContainerEngine,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    if (pullPolicy !== 'Always' && (await engine.hasImage(image))) return undefined;
    if (pullPolicy === 'Never') return `Image ${image} is not on this machine, and its pull policy is Never.`;
    await engine.pullImage(image, signal);
    return undefined;
  } catch (error) {
    signal.throwIfAborted();
    return `Image ${image} cannot be pulled: ${error instanceof Error ? error.message : String(error)}`;
  }
}
