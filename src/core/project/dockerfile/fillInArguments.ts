const variable = /\\\$|\$(\w+)|\$\{(\w+)(?::?([-+])([^}]*))?\}/g;

/**
 * Replaces `$NAME`, `${NAME}`, `${NAME:-default}` and `${NAME:+alternative}` as Docker does in FROM and LABEL;
 * what has no value becomes nothing.
 */
export function fillInArguments(text: string, valueOf: (name: string) => string | undefined): string {
  return text.replace(variable, (whole: string, ...groups: (string | undefined)[]) => {
    const [plain, braced, operator, word = ''] = groups;
    const name = plain ?? braced;
    if (name === undefined) return whole;
    const value = valueOf(name) ?? '';
    if (operator === '-') return value === '' ? word : value;
    if (operator === '+') return value === '' ? '' : word;
    return value;
  });
}
