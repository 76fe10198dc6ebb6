import type { JobEvent } from '../../core/jobs/jobEvent.ts';
import { JobLog } from './jobLog.ts';

/** A job's whole journal as readable text. */
export function jobLogText(events: readonly JobEvent[]): string {
  const log = new JobLog();
  return `${events.flatMap((event) => log.add(event)).join('\n')}\n`;
}
