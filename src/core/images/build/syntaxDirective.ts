import type { BuildLog } from './buildLog.ts';

const directive = /^#[ \t]*syntax[ \t]*=.*$/im;

/** Whether the build ended because the image with the builder itself could not be had, as happens without internet. */
export function frontendFailed(log: BuildLog): boolean {
  return /resolve image config for .*dockerfile/i.test(log.failedStep?.name ?? '');
}

/** Keeps the line, so that line numbers in errors stay right. */
export function withoutSyntaxDirective(dockerfileText: string): string {
  return dockerfileText.replace(directive, '#');
}
