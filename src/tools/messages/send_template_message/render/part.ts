import { z } from "zod";
import type { TemplateButton as StoredButton, TemplateComponent } from "../../../../kapso/template-types.ts";
import { present } from "../../../records/present.ts";
import { buttonToFill, headerFormat } from "../../../templates/to-fill.ts";
import { isPositional, orderedVariables, replaceVariables, variablesOf } from "../../../templates/variables.ts";
import type { BodyParameter } from "../body.ts";
import type { TemplateButton } from "../buttons.ts";
import type { Header } from "../header.ts";
import type { Part, PartFilling } from "../part.ts";
import { buttonExample, textExamples } from "./examples.ts";
import type { Gaps } from "./gaps.ts";

/** The message itself or a card of it, as the customer will see it. */
export const renderedPart = {
  header: z
    .object({
      format: z.string(),
      text: z.string().optional(),
      media_id: z.string().optional(),
      link: z.string().optional(),
      filename: z.string().optional(),
      latitude: z.number().optional(),
      longitude: z.number().optional(),
      name: z.string().optional(),
      address: z.string().optional(),
      product_retailer_id: z.string().optional(),
    })
    .optional(),
  body: z.string().optional(),
  buttons: z
    .array(
      z.object({
        index: z.int(),
        type: z.string(),
        text: z.string().optional(),
        url: z.string().optional().describe("Where it leads."),
        phone_number: z.string().optional(),
        code: z.string().optional().describe("What it copies."),
      }),
    )
    .optional(),
};
type Rendered = z.input<z.ZodObject<typeof renderedPart>>;
type RenderedButton = NonNullable<Rendered["buttons"]>[number];

/** `where` is the part's place in the arguments, such as `cards[1].`. */
export function renderPart(
  part: Part,
  { header, body, buttons = [] }: PartFilling,
  where: string,
  gaps: Gaps,
): Rendered {
  const { text, example } = part.body;
  return present({
    header: part.header && renderHeader(part.header, header, `${where}header`, gaps),
    body: renderText(text, bodyValues(text, body ?? []), example, `${where}body`, gaps),
    buttons: part.buttons.map((button, index) => {
      const given = buttons.find((each) => each.index === index);
      return renderButton(button, index, given, `${where}buttons[${index}]`, gaps);
    }),
  });
}

function renderHeader(header: TemplateComponent, given: Header | undefined, place: string, gaps: Gaps) {
  const format = headerFormat(header);
  if (format === "TEXT") {
    const text = header.text ?? "";
    const values = given?.type === "text" ? bodyValues(text, [given]) : new Map<string, string>();
    return { format, text: renderText(text, values, header.example, place, gaps) };
  }
  if (given?.type === format.toLowerCase()) return { ...given, format };
  // The sample of an approved header is never sent, so it is not shown either.
  gaps.leave(place);
  return { format };
}

function renderText(
  text: string,
  given: ReadonlyMap<string, string>,
  example: unknown,
  place: string,
  gaps: Gaps,
): string {
  const examples = textExamples(example);
  return replaceVariables(text, (name) =>
    gaps.fill(`${place} {{${name}}}`, given.get(name), examples.get(name), `{{${name}}}`),
  );
}

/** The values by the names of the variables: of numbered ones by their place, as the API reads them. */
function bodyValues(text: string, given: readonly BodyParameter[]): Map<string, string> {
  const names = orderedVariables(text);
  const isNumbered = names.every(isPositional);
  return new Map(
    given.flatMap((value, i) => {
      const name = isNumbered ? names[i] : value.parameter_name;
      const shown = value.text ?? value.currency?.fallback_value ?? value.date_time?.fallback_value ?? value.group_id;
      return name === undefined || shown === undefined ? [] : [[name, shown] as const];
    }),
  );
}

function renderButton(
  button: StoredButton,
  index: number,
  given: TemplateButton | undefined,
  place: string,
  gaps: Gaps,
): RenderedButton {
  const { text, url, phone_number } = button;
  const type = button.type.toUpperCase();
  const shown = { index, type, ...present({ text, phone_number }) };
  if (type === "URL" && url) return { ...shown, url: renderUrl(url, suffixOf(given), button.example, place, gaps) };
  if (type === "OTP") return { ...shown, code: gaps.fill(place, suffixOf(given), undefined, "{{code}}") };
  if (type === "COPY_CODE") {
    const code = given?.sub_type === "copy_code" ? given.coupon_code : undefined;
    return { ...shown, code: gaps.fill(place, code, buttonExample(button.example), "{{code}}") };
  }
  if (given === undefined && buttonToFill(button, index).length > 0) gaps.leave(place);
  return shown;
}

const suffixOf = (given: TemplateButton | undefined) => (given?.sub_type === "url" ? given.text : undefined);

/** The example of a URL is the whole of it; some records have its end alone. */
function renderUrl(url: string, suffix: string | undefined, example: unknown, place: string, gaps: Gaps): string {
  if (variablesOf(url).length === 0) return url;
  const whole = (end: string) => replaceVariables(url, () => end);
  const sample = buttonExample(example);
  const shownSample = sample !== undefined && !URL.canParse(sample) ? whole(sample) : sample;
  return gaps.fill(place, suffix === undefined ? undefined : whole(suffix), shownSample, url);
}
