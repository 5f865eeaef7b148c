import type { HeldIntent } from '../../shared/domain/sending.ts';
import { type FreeForm, freeForm, type TemplateCall, template } from '../../shared/messages/render.ts';
import type { Contacts } from '../../shared/store/contacts.ts';
import { groupWindowOwner, type People } from '../../shared/store/people.ts';

/**
 * Turns an intent into the body of `POST /<PHONE_ID>/messages`.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages
 */
export type ComposeDeps = {
  contacts: Pick<Contacts, 'contactOf' | 'whatsappGroupOf'>;
  people: Pick<People, 'windowOpenedAt'>;
};

export type Composed = { kind: 'message'; body: object } | { kind: 'nobody'; reason: 'no-contact' };

/** Meta closes the service window 24 hours after the last inbound message; ours closes before, for clocks and queues. */
const windowMs = 24 * 3_600_000 - 10 * 60_000;

export async function compose(intent: HeldIntent, now: Date, deps: ComposeDeps): Promise<Composed> {
  const address = await addressOf(intent, deps);
  if (address === null) return { kind: 'nobody', reason: 'no-contact' };
  const isGroup = intent.to.kind === 'whatsapp-group';
  const content = (await isWindowOpen(intent, now, deps))
    ? freeContent(freeForm(intent.utterance, now), isGroup)
    : templateContent(template(intent.utterance, now), isGroup);
  return {
    kind: 'message',
    body: {
      messaging_product: 'whatsapp',
      recipient_type: isGroup ? 'group' : 'individual',
      ...address,
      biz_opaque_callback_data: intent.id,
      ...content,
    },
  };
}

/** The BSUID is who the person is; a phone may have changed hands, and needs its `+`. */
async function addressOf({ to }: HeldIntent, { contacts }: ComposeDeps): Promise<object | null> {
  switch (to.kind) {
    case 'person': {
      const contact = await contacts.contactOf(to.personKey);
      if (contact?.bsuid) return { recipient: contact.bsuid };
      return contact?.phone ? { to: `+${contact.phone}` } : null;
    }
    case 'whatsapp-group': {
      const groupId = await contacts.whatsappGroupOf(to.groupCode);
      return groupId === null ? null : { to: groupId };
    }
    case 'operators':
      throw new TypeError('An audience is expanded before anything is sent');
    default:
      return to satisfies never;
  }
}

async function isWindowOpen(intent: HeldIntent, now: Date, { people }: ComposeDeps): Promise<boolean> {
  const { to, templateOnly, phoneNumberId } = intent;
  if (templateOnly || to.kind === 'operators') return false;
  const owner = to.kind === 'person' ? to.personKey : groupWindowOwner(to.groupCode);
  const openedAt = await people.windowOpenedAt(owner, phoneNumberId);
  return openedAt !== null && now.getTime() - openedAt.getTime() < windowMs;
}

/** Groups carry no buttons. Source: Meta, "Groups messaging", unsupported message types. */
function freeContent(form: FreeForm, isGroup: boolean): object {
  if (form.kind === 'text' || isGroup) return { type: 'text', text: { body: form.body, preview_url: false } };
  return {
    type: 'interactive',
    interactive: {
      type: 'button',
      body: { text: form.body },
      action: { buttons: form.buttons.map((reply) => ({ type: 'reply', reply })) },
    },
  };
}

function templateContent({ name, language, parameters, buttons }: TemplateCall, isGroup: boolean): object {
  const body = Object.entries(parameters).map(([parameterName, text]) => ({
    type: 'text',
    parameter_name: parameterName,
    text,
  }));
  const replies = (isGroup ? [] : (buttons ?? [])).map(({ id }, index) => ({
    type: 'button',
    sub_type: 'quick_reply',
    index: String(index),
    parameters: [{ type: 'payload', payload: id }],
  }));
  return {
    type: 'template',
    template: {
      name,
      language: { code: language },
      components: [...(body.length > 0 ? [{ type: 'body', parameters: body }] : []), ...replies],
    },
  };
}
