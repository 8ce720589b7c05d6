/** Rows that no capture has: Meta documents them (`contract/live.md` section 6), and none may lose its meaning. */
export const DOCUMENTED = [
  {
    case: "a question about a product, forwarded",
    record: {
      ...row("PRODUCT"),
      type: "text",
      text: { body: "Hay en azul?" },
      context: {
        from: "15551230000",
        id: "wamid.CATALOG",
        forwarded: true,
        referred_product: { catalog_id: "194836987003835", product_retailer_id: "silla-azul" },
      },
    },
  },
  {
    case: "an order that was withdrawn",
    record: { ...row("REVOKE"), type: "revoke", revoke: { original_message_id: "wamid.ORDER" } },
  },
  {
    case: "a new number that only the part says",
    record: { ...row("MOVED"), type: "system", system: { type: "user_changed_number", wa_id: "5490000000002" } },
  },
  {
    case: "a type of tomorrow, rendered by Kapso",
    record: { ...row("EVENT", "Invitation: inauguration, Friday at 18:00"), type: "event", event: null },
  },
  {
    case: "a type of tomorrow that nobody renders",
    record: {
      ...row("POLL"),
      type: "poll",
      poll: { question: "Que color?", options: [{ name: "azul" }, { name: "verde" }] },
    },
  },
  {
    case: "a video with a caption that only Kapso's part has",
    record: {
      ...row("VIDEO"),
      type: "video",
      video: { id: "1371993794424270", mime_type: "video/mp4" },
      kapso: { ...row("VIDEO").kapso, has_media: true, message_type_data: { caption: "Asi se monta" } },
    },
  },
];

function row(id: string, content: string | null = null) {
  return {
    id: `wamid.${id}`,
    timestamp: "1787442866",
    from: "5490000000001",
    kapso: {
      direction: "inbound",
      status: "delivered",
      origin: "cloud_api",
      phone_number: "5490000000001",
      has_media: false,
      whatsapp_conversation_id: "20e0e0c5-d08f-4361-8d3c-f563d58ee884",
      contact_name: "Ana Ejemplo",
      content,
    },
  };
}
