/** What a variable stands for; undefined where it is not set. */
export type ValueOf = (name: string) => string | undefined;

/**
 * A word of a Dockerfile as BuildKit reads it: variables are replaced, quotes and escapes taken off. Knows `$NAME`,
 * `${NAME}`, the defaults `-`, `:-`, `+`, `:+`, `?`, `:?`, the trimming `#`, `##`, `%`, `%%` and the replacing `/`, `//`,
 * all of them nested. What has no value becomes nothing. Facts: the Dockerfile reference, "Environment replacement".
 */
export function expandVariables(word: string, valueOf: ValueOf): string {
  return new WordReader(word, valueOf).readUntil(undefined);
}

class WordReader {
  readonly #text: string;
  readonly #valueOf: ValueOf;
  #position = 0;

  constructor(text: string, valueOf: ValueOf) {
    this.#text = text;
    this.#valueOf = valueOf;
  }

  /** Reads up to a closing character, which it takes as well, or to the end. */
  readUntil(closing: string | undefined): string {
    let result = '';
    while (this.#position < this.#text.length) {
      const character = this.#next();
      if (character === closing) return result;
      if (character === '\\') result += this.#next();
      else if (character === "'" && closing !== '"') result += this.#readRaw("'");
      else if (character === '"') result += this.readUntil('"');
      else if (character === '$') result += this.#readVariable();
      else result += character;
    }
    return result;
  }

  #next(): string {
    return this.#text[this.#position++] ?? '';
  }

  #readRaw(closing: string): string {
    const end = this.#text.indexOf(closing, this.#position);
    const raw = this.#text.slice(this.#position, end === -1 ? undefined : end);
    this.#position += raw.length + 1;
    return raw;
  }

  #readName(): string {
    const [name = ''] = /^(?:[A-Za-z_]\w*|\d|[@*#])/.exec(this.#text.slice(this.#position)) ?? [];
    this.#position += name.length;
    return name;
  }

  #readVariable(): string {
    const braced = this.#text[this.#position] === '{';
    if (braced) this.#position++;
    const name = this.#readName();
    if (!braced) return name === '' ? '$' : (this.#valueOf(name) ?? '');
    const [operator = ''] = /^(?::?[-+?]|##?|%%?|\/\/?)/.exec(this.#text.slice(this.#position)) ?? [];
    this.#position += operator.length;
    if (operator.startsWith('/')) {
      const pattern = this.readUntil('/');
      return replaceGlob(this.#valueOf(name) ?? '', pattern, { by: this.readUntil('}'), every: operator === '//' });
    }
    return applyOperator(operator, this.#valueOf(name), this.readUntil('}'));
  }
}

function applyOperator(operator: string, value: string | undefined, word: string): string {
  const isSet = operator.startsWith(':') ? value !== undefined && value !== '' : value !== undefined;
  switch (operator) {
    case '-':
    case ':-':
      return isSet ? (value ?? '') : word;
    case '+':
    case ':+':
      return isSet ? word : '';
    case '#':
    case '##':
      return trimStart(value ?? '', word, operator === '##' ? 'longest' : 'shortest');
    case '%':
    case '%%':
      return trimEnd(value ?? '', word, operator === '%%' ? 'longest' : 'shortest');
    default:
      return value ?? '';
  }
}

/** Longer than any image reference; what is longer stays as it is, so that no file can make this slow. */
const longestValue = 1024;

type Wanted = 'shortest' | 'longest';

function trimStart(value: string, pattern: string, wanted: Wanted): string {
  const end = lengths(value, wanted).find((length) => matchesGlob(value.slice(0, length), pattern));
  return value.slice(end ?? 0);
}

function trimEnd(value: string, pattern: string, wanted: Wanted): string {
  const length = lengths(value, wanted).find((count) => matchesGlob(value.slice(value.length - count), pattern));
  return value.slice(0, value.length - (length ?? 0));
}

function replaceGlob(value: string, pattern: string, { by, every }: { by: string; every: boolean }): string {
  if (pattern === '') return value;
  let result = '';
  for (let position = 0; position < value.length;) {
    const rest = value.slice(position);
    const length = lengths(rest, 'longest').find((count) => count > 0 && matchesGlob(rest.slice(0, count), pattern));
    if (length !== undefined && !every) return result + by + rest.slice(length);
    result += length === undefined ? rest.slice(0, 1) : by;
    position += length ?? 1;
  }
  return result;
}

function lengths(value: string, wanted: Wanted): number[] {
  if (value.length > longestValue) return [];
  const all = Array.from({ length: value.length + 1 }, (_, length) => length);
  return wanted === 'longest' ? all.reverse() : all;
}

/** `*` is any text and `?` any character. Goes back to the last `*` only, which is enough, and never slow. */
function matchesGlob(text: string, glob: string): boolean {
  let [at, inGlob, star, retry] = [0, 0, -1, 0];
  while (at < text.length) {
    if (glob[inGlob] === '*') {
      star = inGlob++;
      retry = at;
    } else if (inGlob < glob.length && (glob[inGlob] === '?' || glob[inGlob] === text[at])) {
      inGlob++;
      at++;
    } else if (star !== -1) {
      inGlob = star + 1;
      at = ++retry;
    } else {
      return false;
    }
  }
  return /^\**$/.test(glob.slice(inGlob));
}
