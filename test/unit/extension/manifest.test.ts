import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { commandIds } from '../../../src/extension/ui/commandIds.ts';

const repository = join(import.meta.dirname, '..', '..', '..');
const readText = (file: string): string => readFileSync(join(repository, file), 'utf8');

const manifest = z
  .object({
    capabilities: z.object({
      untrustedWorkspaces: z.object({ supported: z.literal('limited'), description: z.string() }),
      virtualWorkspaces: z.object({ supported: z.literal(false), description: z.string() }),
    }),
    activationEvents: z.array(z.string()),
    contributes: z.object({
      commands: z.array(
        z.object({
          command: z.string(),
          title: z.string(),
          category: z.string().optional(),
          enablement: z.string().optional(),
        }),
      ),
      viewsContainers: z.object({ activitybar: z.array(z.object({ id: z.string(), icon: z.string() })) }),
      views: z.record(z.string(), z.array(z.object({ id: z.string(), icon: z.string() }))),
      menus: z.record(z.string(), z.array(z.object({ command: z.string().optional(), when: z.string().optional() }))),
      walkthroughs: z.array(
        z.object({
          steps: z.array(
            z.object({
              description: z.string(),
              media: z.object({ svg: z.string(), altText: z.string() }),
              completionEvents: z.array(z.string()).min(1),
            }),
          ),
        }),
      ),
      viewsWelcome: z.array(z.object({ view: z.string(), contents: z.string() })),
      keybindings: z.array(
        z.object({
          command: z.string(),
          args: z.object({ commands: z.array(z.union([z.string(), z.object({ command: z.string() })])) }).optional(),
        }),
      ),
      configuration: z.object({ properties: z.record(z.string(), z.object({ scope: z.string() })) }),
    }),
  })
  .parse(JSON.parse(readText('package.json')));
const { contributes } = manifest;
const texts = z.record(z.string(), z.string());
const english = texts.parse(JSON.parse(readText('package.nls.json')));
const german = texts.parse(JSON.parse(readText('package.nls.de.json')));
const contributed = contributes.commands.map(({ command }) => command);
const views = Object.values(contributes.views).flat();

describe('manifest of the extension', () => {
  it('contributes exactly the commands that are registered', () => {
    assert.deepEqual(contributed.toSorted(), [...commandIds].sort());
  });

  it('puts every command into the category', () => {
    for (const { command, category } of contributes.commands) assert.equal(category, '%category%', command);
  });

  it('offers in menus and keys only commands that exist', () => {
    const used = [
      ...Object.values(contributes.menus).flatMap((entries) => entries.flatMap(({ command }) => command ?? [])),
      ...contributes.keybindings.flatMap(({ command, args }) =>
        // Several in a row, some of them VS Code's own.
        command === 'runCommands' ? (args?.commands ?? []) : [command],
      ),
    ].map((command) => (typeof command === 'string' ? command : command.command));
    for (const command of used) assert.ok(contributed.includes(command) || command === 'list.select', command);
  });

  it('names only its own views, each with an icon that is there', () => {
    const ids = views.map(({ id }) => id);
    for (const { view } of contributes.viewsWelcome) assert.ok(ids.includes(view), view);
    for (const { when } of Object.values(contributes.menus).flat()) {
      for (const [, view] of (when ?? '').matchAll(/\bview == ([\w.]+)/g)) assert.ok(ids.includes(view ?? ''), when);
    }
    for (const { icon } of [...views, ...contributes.viewsContainers.activitybar]) {
      assert.ok(existsSync(join(repository, icon)), icon);
    }
  });

  it('links in welcome texts only to commands that exist', () => {
    const builtIn = ['vscode.openFolder', 'workbench.trust.manage'];
    for (const { contents } of contributes.viewsWelcome) {
      for (const language of [english, german]) {
        const text = language[contents.slice(1, -1)] ?? '';
        for (const [, command] of text.matchAll(/\(command:([\w.]+)/g)) {
          assert.ok([...contributed, ...builtIn].includes(command ?? ''), command);
        }
      }
    }
  });

  it('walks through five steps, each with a picture and a completion that exists', () => {
    const steps = contributes.walkthroughs.flatMap((walkthrough) => walkthrough.steps);
    assert.equal(steps.length, 5);
    const contextKeys = readText('src/extension/contextKeys.ts');
    const links = steps.flatMap(({ description }) =>
      [english, german].flatMap((language) => [
        ...(language[description.slice(1, -1)] ?? '').matchAll(/\(command:([\w.]+)\)/g),
      ]),
    );
    assert.ok(links.length >= 10);
    for (const [, command = ''] of links)
      assert.ok([...contributed, 'kaapanaEdk.projects.focus'].includes(command), command);
    for (const { media, completionEvents } of steps) {
      assert.match(readText(media.svg), /var\(--vscode-/);
      for (const event of completionEvents) {
        const [kind, name = ''] = event.split(':');
        if (kind === 'onCommand') assert.ok(contributed.includes(name), event);
        else if (kind === 'onView')
          assert.ok(
            views.some(({ id }) => id === name),
            event,
          );
        else assert.ok(kind === 'onContext' && contextKeys.includes(`'${name}'`), event);
      }
    }
  });

  it('has every text in both languages, and no text that is not used', () => {
    const used = [
      ...new Set([...readText('package.json').matchAll(/"%([\w.]+)%"/g)].map(([, key]) => key ?? '')),
    ].sort();
    assert.deepEqual(Object.keys(english).sort(), used);
    assert.deepEqual(Object.keys(german).sort(), used);
    for (const [key, text] of [...Object.entries(english), ...Object.entries(german)])
      assert.notEqual(text.trim(), '', key);
  });

  it('lets no workspace say where requests go', () => {
    for (const [name, { scope }] of Object.entries(contributes.configuration.properties)) {
      if (/url|registry/i.test(name)) assert.equal(scope, 'machine', name);
    }
  });

  it('starts after the workbench, as terminals have edk on their PATH from the first one on', () => {
    assert.deepEqual(manifest.activationEvents, ['onStartupFinished']);
  });

  it('builds and writes in trusted workspaces only', () => {
    for (const id of [
      'newWorkflow',
      'newApplication',
      'initialize',
      'deploy',
      'buildImage',
      'buildChart',
      'buildExtension',
    ]) {
      const command = contributes.commands.find((one) => one.command === `kaapanaEdk.${id}`);
      assert.match(command?.enablement ?? '', /\bisWorkspaceTrusted\b/, id);
    }
  });
});
