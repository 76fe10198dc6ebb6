import type { SourcePlace } from '../../../core/errors/edkError.ts';

/** A node of the view Projects, as data. */
export interface ProjectNode {
  /** Stays the same over refreshes, so that expansion and selection are kept. */
  readonly id: string;
  readonly kind: 'project' | 'image' | 'chart' | 'dag' | 'problems' | 'problem' | 'error';
  readonly label: string;
  readonly description: string;
  readonly tooltip: string;
  /** A codicon and, where it says a state, the theme colour that goes with it. */
  readonly icon: { readonly name: string; readonly color?: string | undefined };
  /** Asked by the menus of the manifest. */
  readonly contextValue: string;
  /** Folder of the project that it belongs to. */
  readonly folder: string;
  /** What a click opens. */
  readonly opens: SourcePlace | undefined;
  /** Name of the image, on an image. */
  readonly imageName?: string | undefined;
  readonly children: readonly ProjectNode[];
}

/** Whether what a menu hands to a command is a node of this view. */
export function isProjectNode(value: unknown): value is ProjectNode {
  return (
    typeof value === 'object' &&
    value !== null &&
    'kind' in value &&
    typeof value.kind === 'string' &&
    'folder' in value &&
    typeof value.folder === 'string' &&
    'contextValue' in value
  );
}
