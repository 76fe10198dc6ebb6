/** Number of characters that fit in a narrow side bar. */
const narrow = 38;
const mostLines = 6;

/** Splits a long text into labels for several rows, since tree rows do not wrap. */
export function wrapLabel(text: string): readonly [string, ...string[]] {
  const words = text.split(/\s+/).filter((word) => word !== '');
  const lines: [string, ...string[]] = [''];
  for (const word of words) {
    const line = lines[lines.length - 1] ?? '';
    if (line === '') lines[lines.length - 1] = word;
    else if (line.length + 1 + word.length <= narrow) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  const [first, ...others] = lines;
  if (others.length < mostLines) return lines;
  return [first, ...others.slice(0, mostLines - 2), `${others[mostLines - 2] ?? ''} …`];
}
