import { z } from "zod";
import { chars } from "../../definition/schemas.ts";
import { hasMarkup } from "../../messages/send_interactive_message/choices.ts";
import { withoutVariables } from "../variables.ts";
import { definitionButton } from "./buttons.ts";

/** The components of a template's definition (contract templates.md section 3), in Meta's own shape. */

const example = chars(1, 1024);
const namedExamples = z.array(z.strictObject({ param_name: chars(1, 100), example })).min(1);

const textHeader = z.strictObject({
  type: z.literal("HEADER"),
  format: z.literal("TEXT"),
  text: chars(1, 60).refine((text) => !hasMarkup(withoutVariables(text)), "takes no markup such as *bold*"),
  example: z
    .strictObject({
      header_text: z.array(example).length(1).optional(),
      header_text_named_params: namedExamples.optional(),
    })
    .optional(),
});

/** Handles come from Meta's resumable upload; records show links in their place, which are no handles. */
const handle = chars(1, 8192).refine(
  (text) => !/^https?:/i.test(text),
  "must be a handle of Meta's resumable upload, not a URL",
);
const mediaHeader = z.strictObject({
  type: z.literal("HEADER"),
  format: z.enum(["IMAGE", "VIDEO", "DOCUMENT", "GIF"]),
  example: z.strictObject({ header_handle: z.array(handle).length(1) }),
});
const bareHeader = z.strictObject({ type: z.literal("HEADER"), format: z.enum(["LOCATION", "PRODUCT"]) });

const header = z.discriminatedUnion("format", [textHeader, mediaHeader, bareHeader], {
  error: "must be one of TEXT, IMAGE, VIDEO, DOCUMENT, GIF, LOCATION, PRODUCT",
});

/** One list of values within a list; Meta's pages also show the list alone, and one value alone. */
const bodyExample = z.preprocess(
  (given) => (given === undefined ? given : [[given].flat(2)]),
  z.array(z.array(example).min(1)).length(1).optional(),
);

/** What belongs to another component: its fault says where it goes. */
function goesInto(component: string) {
  return z.custom<undefined>((given) => given === undefined, `goes into the ${component} component`).optional();
}

const body = z.strictObject({
  type: z.literal("BODY"),
  text: chars(1, 1024).optional(),
  code_expiration_minutes: goesInto("FOOTER"),
  example: z
    .strictObject({
      body_text: bodyExample,
      body_text_named_params: namedExamples.optional(),
    })
    .optional(),
  add_security_recommendation: z.boolean().optional(),
});

const footer = z.strictObject({
  type: z.literal("FOOTER"),
  text: chars(1, 60).optional(),
  code_expiration_minutes: z.int().min(1).max(90).optional(),
  add_security_recommendation: goesInto("BODY"),
});

const buttons = z.strictObject({
  type: z.literal("BUTTONS"),
  code_expiration_minutes: goesInto("FOOTER"),
  add_security_recommendation: goesInto("BODY"),
  buttons: z.array(definitionButton).min(1).max(10),
});

const cardComponent = z.discriminatedUnion("type", [header, body, buttons], {
  error: "must be one of HEADER, BODY, BUTTONS on a card",
});
const carousel = z.strictObject({
  type: z.literal("CAROUSEL"),
  cards: z
    .array(z.strictObject({ components: z.array(cardComponent).min(1) }))
    .min(2)
    .max(10),
});

const offer = z.strictObject({
  type: z.literal("LIMITED_TIME_OFFER"),
  limited_time_offer: z.strictObject({ text: chars(1, 16), has_expiration: z.boolean().optional() }),
});

const callPermission = z.strictObject({ type: z.literal("CALL_PERMISSION_REQUEST") });

const component = z.discriminatedUnion("type", [header, body, footer, buttons, carousel, offer, callPermission], {
  error: "must be one of HEADER, BODY, FOOTER, BUTTONS, CAROUSEL, LIMITED_TIME_OFFER, CALL_PERMISSION_REQUEST",
});
export type Component = z.output<typeof component>;
export type HeaderFormat = z.output<typeof header>["format"];

/** A definition's components, advertised one level deep with `keys` as the description. */
export function componentList(keys: string) {
  return z.array(component.meta({ description: keys, shallow: true })).min(1);
}

export const COMPONENT_KEYS =
  "By type, as Meta has them. HEADER: format TEXT (text, example {header_text: [v]}), IMAGE, VIDEO, DOCUMENT " +
  "(example {header_handle: [h]}), LOCATION, PRODUCT. BODY: text, example {body_text: [[v1, v2]]}. NAMED: " +
  "header_text_named_params or body_text_named_params [{param_name, example}]. FOOTER: text. BUTTONS: buttons " +
  "[{type, text}] of QUICK_REPLY, URL (url, example [full URL] where it ends in {{1}}), PHONE_NUMBER " +
  "(phone_number), COPY_CODE (example, no text), FLOW (flow_id), CATALOG, MPM, SPM, VOICE_CALL, ORDER_DETAILS, " +
  "OTP (otp_type, supported_apps [{package_name, signature_hash}]). CAROUSEL: cards [{components}]. " +
  "LIMITED_TIME_OFFER: limited_time_offer {text, has_expiration}. CALL_PERMISSION_REQUEST. AUTHENTICATION: BODY " +
  "add_security_recommendation, FOOTER code_expiration_minutes, BUTTONS with one OTP.";
