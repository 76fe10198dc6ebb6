import '@vscode-elements/elements/dist/vscode-checkbox/index.js';
import '@vscode-elements/elements/dist/vscode-option/index.js';
import '@vscode-elements/elements/dist/vscode-single-select/index.js';
import '@vscode-elements/elements/dist/vscode-textfield/index.js';
import { html, nothing, type TemplateResult } from 'lit';
import type { FormContent } from '../../src/shared/panels/formMessages.ts';
import type { InputEntry, ParameterValue } from '../../src/shared/parameters/parameter.ts';
import { markup } from '../lib/markup.ts';
import type { FormActions, FormState } from './formState.ts';

/** With more choices than this, the list is searchable or scrolls. */
const choicesToSee = 8;

export interface InputSurroundings {
  readonly form: FormContent;
  readonly state: FormState;
  readonly actions: FormActions;
}

/** One input with its label, problem and help. */
export function inputView(entry: InputEntry, { form, state, actions }: InputSurroundings): TemplateResult {
  const { key, label, help, helpHtml, input, required, secret, unknownType } = entry;
  const { texts } = form;
  const answer = state.answers[key] ?? input.initial;
  const problem = state.problems.get(key);
  const asks = required && input.type !== 'switch';
  const name = [label, ...(asks ? [texts.required] : []), ...(problem === undefined ? [] : [problem])].join(', ');
  const control = controlView(entry, {
    answer,
    name,
    isWrong: problem !== undefined,
    chooseNothing: texts.chooseNothing,
    needsNone: [input.initial, form.answers[key]].some((first) => !isChoice(input, first)),
    change: (typed) => actions.change(key, typed),
  });
  const notes = [
    ...(unknownType === undefined ? [] : [texts.unknownType.replace('{0}', unknownType)]),
    ...(secret ? [texts.notRemembered] : []),
    ...(input.type === 'choices' && input.choices.length === 0 ? [texts.separateByComma] : []),
  ];
  return html`<div
    class="input ${problem === undefined ? '' : 'wrong'}"
    data-input=${key}
    @focusout=${(event: FocusEvent) => {
      const { currentTarget, relatedTarget } = event;
      const stays =
        currentTarget instanceof Node && relatedTarget instanceof Node && currentTarget.contains(relatedTarget);
      if (!stays) actions.leave(key);
    }}
  >
    ${
      input.type === 'switch'
        ? nothing
        : html`<label for=${idOf(key)}
            >${label}${asks ? html`<span class="star" aria-hidden="true"> *</span>` : nothing}</label
          >`
    }
    ${control}
    <div class="problem" aria-live="polite">${problem ?? nothing}</div>
    ${notes.map((note) => html`<div class="note">${note}</div>`)}
    ${help === '' ? nothing : html`<div class="help">${markup(helpHtml, key)}</div>`}
  </div>`;
}

interface ControlParts {
  readonly answer: ParameterValue;
  /** For screen readers. */
  readonly name: string;
  readonly isWrong: boolean;
  readonly chooseNothing: string;
  /** Whether nothing may be selected at first; the element would select the first choice on its own. */
  readonly needsNone: boolean;
  readonly change: (typed: ParameterValue) => void;
}

function controlView(entry: InputEntry, parts: ControlParts): TemplateResult {
  const { input } = entry;
  switch (input.type) {
    case 'switch':
      return html`<vscode-checkbox
        id=${idOf(entry.key)}
        data-key=${entry.key}
        label=${entry.label}
        .checked=${parts.answer === true}
        ?invalid=${parts.isWrong}
        @change=${({ target }: Event) => parts.change(isChecked(target))}
      ></vscode-checkbox>`;
    case 'choice':
      return choiceView(entry.key, { choices: input.choices, needsNone: parts.needsNone }, parts);
    case 'choices':
      if (input.choices.length === 0) return textView(entry, parts);
      return boxesView(entry.key, input.choices, parts);
    case 'text':
      return textView(entry, parts);
  }
}

function textView({ key, secret }: InputEntry, { answer, name, isWrong, change }: ControlParts): TemplateResult {
  return html`<vscode-textfield
    id=${idOf(key)}
    data-key=${key}
    type=${secret ? 'password' : 'text'}
    autocomplete=${secret ? 'new-password' : 'off'}
    .label=${name}
    .value=${typeof answer === 'object' ? answer.join(',') : String(answer)}
    ?invalid=${isWrong}
    @input=${({ target }: Event) => change(textIn(target))}
  ></vscode-textfield>`;
}

function choiceView(
  key: string,
  { choices, needsNone }: { readonly choices: readonly string[]; readonly needsNone: boolean },
  { answer, name, isWrong, chooseNothing, change }: ControlParts,
): TemplateResult {
  const chosen = String(answer);
  return html`<vscode-single-select
    id=${idOf(key)}
    data-key=${key}
    .label=${name}
    .value=${chosen}
    ?combobox=${choices.length > choicesToSee}
    ?invalid=${isWrong}
    @change=${({ target }: Event) => change(textIn(target))}
  >
    ${needsNone ? html`<vscode-option value="">${chooseNothing}</vscode-option>` : nothing}
    ${choices.map(
      (choice) => html`<vscode-option value=${choice} ?selected=${choice === chosen}>${choice}</vscode-option>`,
    )}
  </vscode-single-select>`;
}

function boxesView(key: string, choices: readonly string[], { answer, name, change }: ControlParts): TemplateResult {
  const chosen = typeof answer === 'object' ? answer : [];
  return html`<div class="boxes ${choices.length > choicesToSee ? 'many' : ''}" role="group" aria-label=${name}>
    ${choices.map(
      (choice, index) =>
        html`<vscode-checkbox
          data-key=${index === 0 ? key : nothing}
          label=${choice}
          .checked=${chosen.includes(choice)}
          @change=${({ target }: Event) =>
            change(choices.filter((one) => (one === choice ? isChecked(target) : chosen.includes(one))))}
        ></vscode-checkbox>`,
    )}
  </div>`;
}

function isChoice(input: InputEntry['input'], value: ParameterValue | undefined): boolean {
  return input.type !== 'choice' || input.choices.includes(String(value));
}

function idOf(key: string): string {
  return `input-${key}`;
}

function textIn(target: EventTarget | null): string {
  return target !== null && 'value' in target && typeof target.value === 'string' ? target.value : '';
}

function isChecked(target: EventTarget | null): boolean {
  return target !== null && 'checked' in target && target.checked === true;
}
