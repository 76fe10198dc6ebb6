/** The last lines of a tool's output, without blank lines at either end. */
export function lastLines(text: string, count: number): string {
  return text.trim().split('\n').slice(-count).join('\n');
}
