import { DockerfileParser, type Dockerfile } from 'dockerfile-ast';

/** The one way from the text of a Dockerfile to its instructions; every place counts in the text as it is. */
export function parseDockerfileSyntax(text: string): Dockerfile {
  return DockerfileParser.parse(normalizeHeredocs(text));
}

/** `<< EOF` and `3<<EOF`, which BuildKit takes; not `<<<`. */
const unusualStart = /(?<![<\w])(\d*)<<(-?)([ \t]*)(?=(["']?)([A-Za-z_]\w*)\4)/g;

/**
 * Heredocs with blanks or a file descriptor, written as the parser of Dockerfiles knows them, so that it takes no line
 * of their body for an instruction. Every place in the text stays where it is. `<<` without a closing line is left
 * alone: it may be something else, such as `$((1 << n))`.
 */
function normalizeHeredocs(text: string): string {
  return text.replace(unusualStart, (start: string, ...groups: unknown[]) => {
    const [descriptor, dash, blanks, , name, offset] = groups as [string, string, string, string, string, number];
    if (descriptor === '' && blanks === '') return start;
    const closing = new RegExp(`^[ \\t]*${name}[ \\t]*\\r?$`, 'm');
    if (!closing.test(text.slice(offset))) return start;
    return `${' '.repeat(descriptor.length + blanks.length)}<<${dash}`;
  });
}
