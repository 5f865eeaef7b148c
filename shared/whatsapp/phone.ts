/**
 * Digits that stand for one telephone line however WhatsApp writes it. Mexican numbers come as 52 or 521 and ten
 * digits for the same line; those are compared by the last ten, others whole.
 * Source: Meta, "Send messages", phone number formats (the API may alter the prefix of Mexican numbers).
 *
 * @param phone as received: E.164 with or without `+`, or with separators.
 */
export function phoneIdentity(phone: string): string {
  const digits = phone.replaceAll(/\D/gu, '');
  const mexican = /^521?(\d{10})$/u.exec(digits);
  return mexican?.[1] ? `52${mexican[1]}` : digits;
}
