import { expect, test } from "vitest";
import { EXAMPLES } from "./contract/interactive-args.ts";
import { faultsOf } from "./direct.ts";
import { type Case, emoji, many, refuses as refusesArgs, x } from "./refuses.ts";

/** One violation of every limit of contract messages.md section 7, and what the model reads of it. */

const TOOL = "send_interactive_message";
const refuses = (kind: string, cases: Case[]) => refusesArgs(TOOL, kind, { kind, ...EXAMPLES[kind] }, cases);

const reply = (i: number) => ({ id: `b${i}`, title: `T${i}` });
const noHeader = { header_type: undefined, header_media_id: undefined };

refuses("button", [
  [{ buttons: undefined }, "buttons: is needed by kind button"],
  [{ buttons: [] }, "buttons: must have at least 1 items (given 0 items)"],
  [{ buttons: many(4, reply) }, "buttons: must have at most 3 items (given 4 items)"],
  [{ buttons: [reply(1), { id: "b1", title: "Other" }] }, 'buttons[1].id: must be unique (given "b1" twice)'],
  [{ buttons: [reply(1), { id: "b2", title: "T1" }] }, 'buttons[1].title: must be unique (given "T1" twice)'],
  [{ buttons: [{ id: "", title: "a" }] }, "buttons[0].id: must have 1 to 256 characters"],
  [{ buttons: [{ id: x(257), title: "a" }] }, "buttons[0].id: must have 1 to 256 characters (given 257 characters)"],
  [{ buttons: [{ id: "a", title: "" }] }, "buttons[0].title: must have 1 to 20 characters"],
  [{ buttons: [{ id: "a", title: emoji(21) }] }, "buttons[0].title: must have 1 to 20 characters"],
  [{ buttons: [{ id: "a", title: "*Yes*" }] }, "buttons[0].title: takes no markup"],
  [{ buttons: [{ id: "a", title: "`Yes`" }] }, "buttons[0].title: takes no markup"],
  [{ buttons: [{ id: "a", title: "A", url: "x" }] }, "buttons[0].url: unknown key"],
  [{ buttons: [{ title: "A" }] }, "buttons[0].id: must be a string (missing)"],
  [{ body: undefined }, "body: is needed by kind button"],
  [{ body: "" }, "body: must have 1 to 4096 characters"],
  [{ body: x(1025) }, "body: must have at most 1024 characters for kind button (given 1025 characters)"],
  [{ footer: "" }, "footer: must have 1 to 60 characters"],
  [{ footer: emoji(61) }, "footer: must have 1 to 60 characters (given 61 characters)"],
  [{ ...noHeader, header_text: x(61) }, "header_text: must have 1 to 60 characters (given 61 characters)"],
  [{ header_text: "Hi" }, "header_type: cannot go together with header_text"],
  [{ header_type: "sticker" }, "header_type: must be one of image, video, document"],
  [{ header_type: undefined }, "header_media_id: needs header_type"],
  [{ header_media_id: undefined }, "header_media_id: give exactly one of header_media_id and header_link"],
  [{ header_link: "https://a.example/b" }, "header_media_id: give exactly one of header_media_id and header_link"],
  [{ header_media_id: "../1" }, "header_media_id: must be 5 to 20 digits"],
  [{ header_media_id: undefined, header_link: "ftp://a.example/b" }, "header_link: must be an http:// or https:// URL"],
  [
    { header_media_id: undefined, header_link: `https://a.example/${x(2048)}` },
    "header_link: must have at most 2048 characters",
  ],
  [{ header_filename: "a.pdf" }, "header_filename: is only taken with header_type document"],
  [{ header_filename: x(241), header_type: "document" }, "header_filename: must have 1 to 240 characters"],
  [{ sections: [{ rows: [{ id: "a", title: "A" }] }] }, "sections: is not taken by kind button, which takes buttons"],
  [{ url: "https://a.example" }, "url: is not taken by kind button"],
  [{ kind: "buttons" }, "kind: must be one of button, list"],
  [{ to: undefined }, "to: give exactly one of to, recipient"],
  [{ recipient: "BR.1" }, "recipient: give exactly one of to, recipient"],
  [{ group_id: "R3JvdXA=" }, "group_id: unknown argument. Valid arguments: to, recipient, kind"],
  [{ reply_to_message_id: "1" }, "reply_to_message_id: must be a message id"],
  [{ biz_opaque_callback_data: x(513) }, "biz_opaque_callback_data: must have 1 to 512 characters"],
]);

