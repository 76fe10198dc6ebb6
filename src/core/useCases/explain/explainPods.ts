import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { podAdvice, type PodAdvice } from '../../platform/catalogue/podAdvice.ts';
import { currentPods, describePod, podCondition, type Pod } from '../../platform/catalogue/pods.ts';
import type { CatalogueRelease } from '../../platform/catalogue/readCatalogue.ts';
import { lastLines } from '../../text/plainText.ts';
import type { ChainLink, LinkRemedy } from './chainLink.ts';

export interface PodsQuestion {
  /** Of the release. */
  readonly name: string;
  readonly release: CatalogueRelease | undefined;
  /** Folder of the local platform's logs; undefined for a cluster, which keeps them itself. */
  readonly logs: string | undefined;
  /** Namespace of the pods. */
  readonly namespace: string;
}

const listAge = "The platform's list is up to 30 s old.";

export async function explainPods(question: PodsQuestion): Promise<ChainLink> {
  const link = { id: 'pods', title: 'Pods' } as const;
  const { name, release } = question;
  if (release === undefined) {
    const remedy = { text: 'Check again in half a minute.', action: 'lookAgain' } as const;
    return { ...link, state: 'unknown', says: `The platform does not list ${name} yet. ${listAge}`, remedy };
  }
  const pods = currentPods(release.pods);
  if (pods.length === 0) {
    const says = `The platform lists no pods for ${name}. It lists pods of Deployments and Jobs only. ${listAge}`;
    return { ...link, state: 'note', says };
  }
  for (const condition of ['failing', 'waiting'] as const) {
    const bad = pods.filter((pod) => podCondition(pod) === condition);
    const [first] = bad;
    if (first !== undefined) return { ...link, ...(await explainBad(question, { bad, first })) };
  }
  const restarted = pods.find(({ status, restarts }) => status === 'running' && restarts > 0);
  const says = pods.map(describePod).join('; ');
  if (restarted === undefined) return { ...link, state: 'good', says };
  const advice = podAdvice(restarted);
  const detail = await whereToLook(restarted, { ...question, advice });
  return { ...link, state: 'note', says, detail, remedy: { text: `If it restarts again: ${advice.text}` } };
}

async function explainBad(
  question: PodsQuestion,
  { bad, first }: { readonly bad: readonly Pod[]; readonly first: Pod },
): Promise<Omit<ChainLink, 'id' | 'title'>> {
  const advice = podAdvice(first);
  const isWaiting = podCondition(first) === 'waiting';
  const described = bad.map(describePod).join('; ');
  const remedy: LinkRemedy = {
    text: isWaiting ? `${advice.text} Check again in a minute.` : advice.text,
    action: isWaiting ? 'lookAgain' : advice.deploy === true ? 'deploy' : undefined,
  };
  return {
    state: 'broken',
    says: isWaiting ? `Waiting: ${described}.` : described,
    detail: await whereToLook(first, { ...question, advice }),
    remedy,
  };
}

/** The last lines of the pod's log, or the command that shows log or events. */
async function whereToLook(
  { name: pod, message }: Pod,
  { name, logs, namespace, advice: { look } }: PodsQuestion & { readonly advice: PodAdvice },
): Promise<string> {
  if (pod === undefined) return 'The platform does not say which pod it is.';
  if (logs === undefined) {
    if (look === 'events') return `Its events: kubectl describe pod ${pod} --namespace ${namespace}`;
    const previous = look === 'previousLog' ? ' --previous' : '';
    return `Its log: kubectl logs ${pod} --namespace ${namespace} --all-containers${previous}`;
  }
  const file = join(logs, name, `${pod}.log`);
  const text = await readFile(file, 'utf8').catch(() => '');
  if (text.trim() !== '') return `${file}:\n${lastLines(text, 20)}`;
  return look === 'events' ? (message ?? 'It has not started, so it has no log.') : `It wrote nothing to ${file}.`;
}
