const germanLetters: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' };

/** Names near to the one given, the nearest first; none of them is checked. */
export function suggestNames(name: string, longest: number): readonly string[] {
  const words = name
    .slice(0, 500)
    .normalize('NFC')
    .replaceAll(/(\p{Ll}|[0-9])(?=\p{Lu})/gu, '$1-')
    .toLowerCase()
    .replaceAll(/[äöüß]/g, (letter) => germanLetters[letter] ?? '')
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
  while (words[0] === 'dag') words.shift();
  const first = words.findIndex((word) => /^[a-z]/.test(word));
  if (first === -1) return [];
  const near = cut([...words.slice(first), ...words.slice(0, first)], longest);
  return [near, cut([near, 'extension'], longest)];
}

/** Drops words at the end until the name is short enough. */
function cut(words: readonly string[], longest: number): string {
  const kept = [...words];
  while (kept.length > 1 && kept.join('-').length > longest) kept.pop();
  return kept.join('-').slice(0, longest);
}