const row = (i: number) => ({ id: `r${i}`, title: `R${i}` });
const rows = (count: number, from = 0) => many(count, (i) => row(from + i));

refuses("list", [
  [{ sections: undefined }, "sections: is needed by kind list"],
  [{ button_text: undefined }, "button_text: is needed by kind list"],
  [{ button_text: "" }, "button_text: must have 1 to 30 characters"],
  [{ button_text: x(21) }, "button_text: must have at most 20 characters for kind list (given 21 characters)"],
  [{ sections: [] }, "sections: must have at least 1 items"],
  [
    { sections: many(11, (i) => ({ title: `S${i}`, rows: [row(i)] })) },
    "sections: must have at most 10 items (given 11 items)",
  ],
  [
    {
      sections: [
        { title: "A", rows: rows(6) },
        { title: "B", rows: rows(5, 6) },
      ],
    },
    "sections: must have at most 10 rows in all sections together (given 11)",
  ],
  [{ sections: [{ title: "A", rows: [] }] }, "sections[0].rows: must have at least 1 items"],
  [{ sections: [{ title: "A" }] }, "sections[0].rows: is needed"],
  [
    { sections: [{ title: "A", rows: rows(1) }, { rows: rows(1, 1) }] },
    "sections[1].title: is needed where there are several sections (given 2)",
  ],
  [{ sections: [{ title: "", rows: rows(1) }] }, "sections[0].title: must have 1 to 24 characters"],
  [{ sections: [{ title: emoji(25), rows: rows(1) }] }, "sections[0].title: must have 1 to 24 characters"],
  [{ sections: [{ rows: [{ id: x(201), title: "A" }] }] }, "sections[0].rows[0].id: must have 1 to 200 characters"],
  [{ sections: [{ rows: [{ id: "a", title: x(25) }] }] }, "sections[0].rows[0].title: must have 1 to 24 characters"],
  [
    { sections: [{ rows: [{ id: "a", title: "A", description: x(73) }] }] },
    "sections[0].rows[0].description: must have 1 to 72 characters",
  ],
  [
    {
      sections: [
        { title: "A", rows: [row(1)] },
        { title: "B", rows: [row(1)] },
      ],
    },
    'sections[1].rows[0].id: must be unique (given "r1" twice)',
  ],
  [
    { sections: [{ rows: rows(1), product_items: [{ product_retailer_id: "a" }] }] },
    "sections[0].product_items: is not taken here, rows is",
  ],
  [{ body: x(4097) }, "body: must have 1 to 4096 characters (given 4097 characters)"],
  [
    { header_text: undefined, header_type: "image", header_media_id: "1290447715880316" },
    "header_type: kind list takes only a header of text (given image)",
  ],
  [{ buttons: [reply(1)] }, "buttons: is not taken by kind list, which takes button_text, sections"],
]);

refuses("cta_url", [
  [{ url: undefined }, "url: is needed by kind cta_url"],
  [{ url: "javascript:alert(1)" }, "url: must be an http:// or https:// URL"],
  [{ url: `https://a.example/${x(2000)}` }, "url: must have at most 2000 characters"],
  [{ button_text: undefined }, "button_text: is needed by kind cta_url"],
  [{ button_text: emoji(21) }, "button_text: must have at most 20 characters for kind cta_url"],
]);

refuses("location_request_message", [
  [{ body: undefined }, "body: is needed by kind location_request_message"],
  [{ body: x(1025) }, "body: must have at most 1024 characters"],
  [{ header_text: "Hi" }, "header_text: kind location_request_message takes no header (given text)"],
  [{ footer: "Hi" }, "footer: kind location_request_message takes no footer"],
]);

refuses("flow", [
  [{ flow_id: undefined }, "flow_id: kind flow needs exactly one of flow_id and flow_name"],
  [{ flow_name: "survey" }, "flow_id: kind flow needs exactly one of flow_id and flow_name"],
  [{ flow_id: "survey" }, "flow_id: must be 5 to 20 digits"],
  [{ flow_id: undefined, flow_name: x(201) }, "flow_name: must have 1 to 200 characters"],
  [{ button_text: undefined }, "button_text: is needed by kind flow"],
  [{ button_text: x(61) }, "button_text: must have 1 to 30 characters (given 61 characters)"],
  [{ button_text: x(31) }, "button_text: must have 1 to 30 characters"],
  [{ flow_token: "" }, "flow_token: must have 1 to 1024 characters"],
  [{ flow_action: "open" }, "flow_action: must be one of navigate, data_exchange"],
  [{ flow_data: {} }, "flow_data: must have at least one key"],
  [
    { flow_action: "data_exchange" },
    "flow_screen: is only taken with flow_action navigate",
    "flow_data: is only taken with flow_action navigate",
  ],
  [{ flow_screen: x(257) }, "flow_screen: must have 1 to 256 characters"],
  [{ flow_mode: "test" }, "flow_mode: must be one of published, draft"],
]);

