import { html, nothing, type TemplateResult } from 'lit';
import type { FormContent } from '../../src/shared/panels/formMessages.ts';
import { markup } from '../lib/markup.ts';
import type { FormActions, FormState } from './formState.ts';
import { inputView } from './inputView.ts';

export function formView(form: FormContent, state: FormState, actions: FormActions): TemplateResult {
  const { title, accept, entries, texts } = form;
  const overall = state.problems.get('');
  return html`
    <main>
      <h1>${title}</h1>
      <form
        novalidate
        aria-label=${title}
        @submit=${(event: Event) => {
          event.preventDefault();
          actions.submit();
        }}
        @keydown=${(event: KeyboardEvent) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey || isCheckbox(event))) actions.submit();
        }}
      >
        ${entries.map((entry, index) => {
          if (entry.kind === 'heading') return html`<h2>${entry.title}</h2>`;
          if (entry.kind === 'input') return inputView(entry, { form, state, actions });
          return html`<section class="doc">
            ${entry.title === '' ? nothing : html`<h2>${entry.title}</h2>`} ${markup(entry.html, `doc ${index}`)}
          </section>`;
        })}
        <div class="summary" aria-live="polite">
          ${state.problems.size === 0 ? nothing : html`<p class="problem">${overall ?? texts.correct}</p>`}
        </div>
        <div class="buttons">
          <vscode-button type="submit">${accept}</vscode-button>
          <vscode-button secondary @click=${actions.cancel}>${texts.cancel}</vscode-button>
          <span class="space"></span>
          <vscode-button secondary @click=${actions.reset}>${texts.defaults}</vscode-button>
        </div>
      </form>
    </main>
  `;
}

/** Other controls handle Enter themselves. */
function isCheckbox({ target }: Event): boolean {
  return target instanceof HTMLElement && target.localName === 'vscode-checkbox';
}
