import { startIssuer } from './startIssuer.ts';

/** An issuer whose clock is ahead by so many seconds as the argument says, in a process of its own. Prints its address. */
const aheadMs = Number(process.argv[2]) * 1000;
const now = Date.now.bind(Date);
Date.now = () => now() + aheadMs;
const { issuer } = await startIssuer();
process.stdout.write(`${issuer}\n`);
process.stdin.resume().once('end', () => process.exit());
