export interface Poll {
  visible(isVisible: boolean): void;
  /** Looks at once, also when nobody else looks. */
  now(): Promise<void>;
  /** Looks sooner, as something has begun to move. */
  hurry(): void;
  dispose(): void;
}

export interface PollParts {
  /** Shows its failures itself; what it throws reaches only those who asked with `now`. */
  readonly look: () => Promise<void>;
  readonly cancel: () => void;
  /** Until the next look, in milliseconds. */
  readonly pause: () => number;
}

/** Looks again and again while the view is visible, never twice at a time, and not at all while it is hidden. */
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
