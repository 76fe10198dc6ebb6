import { plainLine, plainText } from '../../core/text/plainText.ts';

interface RowTexts {
  readonly label: string;
  readonly description?: string | undefined;
  readonly tooltip?: string | undefined;
}

/** Text for a tree row. Names of files, charts and images may contain anything. */
export function plainRow<T extends RowTexts>({ label, description, tooltip }: T): Pick<T, keyof RowTexts>;
export function plainRow({ label, description, tooltip }: RowTexts): RowTexts {
  return {
    label: plainLine(label),
    description: description === undefined ? undefined : plainLine(description),
    tooltip: tooltip === undefined ? undefined : plainText(tooltip),
  };
}
