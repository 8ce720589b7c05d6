const BR = "+5511987650042";
const CL = "+56944120087";
const CATALOG = "640218837715520";

/** An order of Brazil, as contract messages.md 7.15 has it. */
export const ORDER = {
  reference_id: "ped-7731-1",
  type: "physical-goods",
  payment_type: "br",
  payment_settings: [
    {
      type: "pix_dynamic_code",
      pix_dynamic_code: {
        code: "00020126580014br.gov.bcb.pix0136a1c9…6304B14F",
        merchant_name: "Aurora Moveis",
        key: "financeiro@aurora.example",
        key_type: "EMAIL",
      },
    },
  ],
  currency: "BRL",
  total_amount: { value: 26900, offset: 100 },
  order: {
    status: "pending",
    items: [{ retailer_id: "MESA-04", name: "Mesa de centro", amount: { value: 24900, offset: 100 }, quantity: 1 }],
    subtotal: { value: 24900, offset: 100 },
    tax: { value: 0, offset: 100 },
    shipping: { value: 2000, offset: 100, description: "Entrega expressa" },
  },
};

/** The arguments that lead to each example of contract messages.md section 7. */
export const EXAMPLES: Record<string, Record<string, unknown>> = {
  button: {
    to: BR,
    header_type: "image",
    header_media_id: "1290447715880316",
    body: "Sua consulta é amanhã às 9h. Confirma?",
    footer: "Clínica Horizonte",
    buttons: [
      { id: "appt:confirm:5512", title: "Confirmar" },
      { id: "appt:move:5512", title: "Remarcar" },
      { id: "appt:cancel:5512", title: "Cancelar" },
    ],
  },
  list: {
    to: CL,
    header_text: "Elige un horario",
    body: "Estos son los horarios libres del jueves 26.",
    footer: "Librería Niebla",
    button_text: "Ver horarios",
    sections: [
      {
        title: "Mañana",
        rows: [
          { id: "slot-0930", title: "09:30", description: "Con Marisol" },
          { id: "slot-1100", title: "11:00" },
        ],
      },
      { title: "Tarde", rows: [{ id: "slot-1600", title: "16:00", description: "Con Ignacio" }] },
    ],
  },
  cta_url: {
    to: CL,
    header_text: "Pago pendiente",
    body: "Tu pedido 2204 está reservado por 24 horas.",
    button_text: "Pagar ahora",
    url: "https://pay.niebla.example/o/2204?s=wa",
  },
  location_request_message: { to: BR, body: "Onde devemos buscar o pacote? Você pode enviar sua localização." },
  flow: {
    to: BR,
    header_text: "Agendamento",
    body: "Leva menos de um minuto.",
    button_text: "Agendar",
    flow_id: "1184420093771506",
    flow_token: "appt-5512-9c41",
    flow_action: "navigate",
    flow_screen: "PICK_DATE",
    flow_data: { patient: "Rafa", min_date: "2026-11-24" },
  },
  product: {
    to: CL,
    body: "Este es el atlas que preguntaste.",
    footer: "Stock: 4",
    catalog_id: CATALOG,
    product_retailer_id: "ATLAS-2026-ES",
  },
  product_list: {
    to: CL,
    header_text: "Novedades",
    body: "Lo último en la tienda.",
    catalog_id: CATALOG,
    sections: [
      {
        title: "Mapas",
        product_items: [{ product_retailer_id: "MAPA-RM-01" }, { product_retailer_id: "MAPA-V-02" }],
      },
      { title: "Libretas", product_items: [{ product_retailer_id: "LIB-A5-PUNTOS" }] },
    ],
  },
  catalog_message: {
    to: CL,
    body: "Mira el catálogo completo y arma tu pedido.",
    footer: "Envíos a todo Chile",
    product_retailer_id: "ATLAS-2026-ES",
  },
  address_message: {
    to: "+919820011745",
    body: "Where should we deliver order 88-204?",
    address: {
      values: { name: "Ananya Rao", phone_number: "+919820011745", in_pin_code: "40006", city: "Mumbai" },
      validation_errors: { in_pin_code: "A PIN code has six digits." },
    },
  },
  url_carousel: {
    to: BR,
    body: "Ofertas desta semana",
    cards: [
      {
        header_type: "image",
        header_link: "https://cdn.aurora.example/p/cadeira.png",
        body: "Cadeira dobrável",
        button_text: "Comprar",
        url: "https://aurora.example/p/cadeira",
      },
      {
        header_type: "image",
        header_link: "https://cdn.aurora.example/p/mesa.png",
        body: "Mesa de centro",
        button_text: "Comprar",
        url: "https://aurora.example/p/mesa",
      },
    ],
  },
  quick_reply_carousel: {
    to: BR,
    body: "Qual quarto você prefere?",
    cards: [
      {
        header_type: "image",
        header_media_id: "1290447715880331",
        body: "Vista mar",
        buttons: [{ id: "room:sea", title: "Este" }],
      },
      {
        header_type: "image",
        header_media_id: "1290447715880332",
        body: "Vista jardim",
        buttons: [{ id: "room:garden", title: "Este" }],
      },
    ],
  },
  product_carousel: {
    to: CL,
    body: "Recomendados para ti",
    catalog_id: CATALOG,
    cards: [{ product_retailer_id: "MAPA-RM-01" }, { product_retailer_id: "MAPA-V-02" }],
  },
  call_permission_request: { to: BR, body: "Podemos ligar para ajudar com o pedido 7731?" },
  voice_call: {
    to: CL,
    body: "Si prefieres hablar con alguien, llámanos por aquí.",
    button_text: "Llamar",
    ttl_minutes: 720,
    payload: "ticket-3307",
  },
  request_contact_info: {
    recipient: "BR.1203774419085533",
    body: "Para emitir a nota, precisamos do seu telefone.",
  },
  order_details: {
    to: BR,
    body: "Confira o pedido e pague com Pix.",
    order_details: ORDER,
  },
  order_status: {
    to: BR,
    body: "Pagamento recebido. Estamos separando o pedido.",
    order_status: {
      reference_id: "ped-7731-1",
      order: { status: "processing" },
      payment: { status: "captured", timestamp: 1795186812 },
    },
  },
};
