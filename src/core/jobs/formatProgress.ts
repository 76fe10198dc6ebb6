import type { StepProgress } from './stepProgress.ts';
import { formatBytes } from '../text/formatBytes.ts';

/** `pushing layers · 12.5 MB of 40 MB`. */
export function formatProgress(progress: StepProgress): string {
  const { message, done, total, unit } = progress;
  const amount = (value: number): string => (unit === 'bytes' ? formatBytes(value) : String(value));
  const counted =
    done === undefined ? undefined : total === undefined ? amount(done) : `${amount(done)} of ${amount(total)}`;
  return [message, counted].filter((part) => part !== undefined && part !== '').join(' · ');
}
