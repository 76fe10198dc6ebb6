/**
 * Kills the local platform (SIGKILL) at random moments of install, uninstall and upload. scripts/bench.mjs is its door.
 *
 * After each restart the client has a word for the release, with a reason where something is wrong; force-uninstall
 * removes the release, its containers and its files; and a chart can be uploaded. The bench ends when one of them fails.
 */
import { parseArgs } from 'node:util';
import { killPlatform, type Kill } from '../support/sandbox/killPlatform.ts';

const { values } = parseArgs({ options: { times: { type: 'string', default: '100' } } });
/** About as long as the work takes, in milliseconds. */
const longest = { install: 2500, uninstall: 2500, upload: 700 };
const works = ['install', 'uninstall', 'upload'] as const;
const kills = Array.from({ length: Number(values.times) }, (_, index): Kill => {
  const during = works[index % works.length] ?? 'install';
  return { during, afterMs: Math.floor(Math.random() * longest[during]) };
});
const killed = await killPlatform(process.env['EDK_BENCH_FOLDER'] ?? '', kills);
process.stdout.write('\n| killed during | kills | in the middle of it | what the client says afterwards |\n');
process.stdout.write('| --- | --- | --- | --- |\n');
for (const work of works) {
  const those = killed.filter(({ during }) => during === work);
  const counts = new Map<string, number>();
  for (const { state } of those) counts.set(state, (counts.get(state) ?? 0) + 1);
  const said = [...counts].map(([state, count]) => `${state} ${count}`).sort();
  const middle = those.filter(({ inTheMiddle }) => inTheMiddle);
  process.stdout.write(`| ${[work, those.length, middle.length, said.join(', ')].join(' | ')} |\n`);
}
process.stdout.write(`\n${killed.length} kills, all put right: nothing is left, and the next upload works.\n`);
