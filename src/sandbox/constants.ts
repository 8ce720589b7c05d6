import { MAGIC_FLOWS } from "./flows/magic.ts";
import { MAGIC_RECIPIENTS } from "./magic.ts";
import { PIN, VERIFICATION_CODE } from "./numbers/state.ts";
import { MAGIC_THREADS } from "./numbers/threads.ts";
import { MAGIC_USERNAMES } from "./numbers/usernames.ts";
import { addressOf, contactIdOf, conversationIdOf } from "./seed/cast.ts";
import { everyTypeId } from "./seed/every-type.ts";
import { SAMPLES } from "./seed/samples.ts";
import { MAGIC_TEMPLATES } from "./templates/magic.ts";
import { mediaId, uuid } from "./world/ids.ts";

const sampleId = (name: keyof typeof SAMPLES) => mediaId(Object.keys(SAMPLES).indexOf(name) + 1);

/** Everything of the sandbox that a test, a demo or a reader may want to name. The same in every run. */
export const SANDBOX = {
  apiKey: "sandbox-key-aurora",
  /** The token of `phoneNumberId` alone. */
  accessToken: "sandbox-token-aurora-1",
  otherAccessToken: "sandbox-token-aurora-2",
  phoneNumberId: "418290563317745",
  otherPhoneNumberId: "418290563317746",
  businessAccountId: "317745418290563",
  businessPhoneNumber: "+551130904455",
  otherBusinessPhoneNumber: "+551130904466",

  /** Another project: its number answers 404 to `apiKey`, and the other way round. */
  foreignApiKey: "sandbox-key-niebla",
  foreignAccessToken: "sandbox-token-niebla-1",
  foreignPhoneNumberId: "502771904418230",
  foreignBusinessAccountId: "418230502771904",

  /** Wrote 20 minutes ago. */
  openConversationId: conversationIdOf("open"),
  openContactId: contactIdOf("open"),
  openCustomer: addressOf("open"),
  /** Last wrote 30 hours ago; a template of ten hours ago keeps the conversation active. */
  closedWindowConversationId: conversationIdOf("closed"),
  closedCustomer: addressOf("closed"),
  /** The window closes ten minutes after the start. */
  closingWindowConversationId: conversationIdOf("closingSoon"),
  closingCustomer: addressOf("closingSoon"),
  /** Ended by an agent, inside the window. */
  endedConversationId: conversationIdOf("ended"),
  endedCustomer: addressOf("ended"),
  /** No message within a day, but a call two hours ago. */
  callWindowConversationId: conversationIdOf("call"),
  callCustomer: addressOf("call"),
  /** Three messages that nobody read. */
  unreadConversationId: conversationIdOf("unread"),
  unreadCustomer: addressOf("unread"),
  /** The last send failed with 131026. */
  failedConversationId: conversationIdOf("failed"),
  failedCustomer: addressOf("failed"),
  /** A contact without any name. */
  namelessConversationId: conversationIdOf("nameless"),
  namelessCustomer: addressOf("nameless"),
  /** Known by a business-scoped user id only. */
  userIdConversationId: conversationIdOf("userIdOnly"),
  userIdCustomer: addressOf("userIdOnly"),
  assignedConversationId: conversationIdOf("assigned"),
  assignedCustomer: addressOf("assigned"),
  assignedUserId: uuid("user", 1),
  /** Text that tries to command whoever reads it, and characters that no screen shows. */
  hostileConversationId: conversationIdOf("hostile"),
  hostileCustomer: addressOf("hostile"),
  /** Every way of hiding text and of posing as somebody else; days ago, in every kind of message that can carry it. */
  plantedConversationId: conversationIdOf("planted"),
  plantedCustomer: addressOf("planted"),
  /** 150 messages. */
  longConversationId: conversationIdOf("long"),
  longCustomer: addressOf("long"),
  /** Every type of message; see `messages`. */
  everyTypeConversationId: conversationIdOf("everyType"),
  everyTypeCustomer: addressOf("everyType"),
  /** Of `otherPhoneNumberId`. */
  otherNumberConversationId: conversationIdOf("otherNumber"),
  otherNumberCustomer: addressOf("otherNumber"),
  /** Dialled as `rewrittenNumber`, known to WhatsApp as `rewrittenWaId`. */
  rewrittenConversationId: conversationIdOf("rewritten"),
  rewrittenNumber: "+525555010042",
  rewrittenWaId: "5215555010042",
  /** Nobody has heard of it. */
  unknownCustomer: "+447700900999",
  customerId: uuid("customer", 1),

  /** Messages of the conversation with every type. */
  messages: {
    inboundText: everyTypeId("referral"),
    inboundImage: everyTypeId("image"),
    inboundVoice: everyTypeId("voice"),
    inboundDocument: everyTypeId("document"),
    buttonReply: everyTypeId("buttonReply"),
    listReply: everyTypeId("listReply"),
    flowReply: everyTypeId("flowReply"),
    order: everyTypeId("order"),
    outboundText: everyTypeId("text"),
    outboundImage: everyTypeId("sentImage"),
    outboundTemplate: everyTypeId("template"),
  },
  /** Uploaded files with real bytes; they live until 30 days after the start. */
  media: {
    png: sampleId("png"),
    jpeg: sampleId("jpeg"),
    video: sampleId("video"),
    voice: sampleId("voice"),
    audio: sampleId("audio"),
    pdf: sampleId("pdf"),
    text: sampleId("text"),
    sticker: sampleId("sticker"),
    disguised: sampleId("disguised"),
    planted: sampleId("planted"),
  },
  /** Approved templates by what they need. */
  templates: {
    withoutParameters: { name: "hello_world", language: "en_US" },
    oneParameter: { name: "follow_up", language: "en_US" },
    twoParameters: { name: "pedido_pronto", language: "pt_BR" },
    imageHeader: { name: "pedido_enviado", language: "pt_BR" },
    namedParameters: { name: "recordatorio_cita", language: "es" },
    marketing: { name: "ofertas_novembro", language: "pt_BR" },
    authentication: { name: "codigo_acesso", language: "pt_BR" },
  },
  flows: {
    published: { id: "1184420093771506", name: "Agendamento" },
    draft: { id: "1184420093771507", name: "Pesquisa" },
  },
  /** Of both numbers: the two-step PIN, and the code that a verification would send. */
  pin: PIN,
  verificationCode: VERIFICATION_CODE,
  magicRecipients: MAGIC_RECIPIENTS,
  magicTemplates: MAGIC_TEMPLATES,
  magicFlows: MAGIC_FLOWS,
  magicUsernames: MAGIC_USERNAMES,
  magicThreads: MAGIC_THREADS,
};
