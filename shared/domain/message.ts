/** A neighbour's message as the rest of the system sees it, decoded from Meta's fragment. */
export type InboundMessage = {
  /** Meta's id, opaque. Personal: it carries the phone number in base64. */
  wamid: string;
  /** Meta's timestamp: the only order there is. */
  sentAt: Date;
  phoneNumberId: string;
  sender: PersonIds;
  /** Name the person chose in WhatsApp; never trusted. */
  senderName: string | null;
  /** Meta's id of the WhatsApp group it was written in. */
  whatsappGroupId: string | null;
  quotedWamid: string | null;
  forwarded: boolean;
  frequentlyForwarded: boolean;
  content: Content;
};

/** Identifiers Meta gives of a person: at least one is present. */
export type PersonIds = { bsuid: string | null; phone: string | null };

export type MediaReference = {
  id: string;
  mimeType: string | null;
  sha256: string | null;
  url: string | null;
};

export type Content =
  | { kind: 'text'; type: string; text: string }
  | { kind: 'media'; type: string; text: string; voice: boolean; media: MediaReference }
  | {
      kind: 'location';
      type: 'location';
      latitude: number;
      longitude: number;
      name: string | null;
      address: string | null;
    }
  | { kind: 'reaction'; type: 'reaction'; targetWamid: string; emoji: string | null }
  | { kind: 'reply'; type: string; payload: string; text: string }
  | { kind: 'identity-change'; type: 'system'; next: PersonIds; previousBsuid: string | null }
  /** Kept with nothing to read in it: stickers' kin, orders, edits that come as `unsupported`, types yet unknown. */
  | { kind: 'opaque'; type: string; detail: string | null };
