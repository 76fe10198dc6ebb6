import type { CatalogueExtension } from '../../../core/platform/catalogue/readCatalogue.ts';
import type { Translate } from '../../ui/translate.ts';

/** Reports what the filter hides, in particular the user's own extensions. */
export function describeHidden(
  hidden: readonly CatalogueExtension[],
  ownCharts: ReadonlySet<string>,
  translate: Translate,
): string | undefined {
  if (hidden.length === 0) return undefined;
  const own = hidden.filter(({ chart }) => ownCharts.has(chart)).map(({ title }) => title);
  const allExperimental = hidden.every(({ maturity }) => maturity === 'experimental');
  const count = String(hidden.length);
  const what = allExperimental
    ? translate('{0} experimental hidden by the filter', count)
    : translate('{0} hidden by the filter', count);
  return own.length === 0 ? `${what}.` : translate('{0}, including yours: {1}.', what, own.join(', '));
}
