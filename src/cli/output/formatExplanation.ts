import pc from 'picocolors';
import { plainData } from '../../core/text/plainText.ts';
import { brokenLink, type ChainLink, type Explanation } from '../../core/useCases/explain/chainLink.ts';

const marks: Readonly<Record<ChainLink['state'], string>> = {
  good: pc.green('✔'),
  note: pc.yellow('!'),
  unknown: pc.dim('?'),
  broken: pc.red('✖'),
};

/** Every step of the chain, and how to fix the first one that failed. */
export function formatExplanation(found: Explanation): string {
  const explanation = plainData(found);
  const { subject, links } = explanation;
  const broken = brokenLink(explanation);
  const end =
    broken === undefined
      ? `\n${pc.bold(subject)}: No problems found`
      : `\n${pc.bold(subject)}: Stopped at ${broken.title}`;
  return [...links.flatMap(formatLink), end].join('\n');
}

function formatLink({ title, state, says, detail, remedy }: ChainLink): string[] {
  const indent = (text: string): string => text.replaceAll(/^/gmu, '  ');
  return [
    `${marks[state]} ${pc.bold(title)}: ${says}`,
    ...(state === 'broken' && detail !== undefined ? [pc.dim(indent(detail))] : []),
    ...(state !== 'good' && remedy !== undefined ? [`  ${pc.green('→')} ${remedy.text}`] : []),
  ];
}
