import { z } from 'zod';

/** A sign-in to one platform. Everything in it is secret. */
export const sessionSchema = z.object({
  issuer: z.string(),
  clientId: z.string(),
  accessToken: z.string().min(1),
  refreshToken: z.string().optional(),
  /** By this machine's clock, in milliseconds; counted from when the token came, so that clocks may differ. */
  expiresAt: z.number().optional(),
  /** The project that was selected. */
  project: z.object({ id: z.string(), name: z.string() }).optional(),
});

export type Session = z.infer<typeof sessionSchema>;

/** Where a sign-in is kept between runs. */
export interface SessionStore {
  read(): Promise<Session | undefined>;
  write(session: Session): Promise<void>;
  remove(): Promise<void>;
}
