import createPurifier from 'dompurify';

const allowed = {
  ALLOWED_TAGS: [
    ...[
      'a',
      'abbr',
      'b',
      'blockquote',
      'br',
      'code',
      'dd',
      'div',
      'dl',
      'dt',
      'em',
      'h1',
      'h2',
      'h3',
      'h4',
      'h5',
      'h6',
    ],
    ...['hr', 'i', 'img', 'kbd', 'li', 'ol', 'p', 'pre', 's', 'small', 'span', 'strong', 'sub', 'sup'],
    ...['table', 'tbody', 'td', 'th', 'thead', 'tr', 'u', 'ul'],
  ],
  ALLOWED_ATTR: ['href', 'title', 'alt', 'src', 'colspan', 'rowspan'],
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
  // No links that make the editor do something.
  ALLOWED_URI_REGEXP: /^(?:https?:\/\/|mailto:)/i,
  RETURN_DOM_FRAGMENT: true as const,
};

const made = new Map<string, HTMLElement>();

/** A chart's HTML without anything that could run, load or restyle something. Cached per text. */
export function markup(html: string, place = ''): HTMLElement {
  const key = `${place}\n${html}`;
  const known = made.get(key);
  if (known !== undefined) return known;
  const element = document.createElement('div');
  element.className = 'markup';
  element.append(createPurifier.sanitize(html, allowed));
  made.set(key, element);
  return element;
}
