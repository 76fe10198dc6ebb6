/** One name in the forms in which an extension carries it. */
export interface NameForms {
  /** Images, chart, folders: `lung-texture`. */
  readonly kebab: string;
  /** Python files and packages: `lung_texture`. */
  readonly snake: string;
  /** Python classes: `LungTexture`. */
  readonly pascal: string;
  /** For people: `Lung Texture`. */
  readonly title: string;
}

/** The forms of a name that `checkExtensionName` accepts. */
export function formsOfName(kebab: string): NameForms {
  const words = kebab.split('-').map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return { kebab, snake: kebab.replaceAll('-', '_'), pascal: words.join(''), title: words.join(' ') };
}
