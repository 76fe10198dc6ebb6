import { EdkError } from '../errors/edkError.ts';
import type { Finding } from './doctorCheck.ts';
import type { DoctorContext } from './doctorContext.ts';

export interface OptionalTool {
  /** The first that is there counts. */
  readonly programs: readonly string[];
  /** What does not work without it. */
  readonly neededFor: string;
  readonly remedy: string;
}

/** A program that is good to have. */
export async function checkTool({ toolVersion, signal }: DoctorContext, tool: OptionalTool): Promise<Finding> {
  let failure = `${tool.programs[0] ?? ''} was not found`;
  for (const program of tool.programs) {
    try {
      return { status: 'ok', what: `${await toolVersion(program, signal)} (${program})` };
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof EdkError)) throw error;
      if (error.code !== 'tool.missing') failure = `${program} does not start (${error.message})`;
    }
  }
  return { status: 'warning', what: `${failure}: ${tool.neededFor}.`, remedy: tool.remedy };
}
