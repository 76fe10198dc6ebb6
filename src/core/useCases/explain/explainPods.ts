import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { currentPods, describePod, podCondition, type Pod } from '../../platform/catalogue/pods.ts';
import type { CatalogueRelease } from '../../platform/catalogue/readCatalogue.ts';
import { lastLines } from '../../text/lastLines.ts';
import type { ChainLink, LinkRemedy } from './chainLink.ts';

export interface PodsQuestion {
  /** Of the release. */
  readonly name: string;
  readonly release: CatalogueRelease | undefined;
  /** Folder of the local platform's logs. */
  readonly logs: string | undefined;
}

/** How long a list may be behind; milliseconds. */
const listAge = 'The list of the platform is up to 30 s old.';

export async function explainPods({ name, release, logs }: PodsQuestion): Promise<ChainLink> {
  const link = { id: 'pods', title: 'Pods' } as const;
  if (release === undefined) {
    const remedy = { text: 'Look again in half a minute.', action: 'lookAgain' } as const;
    return { ...link, state: 'unknown', says: `The platform does not list ${name} yet. ${listAge}`, remedy };
  }
  const pods = currentPods(release.pods);
  const failing = pods.filter((pod) => podCondition(pod) === 'failing');
  const [first] = failing;
  if (first !== undefined) {
    return {
      ...link,
      state: 'broken',
      says: failing.map(describePod).join('; '),
      detail: await readLog(first, { name, logs }),
      remedy: remedyFor(first),
    };
  }
  const waiting = pods.filter((pod) => podCondition(pod) === 'waiting');
  if (waiting.length > 0) {
    return {
      ...link,
      state: 'broken',
      says: `Waiting: ${waiting.map(describePod).join('; ')}.`,
      detail:
        'A pod waits while its image is pulled, its volume is bound, or no node has the memory or GPU that it asks for.',
      remedy: {
        text: 'Look again in a minute. When it stays so, ask for less memory, or see the events of the pod.',
        action: 'lookAgain',
      },
    };
  }
  if (pods.length === 0) return { ...link, state: 'note', says: `${name} has no pods. ${listAge}` };
  return { ...link, state: 'good', says: pods.map(describePod).join('; ') };
}

function remedyFor({ status }: Pod): LinkRemedy {
  if (status.includes('image') || status === 'registryunavailable') {
    return {
      text: 'The node cannot pull the image: wrong registry, wrong tag, or never pushed. Deploy again; every reference is looked up before.',
      action: 'deploy',
    };
  }
  if (status === 'oomkilled')
    return { text: 'It used more memory than its limit. Raise ram_mem_mb_lmt, or read less at once.' };
  if (status.includes('config'))
    return { text: 'It names a Secret or ConfigMap that is not there. Correct the template.' };
  return { text: 'Its program ended with an error: see the log, mend it, and deploy again.', action: 'deploy' };
}

/** The last lines that the pod wrote, or where to find them. */
async function readLog({ name: pod }: Pod, { name, logs }: Pick<PodsQuestion, 'name' | 'logs'>): Promise<string> {
  if (pod === undefined) return 'The platform does not say which pod it is.';
  const where = `Its log on a cluster: kubectl logs --all-containers --namespace services ${pod}`;
  if (logs === undefined) return where;
  const file = join(logs, name, `${pod}.log`);
  const text = await readFile(file, 'utf8').catch(() => '');
  return text.trim() === '' ? `It wrote nothing into ${file}.` : `${file}:\n${lastLines(text, 20)}`;
}
