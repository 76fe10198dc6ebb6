import type { ReportedError } from '../../core/jobs/jobEvent.ts';
import type { CommandId } from '../commands/commandIds.ts';
import { shorten, type TreeRow } from './treeRow.ts';

export interface RowAction {
  readonly id: CommandId;
  readonly title: string;
  /** A codicon. */
  readonly icon: string;
}

/** What a view shows when it could not load: what is wrong, and what can be done about it, each as a line to click. */
export function errorRows<Subject>(
  view: string,
  {
    error,
    actions,
    subject,
  }: { readonly error: ReportedError; readonly actions: readonly RowAction[]; readonly subject: Subject },
): TreeRow<Subject>[] {
  const { message, remedy, detail } = error;
  return [
    {
      id: `${view}:error`,
      label: shorten(message, 200),
      tooltip: [message, remedy, ...(detail === undefined ? [] : [detail])].join('\n\n'),
      icon: 'error',
      color: 'list.errorForeground',
      context: 'error',
      subject,
    },
    {
      id: `${view}:remedy`,
      label: shorten(remedy, 200),
      tooltip: remedy,
      icon: 'lightbulb',
      context: 'remedy',
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
