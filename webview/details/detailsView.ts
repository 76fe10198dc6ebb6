import '@vscode-elements/elements/dist/vscode-button/index.js';
import { html, nothing, type TemplateResult } from 'lit';
import type {
  DetailsAction,
  DetailsContent,
  DetailsRelease,
  FromDetails,
} from '../../src/shared/panels/detailsMessages.ts';
import { markup } from '../lib/markup.ts';

type Wish = (message: FromDetails) => void;

export function detailsView(details: DetailsContent, wish: Wish): TemplateResult {
  const { title, descriptionHtml, facts, actions, releases, texts } = details;
  return html`
    <main>
      <h1>${title}</h1>
      ${descriptionHtml === '' ? nothing : html`<div class="description">${markup(descriptionHtml, 'description')}</div>`}
      ${buttons(actions, (id) => wish({ type: 'run', action: id }))}
      <dl class="facts">
        ${facts.map(
          ({ name, value }) =>
            html`<dt>${name}</dt>
              <dd>${value}</dd>`,
        )}
      </dl>
      <h2>${texts.releases}</h2>
      ${releases.length === 0 ? html`<p class="none">${texts.noReleases}</p>` : nothing}
      ${releases.map((release) => releaseView(release, details, wish))}
      <h2>${texts.parameters}</h2>
      ${parametersView(details)}
      <h2>${texts.jobs}</h2>
      ${jobsView(details, wish)}
    </main>
  `;
}

function buttons(actions: readonly DetailsAction[], run: (id: string) => void): TemplateResult | typeof nothing {
  if (actions.length === 0) return nothing;
  return html`<div class="buttons">
    ${actions.map(
      ({ id, label, kind }) =>
        html`<vscode-button ?secondary=${kind === 'other'} data-action=${id} @click=${() => run(id)}
          >${label}</vscode-button
        >`,
    )}
  </div>`;
}

function releaseView(release: DetailsRelease, { texts }: DetailsContent, wish: Wish): TemplateResult {
  const { name, title, version, state, tone, actions, links, pods } = release;
  return html`<section class="release" aria-label=${title} data-release=${name}>
    <h3>${title} <span class="version">${version}</span></h3>
    ${title === name ? nothing : html`<p class="name">${name}</p>`}
    <p class="state"><span class="dot ${tone}" aria-hidden="true"></span>${state}</p>
    ${
      links.length === 0
        ? nothing
        : html`<p class="links">
            ${texts.links}:
            ${links.map(
              (link) =>
                html`<button class="link" @click=${() => wish({ type: 'open', release: name, link })}>
                  ${link}
                </button> `,
            )}
          </p>`
    }
    ${buttons(actions, (id) => wish({ type: 'run', action: id, release: name }))}
    ${
      pods.length === 0
        ? html`<p class="none">${texts.noPods}</p>`
        : tableView(
            title,
            texts.podColumns,
            pods.map((cells) => cells.map((cell) => html`${cell}`)),
          )
    }
  </section>`;
}

function parametersView({ parameters, texts }: DetailsContent): TemplateResult {
  if (parameters.length === 0) return html`<p class="none">${texts.noParameters}</p>`;
  const rows = parameters.map(({ name, label, type, initial, choices, helpHtml }) => [
    html`<code>${name}</code>${label === '' ? nothing : html`<div>${label}</div>`}
      ${helpHtml === '' ? nothing : html`<div class="help">${markup(helpHtml, name)}</div>`}`,
    html`${type}`,
    initial === '' ? html`` : html`<code>${initial}</code>`,
    html`${choices}`,
  ]);
  return tableView(texts.parameters, texts.parameterColumns, rows);
}

function jobsView({ jobs, texts }: DetailsContent, wish: Wish): TemplateResult {
  if (jobs.length === 0) return html`<p class="none">${texts.noJobs}</p>`;
  return html`<ul class="jobs">
    ${jobs.map(
      ({ id, title, state, tone, started }) =>
        html`<li>
          <span class="dot ${tone}" aria-hidden="true"></span>
          <span class="job">${title}: ${state}</span>
          <span class="started">${started}</span>
          <button
            class="link"
            aria-label="${texts.showLog}: ${title}, ${started}"
            @click=${() => wish({ type: 'showJob', job: id })}
          >
            ${texts.showLog}
          </button>
        </li>`,
    )}
  </ul>`;
}

/** Sets roles explicitly, since narrow panels stack the cells. */
function tableView(
  label: string,
  columns: readonly string[],
  rows: readonly (readonly TemplateResult[])[],
): TemplateResult {
  return html`<div class="scrolling" tabindex="0" role="region" aria-label=${label}>
    <table role="table">
      <thead role="rowgroup">
        <tr role="row">
          ${columns.map((column) => html`<th scope="col" role="columnheader">${column}</th>`)}
        </tr>
      </thead>
      <tbody role="rowgroup">
        ${rows.map(
          (cells) =>
            html`<tr role="row">
              ${cells.map((cell, index) => html`<td role="cell" data-column=${columns[index] ?? ''}>${cell}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
