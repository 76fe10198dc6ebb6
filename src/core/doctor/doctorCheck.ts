import type { DoctorContext } from './doctorContext.ts';

export interface Finding {
  /** A warning does not hinder the main job; a problem does. */
  readonly status: 'ok' | 'warning' | 'problem';
  /** What was found, e.g. `Docker Engine 28.2 at unix:///var/run/docker.sock`. */
  readonly what: string;
  /** How to get what is missing; always there unless it is ok. */
  readonly remedy?: string | undefined;
}

/** One thing to look at. What `run` throws becomes a problem with the error's remedy. */
export interface DoctorCheck {
  readonly id: string;
  readonly title: string;
  readonly run: (context: DoctorContext) => Promise<Finding>;
}
