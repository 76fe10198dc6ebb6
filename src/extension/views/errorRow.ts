import type { ErrorCode } from '../../core/errors/catalogue.ts';
import type { ReportedError } from '../../core/jobs/jobEvent.ts';
import type { CommandId } from '../ui/commandIds.ts';
import { editorRemedy } from '../ui/errorTexts.ts';
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
  /** Possible actions, each a clickable row. */
  readonly actions: readonly RowAction[];
  readonly subject: Subject;
  readonly translate: Translate;
}

/** Shown if a view could not load. The problem is named in a few words, since long rows are cut off. */
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

/** The full explanation, for the message above a view, which wraps lines. */
export function errorMessage(error: ReportedError, translate: Translate): string {
  // What most users see first, so it is translated, unlike core's messages.
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
