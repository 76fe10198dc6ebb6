import type {
  CheckSettings,
  MissingDependency,
  PlatformFacts,
  PythonVerdict,
  RegistryFacts,
  RenderedChart,
  ResolvedReference,
} from './facts.ts';
import type { Mark, Severity } from './finding.ts';
import type { Project } from '../project/project.ts';

interface RuleText {
  /** `<group>/<what>`. Users refer to it in comments and settings, so it never changes. */
  readonly id: `${string}/${string}`;
  readonly severity: Severity;
  /** The problem, in a few words. */
  readonly title: string;
  /** What happens if nothing is changed. Full sentences. */
  readonly why: string;
  /** How to fix it. Full sentences. */
  readonly remedy: string;
  /**
   * For a rule whose warnings rest on one assumption about the project, for example that nothing else sets a variable:
   * where it does not hold, every one of them is false. They are reported as one, at the first place.
   */
  readonly warns?: 'once' | undefined;
}

/**
 * A rule is data and a pure function of what was read. `needs` says what it requires besides the project's files.
 * Without that it is skipped, except for Python, where our own parser steps in.
 */
export type Rule =
  | (RuleText & { readonly needs: 'files'; check(project: Project, settings: CheckSettings): Iterable<Mark> })
  | (RuleText & { readonly needs: 'dependencies'; check: Check<readonly MissingDependency[]> })
  | (RuleText & { readonly needs: 'rendered'; check: Check<RenderedChart> })
  | (RuleText & { readonly needs: 'registry'; check: Check<RegistryFacts> })
  | (RuleText & { readonly needs: 'platform'; check: Check<PlatformFacts> })
  | (RuleText & { readonly needs: 'references'; check: Check<readonly ResolvedReference[]> })
  | (RuleText & { readonly needs: 'python'; check: Check<ReadonlyMap<string, PythonVerdict>> });

type Check<Fact> = (project: Project, fact: Fact, settings: CheckSettings) => Iterable<Mark>;
