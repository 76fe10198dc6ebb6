/**
 * Stands for an extension host that is about to be killed: starts a job as the extension does and stays.
 * Usage: node --import tsx startJobAndWait.ts '<JobCall as JSON>'; prints the folder of the journal.
 */
import { startJob, type JobCall } from '../../src/extension/jobs/startJob.ts';

const call = JSON.parse(process.argv[2] ?? '') as JobCall;
const { folder } = await startJob({ ...call, environment: process.env });
process.stdout.write(`${folder}\n`);
setInterval(() => undefined, 60_000);
