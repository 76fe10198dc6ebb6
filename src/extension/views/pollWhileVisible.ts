export interface Poll {
  visible(isVisible: boolean): void;
  /** Polls immediately, even if the view is hidden. */
  now(): Promise<void>;
  /** Polls sooner, since something is changing. */
  hurry(): void;
  dispose(): void;
}

export interface PollParts {
  /** Shows its own failures; thrown errors only reach callers of `now`. */
  readonly look: () => Promise<void>;
  readonly cancel: () => void;
  /** Time until the next poll, in milliseconds. */
  readonly pause: () => number;
}

/** Polls while the view is visible. Polls never overlap, and stop while it is hidden. */
export function pollWhileVisible({ look, cancel, pause }: PollParts): Poll {
  let isVisible = false;
  let timer: NodeJS.Timeout | undefined;
  const schedule = (): void => {
    clearTimeout(timer);
    timer = isVisible ? setTimeout(inBackground, pause()) : undefined;
  };
  const now = async (): Promise<void> => {
    clearTimeout(timer);
    try {
      await look();
    } finally {
      schedule();
    }
  };
  const inBackground = (): void => void now().catch(() => undefined);
  return {
    visible(next) {
      if (next === isVisible) return;
      isVisible = next;
      if (isVisible) inBackground();
      else {
        clearTimeout(timer);
        cancel();
      }
    },
    now,
    hurry: schedule,
    dispose() {
      isVisible = false;
      clearTimeout(timer);
      cancel();
    },
  };
}
