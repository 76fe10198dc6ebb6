import { basename } from 'node:path';
import type { Translate } from '../ui/translate.ts';
import { formatProgress } from '../../core/jobs/stepTree.ts';
import type { JobEvent } from '../../core/jobs/jobEvent.ts';
import { flatten, StepTree } from '../../core/jobs/stepTree.ts';

/** Title of a job made from its record: `Build Image · liver-radiomics`. */
export function jobTitle(
  { verb, project }: { readonly verb: string; readonly project?: string | undefined },
  translate: Translate,
): string {
  const title = verbTitle(verb, translate);
  // The lock of `init` does not name a folder.
  return project?.startsWith('/') === true ? `${title} · ${basename(project)}` : title;
}

/** The title of the command that starts this `edk` verb. */
export function verbTitle(verb: string, translate: Translate): string {
  switch (verb) {
    case 'deploy':
      return translate('Deploy');
    case 'run':
      return translate('Run');
    case 'dev':
      return translate('Deploy on Save');
    case 'build image':
      return translate('Build Image');
    case 'build chart':
      return translate('Build Chart');
    case 'build extension':
      return translate('Build Extension');
    case 'init':
      return translate('Build Base Images');
    case 'install':
      return translate('Install');
    case 'uninstall':
      return translate('Uninstall');
    case 'upload':
      return translate('Upload');
    case 'doctor':
      return translate('Run Doctor');
    case 'platform start':
      return translate('Start Local Platform');
    case 'platform stop':
      return translate('Stop Local Platform');
    default:
      return `edk ${verb}`;
  }
}

/** A job's current activity in one line. */
export class JobProgress {
  readonly #steps = new StepTree();
  readonly #progress = new Map<number, string>();

  add(event: JobEvent): void {
    if (event.type === 'step-started') this.#steps.start(event);
    if (event.type === 'step-progress') this.#progress.set(event.step, formatProgress(event));
    if (event.type === 'step-finished') this.#steps.finish(event);
  }

  /** The latest running step, e.g. `Images / dag-liver / Push: pushing layers · 12 MB of 40 MB`; empty if none. */
  get line(): string {
    const running = this.#steps.runningRoots.flatMap(flatten).filter(({ end }) => end === undefined);
    const newest = running.reduce<number>((latest, { id }) => Math.max(latest, id), -1);
    if (newest < 0) return '';
    const told = this.#progress.get(newest) ?? '';
    return told === '' ? this.#steps.path(newest) : `${this.#steps.path(newest)}: ${told}`;
  }
}
