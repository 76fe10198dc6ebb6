import { startPlatformHere } from './startPlatformHere.ts';

/** A local platform in a process of its own, which may be killed; its state folder is the argument. Prints its address. */
const platform = await startPlatformHere(process.argv[2] ?? '');
process.stdout.write(`${platform.url}\n`);
const end = (): void => void platform.close().then(() => process.exit());
process.once('SIGTERM', end);
process.stdin.resume().once('end', end);
