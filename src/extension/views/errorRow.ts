import type { ErrorCode } from '../../core/errors/catalogue.ts';
import type { ReportedError } from '../../core/jobs/jobEvent.ts';
import type { CommandId } from '../ui/commandIds.ts';
import { editorRemedy } from '../ui/editorRemedy.ts';
import type { Translate } from '../ui/translate.ts';
import type { TreeRow } from './treeRow.ts';

export interface RowAction {
  readonly id: CommandId;
  readonly title: string;
  /** A codicon. */
  readonly icon: string;
}

export interface ViewError<Subject> {
  readonly error: ReportedError;
  /** What can be done about it, each a line to click. */
  readonly actions: readonly RowAction[];
  readonly subject: Subject;
  readonly translate: Translate;
}

/** What a view shows when it could not load. What is wrong stands in a few words: a row's end is cut off. */
export function errorRows<Subject>(view: string, parts: ViewError<Subject>): TreeRow<Subject>[] {
  const { error, actions, subject, translate } = parts;
  const { detail } = error;
  return [
    {
      id: `${view}:error`,
      label: errorTitle(error.code, translate),
      tooltip: [error.message, editorRemedy(error, translate), ...(detail === undefined ? [] : [detail])].join('\n\n'),
      icon: 'error',
      color: 'list.errorForeground',
      context: 'error',
      subject,
    },
    ...actions.map(({ id, title, icon }) => ({
      id: `${view}:${id}`,
      label: title,
      icon,
      context: 'action',
      subject,
      command: { id, title },
    })),
  ];
}

/** The whole story, for the message above a view, whose lines break. */
export function errorMessage(error: ReportedError, translate: Translate): string {
  // What most people see first, so not in core's English alone.
  const nothing = translate('No platform is configured, and the local platform is not running.');
  return `${error.code === 'platform.notConfigured' ? nothing : error.message} ${editorRemedy(error, translate)}`;
}

function errorTitle(code: ErrorCode, translate: Translate): string {
  switch (code) {
    case 'platform.notConfigured':
      return translate('No platform');
    case 'platform.unreachable':
      return translate('Platform unreachable');
    case 'platform.timeout':
      return translate('Platform not responding');
    case 'platform.notSignedIn':
      return translate('Not signed in');
    case 'platform.badAnswer':
      return translate('Not a Kaapana platform');
    case 'registry.unreachable':
      return translate('Registry unreachable');
    case 'settings.invalid':
      return translate('Invalid settings');
    default:
      return translate('Loading failed');
  }
}
