const esc = '\u001b';

/** What a text from outside may hold to deceive whoever reads it, between two words that have to stay. */
export const attacks: Readonly<Record<string, string>> = {
  'colours (SGR)': `before ${esc}[32m✔ running${esc}[0m after`,
  'the clipboard (OSC 52)': `before${esc}]52;c;ZWNobyBvd25lZA==\u0007 after`,
  'the clipboard, ended by ST': `before${esc}]52;c;ZWNobw==${esc}\\ after`,
  'a title of the window': `before${esc}]0;title\u0007 after`,
  'a link (OSC 8)': `before ${esc}]8;;http://evil.invalid${esc}\\here${esc}]8;;${esc}\\ after`,
  'the cursor and what stands above': `before${esc}[2A${esc}[2K${esc}[1G after`,
  'a clean screen': `before${esc}[2J${esc}c after`,
  'one-byte escapes (C1)': 'before\u009b31m\u009d52;c;eA==\u009c after',
  'a line drawn over': 'before\rafter',
  'steps back': 'before red\b\b\bgreen after',
  'a bell, NUL and DEL': 'before\u0007\u0000\u007f after',
  'letters from right to left': 'before \u202Egnp.exe\u202C \u2066x\u2069 \u200F\u061C after',
  'characters that nobody sees': 'before \u{E0041}\u{E007F} after',
  'ends of lines of another kind': 'before\u2028x\u2029\u0085\u000b\u000c after',
};

/** What must reach no terminal, journal and editor. */
export const harmful = /[^\P{Cc}\n\t]|[\u061C\u200E\u200F\u2028-\u202E\u2066-\u206F]|[\u{E0000}-\u{E007F}]/u;
