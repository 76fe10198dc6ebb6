import type { CommandHandlers, PlatformCommandId } from '../commands/commandIds.ts';
import type { Services } from '../services.ts';

/** The views Extensions and Local Registry; returns what their commands do. */
export function registerPlatformViews(_services: Services): CommandHandlers<PlatformCommandId> {
  return {};
}
