import { html, render } from 'lit';
import { readToDetails, type FromDetails, type ToDetails } from '../../src/shared/panels/detailsMessages.ts';
import { openChannel } from '../lib/messaging.ts';
import { detailsView } from './detailsView.ts';

const channel = openChannel<ToDetails, FromDetails>(readToDetails, (message) => {
  const content =
    message.type === 'show'
      ? detailsView(message.details, (wish) => channel.post(wish))
      : html`<main><p role="status">${message.text}</p></main>`;
  // Redraws only the differences, which keeps focus and scroll position.
  render(content, document.body);
});

channel.post({ type: 'ready' });
