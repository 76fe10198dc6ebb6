/**
 * Waits for all, as `Promise.all` does; when several fail it throws the error of the first in the list, not of the
 * fastest: the same project is always told the same mistake.
 */
export async function allOrFirstError<T extends readonly Promise<unknown>[] | []>(
  works: T,
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  await Promise.allSettled(works);
  return Promise.all(works);
}
