import type { MessagesResource, SendMessageResponse } from "@kapso/whatsapp-cloud-api";
import { beforeEach, expect, test } from "vitest";
import { CUSTOMER, NUMBER, useStage } from "./stage.ts";

/** Kapso's SDK sends every interactive kind it has a method for. */

const stage = useStage({ seed: "empty" });

const base = { phoneNumberId: NUMBER, to: CUSTOMER.phone };
const link = (file: string) => ({ link: `https://cdn.aurora.example/p/${file}` });
const image = (file: string) => ({ type: "image" as const, image: link(file) });

type Send = (messages: MessagesResource) => Promise<SendMessageResponse>;

const KINDS: [kind: string, send: Send][] = [
  [
    "button",
    (m) =>
      m.sendInteractiveButtons({
        ...base,
        bodyText: "Confirma?",
        footerText: "Clínica Horizonte",
        header: image("sala.png"),
        buttons: [
          { id: "appt:confirm:5512", title: "Confirmar" },
          { id: "appt:move:5512", title: "Remarcar" },
        ],
      }),
  ],
  [
    "list",
    (m) =>
      m.sendInteractiveList({
        ...base,
        bodyText: "Horarios libres",
        buttonText: "Ver horarios",
        header: { type: "text", text: "Elige" },
        sections: [
          { title: "Mañana", rows: [{ id: "slot-0930", title: "09:30", description: "Con Marisol" }] },
          { title: "Tarde", rows: [{ id: "slot-1600", title: "16:00" }] },
        ],
      }),
  ],
  [
    "cta_url",
    (m) =>
      m.sendInteractiveCtaUrl({
        ...base,
        bodyText: "Tu pedido está reservado.",
        parameters: { displayText: "Pagar ahora", url: "https://pay.niebla.example/o/2204?s=wa" },
      }),
  ],
  [
    "location_request_message",
    (m) => m.sendInteractiveLocationRequest({ ...base, bodyText: "Onde?", parameters: { requestMessage: "Onde?" } }),
  ],
  [
    "flow",
    (m) =>
      m.sendInteractiveFlow({
        ...base,
        bodyText: "Leva menos de um minuto.",
        parameters: {
          flowId: "1184420093771506",
          flowCta: "Agendar",
          flowToken: "appt-5512-9c41",
          flowAction: "navigate",
          flowActionPayload: { screen: "PICK_DATE", data: { patient: "Rafa" } },
        },
      }),
  ],
  [
    "product",
    (m) => m.sendInteractiveProduct({ ...base, catalogId: "640218837715520", productRetailerId: "ATLAS-2026-ES" }),
  ],
  [
    "product_list",
    (m) =>
      m.sendInteractiveProductList({
        ...base,
        bodyText: "Lo último",
        header: { type: "text", text: "Novedades" },
        catalogId: "640218837715520",
        sections: [{ title: "Mapas", productItems: [{ productRetailerId: "MAPA-RM-01" }] }],
      }),
  ],
  [
    "catalog_message",
    (m) =>
      m.sendInteractiveCatalogMessage({
        ...base,
        bodyText: "Mira el catálogo",
        parameters: { thumbnailProductRetailerId: "ATLAS-2026-ES" },
      }),
  ],
  [
    "address_message",
    (m) =>
      m.sendInteractiveAddress({
        phoneNumberId: NUMBER,
        to: "+919820011745",
        bodyText: "Where to?",
        parameters: { country: "IN", values: { name: "Ananya Rao", city: "Mumbai" } },
      }),
  ],
  [
    "carousel",
    (m) =>
      m.sendInteractiveCarousel({
        ...base,
        bodyText: "Ofertas",
        cards: ["cadeira", "mesa"].map((name, cardIndex) => ({
          cardIndex,
          header: image(`${name}.png`),
          bodyText: name,
          action: { displayText: "Comprar", url: `https://aurora.example/p/${name}` },
        })),
      }),
  ],
  [
    "carousel",
    (m) =>
      m.sendInteractiveCarousel({
        ...base,
        bodyText: "Qual quarto?",
        cards: ["sea", "garden"].map((room, cardIndex) => ({
          cardIndex,
          header: image(`${room}.png`),
          action: { buttons: [{ id: `room:${room}`, title: "Este" }] },
        })),
      }),
  ],
  [
    "call_permission_request",
    (m) =>
      m.sendInteractiveCallPermission({
        ...base,
        bodyText: "Podemos ligar?",
        parameters: { phoneNumber: CUSTOMER.phone, callPurpose: "pedido 7731" },
      }),
  ],
  [
    "voice_call",
    (m) =>
      m.sendInteractiveRaw({
        ...base,
        interactive: { type: "voice_call", body: { text: "Llámanos" }, action: { name: "voice_call" } },
      }),
  ],
];

beforeEach(async () => {
  await stage.customerWrites("Hello?");
  await stage.customerWrites("Hello from Mumbai?", "+919820011745");
});

test.each(KINDS)("the SDK sends an interactive %s", async (kind, send) => {
  const answer = await send(stage.client.messages);
  const messageId = answer.messages[0]?.id ?? "";
  const stored = await stage.client.messages.get({ phoneNumberId: NUMBER, messageId });
  expect(stored).toMatchObject({ type: "interactive", interactive: { type: kind } });
});
