/** The platform lists only charts with one of these keywords; it says what kind of extension a chart is. */
export const kindKeywords = ['kaapanaworkflow', 'kaapanaapplication', 'kaapanaplatform'] as const;

export function hasKind(keywords: readonly string[]): boolean {
  return kindKeywords.some((kind) => keywords.includes(kind));
}
