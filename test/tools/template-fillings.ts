import { z } from "zod";
import type { Template } from "../../src/kapso/template-types.ts";
import { SANDBOX } from "../../src/sandbox/index.ts";
import { type Filling, fillingFaults, fillingInput } from "../../src/tools/messages/send_template_message/filling.ts";
import { skeleton } from "../../src/tools/templates/fitting.ts";
import { ORDER } from "./contract/interactive-args.ts";
import type { Args } from "./direct.ts";

/** Arguments of send_template_message for a stored template: a good set, and sets that are wrong in one place. */

const input = z.strictObject(fillingInput);

/** The arguments as the tool parses them; undefined for what it refuses without the template. */
export function parseFilling(args: Args): Filling | undefined {
  const { data } = input.safeParse(args);
  return data !== undefined && fillingFaults(data).length === 0 ? data : undefined;
}

const sections = [{ title: "All", product_items: [{ product_retailer_id: "A" }] }];
const HEADERS: Record<string, Args> = {
  text: { type: "text", text: "Amara" },
  image: { type: "image", media_id: SANDBOX.media.png },
  video: { type: "video", media_id: SANDBOX.media.video },
  document: { type: "document", media_id: SANDBOX.media.pdf },
  location: { type: "location", latitude: 1, longitude: 2, name: "Shop", address: "Street 1" },
  product: { type: "product", catalog_id: "1", product_retailer_id: "A" },
};
const BUTTONS: Record<string, Args> = {
  quick_reply: { payload: "yes" },
  url: { text: "7731" },
  copy_code: { coupon_code: "A15" },
  flow: { flow_token: "a" },
  catalog: { thumbnail_product_retailer_id: "A" },
  mpm: { thumbnail_product_retailer_id: "A", sections },
  voice_call: { payload: "a" },
  order_details: { order_details: ORDER },
};
const OFFER_END = "2027-01-01T00:00:00Z";

/** What stands for each placeholder of a skeleton. */
export function goodArgs(template: Template): Args {
  const args = Object.fromEntries(Object.entries(skeleton(template)).map(([key, value]) => [key, filled(key, value)]));
  return template.category === "AUTHENTICATION" ? { ...args, body: [{ text: BUTTONS["url"]?.["text"] }] } : args;
}

function filled(key: string, value: unknown): unknown {
  if (key === "header") {
    const header = value as Args;
    return { ...header, ...HEADERS[String(header["type"])] };
  }
  if (key === "offer_expires_at") return OFFER_END;
  if (key === "body") return (value as Args[]).map((each, i) => ({ ...each, text: `value ${i}` }));
  if (key === "buttons") return (value as Args[]).map((each) => ({ ...each, ...BUTTONS[String(each["sub_type"])] }));
  if (key !== "cards") return value;
  return (value as Args[]).map((card) =>
    Object.fromEntries(Object.entries(card).map(([name, each]) => [name, filled(name, each)])),
  );
}

interface Variant {
  what: string;
  args: Args;
}

/** The good set, changed in one place; those that the tool refuses by themselves are left out. */
export function variants(good: Args): Variant[] {
  const all = [...ofPart(good), ...ofCards(good), ...ofOffer(good)];
  return all.filter(({ args }) => parseFilling(args) !== undefined);
}

function ofOffer(good: Args): Variant[] {
  if ("offer_expires_at" in good) return [{ what: "no offer", args: without(good, "offer_expires_at") }];
  return [{ what: "an offer", args: { ...good, offer_expires_at: OFFER_END } }];
}

function without(args: Args, key: string): Args {
  return Object.fromEntries(Object.entries(args).filter(([name]) => name !== key));
}

/** Changes of header, body and buttons: of the message or of a card. */
function ofPart(good: Args): Variant[] {
  return [...ofHeader(good), ...ofBody(good), ...ofButtons(good)];
}

function ofHeader(good: Args): Variant[] {
  const headers = Object.entries(HEADERS).map(([type, header]) => ({
    what: `header ${type}`,
    args: { ...good, header },
  }));
  const named = { ...HEADERS["text"], parameter_name: "other" };
  return [
    { what: "no header", args: without(good, "header") },
    ...headers,
    { what: "a header with another name", args: { ...good, header: named } },
  ];
}

function ofBody(good: Args): Variant[] {
  const body = (good["body"] ?? []) as Args[];
  const change = (what: string, values: Args[]) => ({
    what,
    args: values.length > 0 ? { ...good, body: values } : without(good, "body"),
  });
  const [first, ...rest] = body;
  const isNamed = first?.["parameter_name"] !== undefined;
  return [
    change("no body", []),
    change("one value fewer", body.slice(1)),
    change("one value more", [...body, { text: "more", ...(isNamed && { parameter_name: "more" }) }]),
    change("another kind of value", [{ ...first, text: undefined, date_time: { fallback_value: "Monday" } }, ...rest]),
    change("the order turned", body.toReversed()),
    ...(isNamed
      ? [
          change(
            "values without names",
            body.map((value) => without(value, "parameter_name")),
          ),
          change("an unknown name", [{ ...first, parameter_name: "unknown" }, ...rest]),
          change(
            "one name twice",
            body.map((value) => ({ ...value, parameter_name: first?.["parameter_name"] })),
          ),
        ]
      : [
          change(
            "names on numbered values",
            body.map((value, i) => ({ ...value, parameter_name: `name_${i}` })),
          ),
        ]),
  ];
}

function ofButtons(good: Args): Variant[] {
  const buttons = (good["buttons"] ?? []) as Args[];
  const change = (what: string, entries: Args[]) => ({
    what,
    args: entries.length > 0 ? { ...good, buttons: entries } : without(good, "buttons"),
  });
  return [
    ...buttons.map((_, i) => change(`without buttons[${i}]`, buttons.toSpliced(i, 1))),
    ...[0, 1, 2, 3].flatMap((index) =>
      Object.entries(BUTTONS).map(([sub_type, content]) =>
        change(`${sub_type} at ${index}`, [
          ...buttons.filter((each) => each["index"] !== index),
          { index, sub_type, ...content },
        ]),
      ),
    ),
  ];
}

/** Cards are alike: each change is made on all, or the number of cards is changed. */
function ofCards(good: Args): Variant[] {
  const cards = good["cards"] as Args[] | undefined;
  if (cards === undefined) {
    const card = { header: HEADERS["image"] };
    return [{ what: "cards", args: { ...good, cards: [card, card] } }];
  }
  const [first = {}] = cards;
  return [
    { what: "no cards", args: without(good, "cards") },
    { what: "one card more", args: { ...good, cards: [...cards, first] } },
    { what: "one card fewer", args: { ...good, cards: cards.slice(1) } },
    ...ofPart(first).map(({ what, args }) => ({
      what: `on the cards: ${what}`,
      args: { ...good, cards: cards.map(() => args) },
    })),
  ];
}
