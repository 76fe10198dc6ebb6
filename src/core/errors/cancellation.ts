/** Whether the error says that the person cancelled: shown nowhere, reported as "cancelled". */
export function isCancellation(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}
