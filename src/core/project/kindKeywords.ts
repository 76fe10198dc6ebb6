/** The platform lists only charts with one of these keywords; it says what kind of extension a chart is. */
export const kindKeywords = ['kaapanaworkflow', 'kaapanaapplication', 'kaapanaplatform'] as const;

/** Of charts that an operator of a workflow installs for each of its runs. */
export const launchedKeyword = 'kaapanaint';

/** Of workflows of the workflow API, which has a page of its own. */
export const workflowApiKeywords: readonly string[] = ['kaapanaworkflow-v2', 'kaapanaworkflowv2'];

export function hasKind(keywords: readonly string[]): boolean {
  return kindKeywords.some((kind) => keywords.includes(kind));
}

/** Where people find what the chart brings, when that is not the page Extensions; undefined when it is. */
export function whereInsteadOfExtensions(keywords: readonly string[]): string | undefined {
  if (keywords.some((keyword) => workflowApiKeywords.includes(keyword))) {
    return 'once it is installed, its workflow is among those of the workflow API';
  }
  return keywords.includes(launchedKeyword)
    ? 'an operator of a workflow installs it for each run, in the version of the platform, and the running one is among the active applications'
    : undefined;
}
