import { type Refusal, refusal } from './errors.ts';
import type { Button } from './facts.ts';
import type { TemplateRequest } from './request.ts';

/** A template as Meta has approved it. */
export type ApprovedTemplate = {
  name: string;
  language: string;
  category: string;
  /** With named variables, `{{folio}}`. */
  body: string;
  footer: string;
  quickReplies: readonly string[];
};

export type FilledTemplate = {
  name: string;
  category: string;
  text: string;
  footer: string;
  buttons: Button[];
};

const maxBody = 1024;

/**
 * Fills a template, or says why Meta would not.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/components
 */
export function fillTemplate(
  approved: readonly ApprovedTemplate[],
  { name, language, components }: TemplateRequest,
): { filled: FilledTemplate } | { refused: Refusal } {
  const template = approved.find((known) => known.name === name && known.language === language.code);
  if (!template) return refused(132001, `Template name (${name}) does not exist in ${language.code}`);

  const wanted = [...template.body.matchAll(/\{\{(\w+)\}\}/g)].map(([, variable]) => variable ?? '');
  const names = new Set(wanted);
  const given = components.find((component) => component.type === 'body')?.parameters ?? [];
  if (given.length !== names.size)
    return refused(
      132000,
      `body: number of localizable_params (${given.length}) does not match the expected number of params (${names.size})`,
    );
  const values = new Map(given.map(({ parameter_name, text }) => [parameter_name, text]));
  const missing = [...names].find((variable) => !values.has(variable));
  if (missing !== undefined) return refused(132012, `Parameter ${missing} is missing in the body`);
  for (const [variable, text] of values)
    if (/[\n\r\t]| {5,}/.test(text))
      return refused(
        132018,
        `Param text of ${variable} cannot have new-line/tab characters or more than 4 consecutive spaces`,
      );

  const text = template.body.replaceAll(
    /\{\{(\w+)\}\}/g,
    (_, variable: string) => values.get(variable) ?? '',
  );
  if (text.length > maxBody) return refused(132005, `Translated text too long: ${text.length} of ${maxBody}`);

  const buttons = template.quickReplies.map((title) => ({ id: title, title }));
  for (const component of components) {
    if (component.type !== 'button') continue;
    const button = buttons[Number(component.index)];
    if (!button) return refused(132012, `Template has no button at index ${component.index}`);
    button.id = component.parameters[0].payload;
  }
  return { filled: { name, category: template.category, text, footer: template.footer, buttons } };
}

const refused = (code: number, details: string): { refused: Refusal } => ({
  refused: refusal(code, details),
});
