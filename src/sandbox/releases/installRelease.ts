import { errorWords } from '../http/answer.ts';
import type { HelmTool, RenderRequest } from '../helm/helmTool.ts';
import { linksOf } from '../ingress/ingressTable.ts';
import { planRelease } from '../manifest/planRelease.ts';
import { updateRelease, type LiveRelease, type ReleaseTools, runHooks, startWorkloads } from './liveRelease.ts';

export type InstallOutcome =
  | { readonly kind: 'deployed' }
  /** A failed release stays behind. */
  | { readonly kind: 'failed'; readonly reason: string }
  /** Nothing stays behind. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** There is a release of this name already; it stays as it is. */
  | { readonly kind: 'taken' };

/** Renders a chart and starts what it brings, hooks before and after; like `helm install` without --wait. */
export async function installRelease(
  live: LiveRelease,
  request: RenderRequest & { readonly helm: HelmTool },
  tools: ReleaseTools,
): Promise<InstallOutcome> {
  // An uninstall gives the release another operation.
  const { signal } = live.operation;
  let manifests: string;
  try {
    manifests = await request.helm.render(request);
  } catch (error) {
    return { kind: 'refused', reason: errorWords(error) };
  }
  try {
    signal.throwIfAborted();
    updateRelease(live, { manifests }, tools);
    live.plan = planRelease(manifests, request.namespace);
    updateRelease(live, { links: linksOf(live.plan.ingresses) }, tools);
    await runHooks('pre-install', { live, tools, signal });
    signal.throwIfAborted();
    const trouble = await tools.nodePorts.open(live);
    startWorkloads(live, tools);
    await runHooks('post-install', { live, tools, signal });
    signal.throwIfAborted();
    updateRelease(live, { status: 'deployed', description: trouble.join(' ') }, tools);
    return { kind: 'deployed' };
  } catch (error) {
    const reason = errorWords(error);
    // An uninstall or the end of the platform came between; the status is theirs.
    if (signal.aborted) return { kind: 'failed', reason };
    updateRelease(live, { status: 'failed', description: reason }, tools);
    return { kind: 'failed', reason };
  }
}
