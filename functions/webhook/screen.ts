import type { Screen } from '../../shared/language/screen.ts';
import type { Part } from '../../shared/whatsapp/envelope.ts';
import { fieldsOf } from '../../shared/whatsapp/fields.ts';

/** Whether a message's part may be an emergency, by its words, wherever its type carries them. */
export function isUrgent(part: Part, mayBeEmergency: Screen): boolean {
  const message = fieldsOf(part.value) ?? {};
  const type = typeof message['type'] === 'string' ? message['type'] : 'missing';
  const content = fieldsOf(message[type]);
  const reply = fieldsOf(content?.['button_reply']) ?? fieldsOf(content?.['list_reply']);
  const words = [content?.['body'], content?.['caption'], content?.['text'], reply?.['title']];
  return mayBeEmergency({
    type,
    text: words.filter((word) => typeof word === 'string').join(' '),
    voice: content?.['voice'] === true,
  });
}
