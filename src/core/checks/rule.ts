import type { PlatformFacts, RegistryFacts, RenderedChart, ResolvedReference } from './facts.ts';
import type { Mark, Severity } from './finding.ts';
import type { Project } from '../project/project.ts';

interface RuleText {
  /** `<group>/<what>`; stands in comments and settings of the users, so it never changes. */
  readonly id: `${string}/${string}`;
  readonly severity: Severity;
  /** What is wrong, in a few words. */
  readonly title: string;
  /** What happens to somebody who leaves it as it is. Whole sentences. */
  readonly why: string;
  /** How to mend it. Whole sentences. */
  readonly remedy: string;
}

/**
 * A rule is data and a pure function over what was read. `needs` names what it looks at beside the project's files;
 * without that it is not asked. Rules that need files alone do not see scripts (see withoutScripts), which change with
 * nearly every edit: their findings last longer. What is found in scripts never stops a build, so it is no error.
 */
export type Rule =
  | (RuleText & { readonly needs: 'files'; check(project: Project): Iterable<Mark> })
  | (RuleText & {
      readonly needs: 'scripts';
      readonly severity: Exclude<Severity, 'error'>;
      check(project: Project): Iterable<Mark>;
    })
  | (RuleText & { readonly needs: 'rendered'; check(project: Project, rendered: RenderedChart): Iterable<Mark> })
  | (RuleText & { readonly needs: 'registry'; check(project: Project, registry: RegistryFacts): Iterable<Mark> })
  | (RuleText & {
      readonly needs: 'platform';
      check(project: Project, platform: PlatformFacts): Iterable<Mark>;
    })
  | (RuleText & {
      readonly needs: 'references';
      check(project: Project, references: readonly ResolvedReference[]): Iterable<Mark>;
    });