refuses("address_message", [
  [{ to: "+5511987650042" }, "to: address_message reaches only numbers of India, +91"],
  [{ body: undefined }, "body: is needed by kind address_message"],
  [{ address: { country: "SG" } }, "address.country: unknown key"],
  [{ address: { values: { pin: "1" } } }, "address.values.pin: unknown key"],
  [{ address: { values: { in_pin_code: "4000600" } } }, "address.values.in_pin_code: must have 1 to 6 characters"],
  [{ address: { values: { phone_number: "abc" } } }, "address.values.phone_number: must be a phone number"],
  [{ address: { values: { city: x(257) } } }, "address.values.city: must have 1 to 256 characters"],
  [{ address: { saved_addresses: [{ value: {} }] } }, "address.saved_addresses[0].id: must be a string (missing)"],
  [{ address: { saved_addresses: [{ id: "a" }] } }, "address.saved_addresses[0].value: must be an object (missing)"],
  [
    {
      address: {
        saved_addresses: [
          { id: "a", value: {} },
          { id: "a", value: {} },
        ],
      },
    },
    'address.saved_addresses[1].id: must be unique (given "a" twice)',
  ],
  [{ address: { validation_errors: { pin: "x" } } }, "address.validation_errors.pin: unknown key"],
  [
    { header_text: undefined, header_type: "image", header_media_id: "1290447715880316" },
    "header_type: kind address_message takes only a header of text",
  ],
]);

refuses("call_permission_request", [
  [{ body: x(1025) }, "body: must have at most 1024 characters"],
  [{ header_text: "Hi" }, "header_text: kind call_permission_request takes no header"],
  [{ footer: "Hi" }, "footer: kind call_permission_request takes no footer"],
  [{ payload: "a" }, "payload: is not taken by kind call_permission_request, which takes none of these"],
]);

refuses("voice_call", [
  [{ body: undefined }, "body: is needed by kind voice_call"],
  [{ button_text: x(21) }, "button_text: must have at most 20 characters for kind voice_call"],
  [{ ttl_minutes: 0 }, "ttl_minutes: must be at least 1 (given 0)"],
  [{ ttl_minutes: 43201 }, "ttl_minutes: must be at most 43200 (given 43201)"],
  [{ ttl_minutes: 1.5 }, "ttl_minutes: must be an integer (given 1.5)"],
  [{ payload: x(513) }, "payload: must have 1 to 512 characters"],
  [{ footer: "Hi" }, "footer: kind voice_call takes no footer"],
  [{ header_text: "Hi" }, "header_text: kind voice_call takes no header"],
]);

refuses("request_contact_info", [
  [{ body: undefined }, "body: is needed by kind request_contact_info"],
  [{ header_text: "Hi" }, "header_text: kind request_contact_info takes no header"],
  [{ footer: x(61) }, "footer: must have 1 to 60 characters"],
]);

test.each([
  [
    "button",
    {
      body: emoji(1024),
      footer: emoji(60),
      buttons: many(3, (i) => ({ id: `${i}${x(255)}`, title: `${i}${emoji(19)}` })),
    },
  ],
  [
    "list",
    {
      body: emoji(4096),
      button_text: emoji(20),
      sections: many(10, (i) => ({ title: `${i}${x(23)}`, rows: [row(i)] })),
    },
  ],
  ["product_list", { header_text: emoji(60) }],
  ["voice_call", { ttl_minutes: 43200, payload: x(512), button_text: x(20) }],
  [
    "button",
    {
      buttons: [
        { id: "a", title: "snake_case_name" },
        { id: "b", title: "2 * 3 * 4" },
      ],
    },
  ],
  ["call_permission_request", { body: undefined }],
])("%s: what is at the limit is taken", (kind, change) => {
  const args = Object.entries({ kind, ...EXAMPLES[kind], ...change }).filter(([, value]) => value !== undefined);
  expect(faultsOf(TOOL, Object.fromEntries(args))).toEqual([]);
});
