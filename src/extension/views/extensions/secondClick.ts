import { readSubject } from './readSubject.ts';

/** Two clicks on a row within this time count as a double click. */
const doubleClickMs = 500;

/** Whether a click on a row is the second of two. */
export type SecondClick = (row: unknown) => boolean;

export function watchClicks(now: () => number): SecondClick {
  let last: { readonly subject: unknown; readonly at: number } | undefined;
  return (row) => {
    const subject = nameOf(row);
    const isSecond = last !== undefined && last.subject === subject && now() - last.at < doubleClickMs;
    last = isSecond ? undefined : { subject, at: now() };
    return isSecond;
  };
}

function nameOf(row: unknown): string | undefined {
  const subject = readSubject(row);
  return subject === undefined ? undefined : `${subject.extension.chart} ${subject.release?.name ?? ''}`;
}
