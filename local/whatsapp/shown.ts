import type { Shown } from './facts.ts';
import { fileOf, type Interactive, type MessageRequest } from './request.ts';
import type { FilledTemplate } from './templates.ts';

/** What a message of ours looks like on the phone that gets it. */
export function shownOf(message: MessageRequest, filled: FilledTemplate | null): Shown {
  if (filled)
    return {
      kind: 'buttons',
      text: filled.text,
      buttons: filled.buttons,
      template: filled.name,
      footer: filled.footer,
    };
  switch (message.type) {
    case 'text':
      return { kind: 'text', text: message.text.body };
    case 'interactive':
      return shownInteractive(message.interactive);
    case 'location': {
      const { latitude, longitude, name, address } = message.location;
      return { kind: 'location', latitude, longitude, name: name ?? null, address: address ?? null };
    }
    case 'reaction':
      return { kind: 'reaction', target: message.reaction.message_id, emoji: message.reaction.emoji || null };
    case 'image':
      return { kind: 'image', mediaId: message.image.id ?? null, caption: message.image.caption ?? null };
    case 'audio':
      return { kind: 'voice', mediaId: message.audio.id ?? null };
    case 'document':
    case 'video':
    case 'sticker':
    case 'template':
    default:
      return { kind: 'other', type: fileOf(message)?.filename ?? message.type };
  }
}

function shownInteractive(interactive: Interactive): Shown {
  const buttons =
    interactive.type === 'button'
      ? interactive.action.buttons.map(({ reply }) => reply)
      : interactive.action.sections.flatMap(({ rows }) => rows.map(({ id, title }) => ({ id, title })));
  const head = interactive.header ? `${interactive.header.text}\n` : '';
  const text = `${head}${interactive.body.text}`;
  return { kind: 'buttons', text, buttons, template: null, footer: interactive.footer?.text ?? null };
}
